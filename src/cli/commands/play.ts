// SPDX-License-Identifier: Apache-2.0
import type { Pack } from '../../model/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { DRILL_OPTIONS, playDrill } from '../drill/command.ts';
import { drillNamed } from '../drill/words.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { gameOf, languagesOf, shortName } from '../play/game.ts';
import { forgetProgress } from '../play/keep.ts';
import { refuseForeign } from '../play/owners.ts';
import { playRound } from '../play/round.ts';
import { shopsOf } from '../play/shop.ts';
import { forJson } from '../render/escape.ts';
import { gamesPage } from '../render/play/page.ts';
import { writeFileSafely } from '../write-file.ts';

export const play: CommandSpec = {
  name: 'play',
  summary: 'Train to tell deceit from what is real',
  operands: [{ name: '[game]', text: 'Game to play; without it, all are listed' }],
  examples: [
    'ensuresec play',
    'ensuresec play triage',
    'ensuresec play detective --language de',
    'ensuresec play domino',
    'ensuresec play triage --progress me.json',
    'ensuresec play tabletop --model ensuresec.yaml --issues todo.md',
    'ensuresec play budget --html budget.html',
    'ensuresec play --html games.html',
  ],
  options: [
    { flags: '--language <code>', text: 'Language of items and words', preset: 'en' },
    { flags: '--seed <number>', text: 'The same seed gives the same round (default: another each time)' },
    { flags: '--items <number>', text: 'Length of the round' },
    { flags: '--test', text: 'Answers at the end only, and items as even in difficulty as can be' },
    {
      flags: '--progress <file>',
      text: 'Keep which kinds of signs were missed, under a pseudonym, so that they come back',
      completes: 'file',
    },
    { flags: '--forget', text: 'Delete the file of --progress' },
    JSON_OPTION,
    {
      flags: '--html <file>',
      text: 'Write all games as one self-contained page instead (- is stdout)',
      completes: 'file',
    },
    ...DRILL_OPTIONS,
    PACK_OPTION,
  ],
  run: async (call) => {
    const name = call.operands[0];
    const common = requirePack(call, 'common');
    const drill = name === undefined ? undefined : drillNamed(common, name);
    const readPack = () => requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
    const seed = numberOf(call, 'seed', 2 ** 32 - 1) ?? call.io.clock() % 2 ** 32;
    if (drill !== undefined) {
      refuseForeign(call, () => ({ ...common, games: readPack().games }), name, drill.kind);
      return playDrill(call, drill.id, seed);
    }
    const pack = readPack();
    const game = name === undefined ? undefined : gameOf(pack, name, call.options.text('language') ?? 'en');
    refuseForeign(
      call,
      () => ({ ...common, games: pack.games }),
      name,
      game === undefined ? undefined : 'game',
    );
    if (call.options.flag('forget')) return forgetProgress(call);
    if (call.options.text('html') !== undefined) return writePage(call, pack);
    if (game === undefined) return list(call, pack);
    if (!call.options.flag('input'))
      throw new Failure(EXIT.usage, 'Cannot play with --no-input: a game asks', '--html writes a page');
    const count = numberOf(call, 'items', 60) ?? game.source.length;
    if (count < 2) throw new Failure(EXIT.usage, 'Cannot play fewer than 2 items: one must be real');
    const result = await playRound(call, game, count, seed, pack);
    if (call.options.flag('json'))
      call.io.stdout.write(
        forJson({
          schema: 'ensuresec/play/1',
          game: shortName(game.source.id),
          language: game.language,
          seed,
          ...result,
        }),
      );
    return EXIT.secure;
  },
};

/** @throws Failure 2 when it was also asked for something else; 4 without a game; 6 when the engine is not compiled. */
function writePage(call: Call, pack: Pack): number {
  const file = call.options.text('html') as string;
  const language = call.options.text('language') ?? 'en';
  if (call.options.flag('json') || call.operands.length > 0)
    throw new Failure(EXIT.usage, 'Cannot write the page and play or list at once: give --html alone');
  for (const game of pack.games) gameOf(pack, game.id, language);
  if (pack.games.length === 0)
    throw new Failure(EXIT.nothing, `Nothing to play: the pack ${pack.id} has no game`);
  const page = gamesPage(pack, language, shopsOf(call, pack));
  if (page === undefined)
    throw new Failure(EXIT.runtime, 'Cannot write the page: the engine is not compiled', 'npm run build');
  if (file === '-') call.io.stdout.write(page);
  else {
    writeFileSafely(call.io, file, page, true);
    call.say(`Wrote ${call.aside.safe(file)}`);
  }
  return EXIT.secure;
}

function list({ io, options, style }: Call, pack: Pack): number {
  const drillLanguages = pack.drillWords.map(({ language }) => language);
  const games = [
    ...pack.games.map((game) => ({ source: game, languages: languagesOf(pack, game) })),
    ...pack.drills.map((drill) => ({ source: drill, languages: drillLanguages })),
  ].map(({ source: { id, title, text }, languages }) => ({
    game: shortName(id),
    title: title['en'] ?? id,
    text: text['en'] ?? '',
    languages,
  }));
  if (games.length === 0) throw new Failure(EXIT.nothing, `Nothing to play: the pack ${pack.id} has no game`);
  if (options.flag('json')) io.stdout.write(forJson({ schema: 'ensuresec/games/1', games }));
  else
    for (const { game, title, text, languages } of games)
      io.stdout.write(`${style.bold(game)}  ${title} (${languages.join(', ')})\n    ${text}\n`);
  return EXIT.secure;
}

/** @throws Failure 2. */
function numberOf(call: Call, name: string, most: number): number | undefined {
  const typed = call.options.text(name);
  if (typed === undefined) return undefined;
  if (/^\d{1,10}$/.test(typed) && Number(typed) <= most) return Number(typed);
  throw new Failure(
    EXIT.usage,
    `Cannot use \`${typed}\` as --${name}: expected a whole number up to ${most}`,
  );
}
