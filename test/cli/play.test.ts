// SPDX-License-Identifier: Apache-2.0
// Games on the command line: what a person types from the first item to the debrief.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gameOf } from '../../src/cli/play/game.ts';
import { loadModel, type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { ensuresec } from './terminal.ts';

const pack = resolvePack('e-commerce', packReader('packs')).value as Pack;
const LANGUAGES = pack.gameWords.map(({ language }) => language);
const KEYS = { trust: '1', report: '3', certain: '3' } as const;

const play = (argv: readonly string[], lines: readonly string[] = []) =>
  ensuresec(['play', ...argv], { lines, tick: 1000 });

const folder = mkdtempSync(join(tmpdir(), 'play-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Types the number of the wanted choice under the last question; the first choice when it is not there. */
const typing =
  (...wanted: readonly string[]) =>
  (shown: string): string => {
    const choices = shown.slice(shown.lastIndexOf('\n  1 ')).matchAll(/^ {2}(\d+) (.*)$/gm);
    const numbers = new Map([...choices].map(([, number, text]) => [text, number]));
    return wanted.flatMap((each) => numbers.get(each) ?? [])[0] ?? '1';
  };
const wordsOf = (language: string) =>
  (pack.gameWords.find((each) => each.language === language) as Pack['gameWords'][number]).words;

describe('play', () => {
  it('lists games and exercises with their languages', async () => {
    const { code, stdout } = await play([]);
    expect(stdout).toContain('tabletop  Tabletop from your own model (de, el, en, es, fr)');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining(`triage  Inbox and SMS triage (${LANGUAGES.join(', ')})`),
    ]);
  });

  it.each(LANGUAGES)('finishes a triage in %s by the truth of each message', async (language) => {
    const words = pack.gameWords.find((each) => each.language === language)?.words;
    const argv = ['triage', '--language', language, '--seed', '5', '--json'];
    const shown = (await play(argv, Array(24).fill('1'))).stderr;
    const truths = shown.split('\n').filter((line) => line.includes(` · `) && /(?:^|\s)·\s/.test(line));
    expect(truths).toHaveLength(12);
    const typed = truths.flatMap((line) => [
      line.endsWith(words?.honest ?? '?') ? KEYS.trust : KEYS.report,
      KEYS.certain,
    ]);
    const { code, stdout } = await play(argv, typed);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'ensuresec/play/1',
      language,
      answered: 12,
      points: 36,
      lures: 6,
      caught: 6,
      honest: 6,
      doubted: 0,
      reportSeconds: 1,
      missed: [],
    });
  });

  it.each(LANGUAGES)('spends the minutes of a detective in %s', async (language) => {
    const looks = ['3', '3', '3', '3', '3', '3', '3'];
    const { code, stdout, stderr } = await play(
      ['detective', '--language', language, '--seed', '2', '--json'],
      [...looks, '2', ...looks, '2', '2'],
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ answered: 3, minutes: 14 });
    expect(stderr).toContain(pack.gameWords.find((each) => each.language === language)?.words['too-dear']);
  });

  it.each([
    ['triage', ['1', '3'], 'Ihre Antwort: Vertrauen. Wie sicher: Ganz sicher'],
    ['triage', ['3', '1'], 'Ihre Antwort: Melden. Wie sicher: Unsicher'],
    ['detective', ['2'], 'Ihre Antwort: Lassen'],
    ['parcels', ['1'], 'Ihre Antwort: Tun, was verlangt wird'],
  ])('says after an item of %s what was answered by %j', async (game, lines, said) => {
    const { stdout } = await play([game, '--language', 'de', '--seed', '3'], lines);
    expect(stdout).toContain(`${said}\n`);
  });

  it.each([
    ['en', /Your order comes 4\.2 days late/, /2,031 \(1,868–2,193\)/],
    ['de', /Ihre Bestellung kommt 4,2 Tage später/, /2\.031 \(1\.868–2\.193\)/],
    ['fr', /4,2/, /2\u202f031 \(1\u202f868–2\u202f193\)/],
  ])('writes numbers as %s does', async (language, late, money) => {
    const argv = ['play', 'domino', '--language', language, '--seed', '4', '--json'];
    const { stderr } = await ensuresec(argv, { lines: typing() });
    expect(stderr).toMatch(late);
    expect(stderr.replaceAll(/\n */g, ' ')).toMatch(money);
  });

  it('shows address, link and headers on demand only', async () => {
    const [plain, closer] = await Promise.all([
      play(['triage', '--seed', '3'], ['q']),
      play(['triage', '--seed', '3'], ['5', 'q']),
    ]);
    expect(plain.stdout).not.toContain('Mail system');
    expect(closer.stdout).toContain('Mail system');
  });

  it('tells the answers of a test at the end', async () => {
    const { stdout } = await play(['triage', '--seed', '3', '--test', '--items', '2'], ['1', '1', '1', '1']);
    expect(stdout.indexOf('What shows it')).toBeGreaterThan(stdout.indexOf('2 of 2'));
  });

  it('asks again after what is no choice, and counts what was answered when the lines end', async () => {
    const { code, stdout } = await play(['triage', '--seed', '3'], ['\u001b[2J', '99', '', '1', '1']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('You stopped early')]);
    expect(stdout.match(/1-5, q/g)).toHaveLength(3);
    expect(stdout).not.toContain('\u001b[2J');
  });

  it.each([
    [['quiz'], 'Cannot find the game `quiz`: expected triage or detective or parcels or checkout or domino'],
    [['triage', '--language', 'xx'], 'Cannot play triage in `xx`: expected de, el, en, es, fr'],
    [['triage', '--items', '1'], 'Cannot play fewer than 2 items'],
    [['triage', '--seed', '-1'], 'Cannot use `-1` as --seed'],
    [['triage', '--no-input'], 'Cannot play with --no-input'],
  ])('refuses %j', async (argv, message) => {
    const { code, stderr } = await play(argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it.each(LANGUAGES)('walks through parcels in %s, to the end of each', async (language) => {
    const words = wordsOf(language);
    const argv = ['play', 'parcels', '--language', language, '--seed', '7', '--json'];
    const { code, stdout, stderr } = await ensuresec(argv, {
      lines: typing(words['that-is-all'], words['go-on']),
      tick: 1000,
    });
    const result = JSON.parse(stdout);
    expect([code, result.caught, result.doubted]).toEqual([0, 0, 0]);
    expect(result.lost).toBeGreaterThan(result.least);
    for (const word of ['stop-late', 'your-rights', 'how-it-ended'] as const)
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(words[word].slice(0, 12));
  });

  it('asks for the place at a checkout, and pays for reports', async () => {
    const words = wordsOf('en');
    const { stdout } = await ensuresec(['play', 'checkout', '--seed', '2', '--json'], {
      lines: typing(words.report, words.address),
    });
    const { answered, caught, doubted, spots, points } = JSON.parse(stdout);
    expect([answered, caught + doubted, spots]).toEqual([2, 2, caught]);
    expect(points).toBe(3 * caught - doubted);
  });

  it.each(['en', 'el'])(
    'follows one click to the own order in %s, and compares measures',
    async (language) => {
      const argv = ['play', 'domino', '--language', language, '--seed', '4', '--json'];
      const { code, stdout, stderr } = await ensuresec(argv, { lines: typing() });
      const { cascade } = JSON.parse(stdout);
      expect([code, cascade.chosen, cascade.lateWithout]).toEqual([0, 'tested-backup', 1]);
      const avoided = Object.fromEntries(
        cascade.measures.map((each: { id: string; avoided: object }) => [each.id, each.avoided]),
      );
      expect(avoided['tested-backup'].low).toBeGreaterThan(0);
      expect(avoided['redundancy']).toMatchObject({ mean: 0, low: 0, high: 0 });
      expect(stderr).toContain(wordsOf(language)['all-measures']);
    },
  );

  it('names every asset and dependency of the shop of a game in each language', () => {
    const shop = readFileSync('examples/corner-shop/ensuresec.yaml');
    const { assets = [], dependencies = [] } = loadModel(shop, 'shop', pack).value?.model ?? {};
    const ids = [...assets, ...dependencies].map(({ id }) => id as string);
    expect(ids.length).toBeGreaterThan(10);
    for (const { names, language } of pack.gameItems.filter((set) => set.names !== undefined))
      expect(
        ids.filter((id) => names?.[id] === undefined),
        language,
      ).toEqual([]);
  });

  it('writes no word of a pack that acts on a terminal', () => {
    const gameWords = pack.gameWords.map((each) => ({
      ...each,
      words: { ...each.words, right: '\x1b[2J', 'item-of': '\u202e{n}' },
    }));
    const { say, tell } = gameOf({ ...pack, gameWords }, 'triage', 'en');
    const shown = [say('right'), say('item-of', '\x07'), tell({ en: '\x9b' })];
    expect(shown).toEqual(['\\x1b[2J', '\\u202e\\x07', '\\x9b']);
  });

  it('keeps progress only in the file that is named, under the same pseudonym, and forgets it', async () => {
    const file = join(folder, 'me.json');
    const argv = ['play', 'detective', '--seed', '1', '--progress', file];
    await ensuresec(argv, { lines: typing() });
    const first = JSON.parse(readFileSync(file, 'utf8'));
    await ensuresec(argv, { lines: typing() });
    const second = JSON.parse(readFileSync(file, 'utf8'));
    expect(second.player).toBe(first.player);
    expect(new Set(second.seen['e-commerce/game/detective en']).size).toBe(6);
    expect((await ensuresec(['play', '--progress', file, '--forget'])).code).toBe(0);
    expect(existsSync(file)).toBe(false);
    expect((await ensuresec(['play', '--progress', file, '--forget'])).code).toBe(4);
  });

  it('refuses a file that is no progress, and leaves it', async () => {
    const file = join(folder, 'other.json');
    writeFileSync(file, '{"schema":"x"}');
    for (const argv of [['triage'], ['--forget']]) {
      const { code, stderr } = await play([...argv, '--progress', file]);
      expect([code, stderr]).toEqual([3, expect.stringContaining('as progress: /schema is not')]);
    }
    expect(existsSync(file)).toBe(true);
  });

  it('has exercises to play in a pack without games, and nothing in one without both', async () => {
    const { code, stdout } = await play(['--pack', 'water-utility', '--json']);
    const { games } = JSON.parse(stdout);
    expect([code, games.map(({ game }: { game: string }) => game)]).toEqual([0, ['tabletop', 'budget']]);
    const named = await play(['triage', '--pack', 'water-utility']);
    expect([named.code, named.stderr]).toEqual([4, expect.stringContaining('Nothing to play')]);
  });

  it.each([
    [['triage', '--facts', 'x'], 'Cannot use --facts with `triage`: it belongs to tabletop'],
    [['triage', '--model', 'x'], 'Cannot use --model with `triage`: it belongs to tabletop, budget'],
    [['triage', '--measures', '4'], 'Cannot use --measures with `triage`: it belongs to budget'],
    [['tabletop', '--budget', '9'], 'Cannot use --budget with `tabletop`: it belongs to budget'],
    [['budget', '--issues', 'x'], 'Cannot use --issues with `budget`: it belongs to tabletop'],
    [['tabletop', '--test'], 'belongs to triage, detective, parcels, checkout, domino'],
    [['budget', '--items', '4'], 'Cannot use --items with `budget`'],
    [['tabletop', '--progress', 'x', '--forget'], 'Cannot use --progress with `tabletop`'],
    [['--progress', 'x'], 'Cannot use --progress without a game'],
    [['--html', '-', '--seed', '4'], 'Cannot use --seed without a game'],
    [['--attack', 'x'], 'Cannot use --attack without a game: it belongs to tabletop, budget'],
    [['tabletop', '--html', '-', '--playbook', 'x'], 'Cannot use --playbook with --html'],
    [
      ['tabletopp', '--facts', 'x'],
      'expected triage or detective or parcels or checkout or domino or tabletop',
    ],
  ])('refuses options of other games: %j', async (argv, text) => {
    const { code, stderr } = await play(argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
  });
});
