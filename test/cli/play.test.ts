// SPDX-License-Identifier: Apache-2.0
// Games on the command line: what a person types from the first item to the debrief.
import { describe, expect, it } from 'vitest';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/files.ts';
import { ensuresec } from './terminal.ts';

const pack = resolvePack('e-commerce', packReader('packs')).value as Pack;
const LANGUAGES = pack.gameWords.map(({ language }) => language);
const KEYS = { trust: '1', report: '3', certain: '3' } as const;

const play = (argv: readonly string[], lines: readonly string[] = []) =>
  ensuresec(['play', ...argv], { lines, tick: 1000 });

describe('play', () => {
  it('lists games with their languages', async () => {
    const { code, stdout } = await play([]);
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
    [['quiz'], 'Cannot find the game `quiz`: expected triage or detective'],
    [['triage', '--language', 'xx'], 'Cannot play triage in `xx`: expected de, el, en, es, fr'],
    [['triage', '--items', '1'], 'Cannot play fewer than 2 items'],
    [['triage', '--seed', '-1'], 'Cannot use `-1` as --seed'],
    [['triage', '--no-input'], 'Cannot play with --no-input'],
  ])('refuses %j', async (argv, message) => {
    const { code, stderr } = await play(argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('has nothing to play in a pack without games', async () => {
    expect((await play(['--pack', 'water-utility'])).code).toBe(4);
  });
});
