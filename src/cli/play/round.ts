// SPDX-License-Identifier: Apache-2.0
// A round of any kind of game, from its title to its debrief; what was learned is kept when the player asked for it.
import { createSession, familiesOf, type Session } from '../../awareness/index.ts';
import { createRandom } from '../../core/random.ts';
import type { Message, Offer, Pack, Walk } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { debriefDetective, playDetective } from './detective.ts';
import { debriefDomino, playCascade } from './domino.ts';
import type { Game } from './game.ts';
import { keepProgress, takeProgress } from './keep.ts';
import { type Screen, screenOf } from './screen.ts';
import { type Shop, shopsOf } from './shop.ts';
import { debriefTriage, playTriage } from './triage.ts';
import { debriefWalks, playWalks } from './walk.ts';

interface Round {
  readonly call: Call;
  readonly game: Game;
  readonly pack: Pack;
  readonly screen: Screen;
  readonly isTest: boolean;
  /** Plays these items and keeps what was learned. */
  play<T extends Message | Offer | Walk, A>(
    items: readonly T[] | undefined,
    by: (session: Session<T>) => Promise<A[]>,
  ): Promise<A[]>;
}

/** @returns the debrief as it goes into JSON. */
export async function playRound(
  call: Call,
  game: Game,
  count: number,
  seed: number,
  pack: Pack,
): Promise<object> {
  const screen = screenOf(call);
  const { bold, safe } = screen.style;
  const key = `${game.source.id} ${game.language}`;
  const progress = takeProgress(call);
  const isTest = call.options.flag('test');
  screen.write(`${bold(safe(game.tell(game.source.title)))}\n${safe(game.tell(game.source.text))}\n`);
  const round: Round = {
    call,
    game,
    pack,
    screen,
    isTest,
    play: async (items, by) => {
      const says = (cue: string): string | undefined => game.cue(cue)?.says;
      const session = createSession({
        items: items ?? [],
        count,
        key,
        progress,
        isTest,
        random: createRandom(seed, key),
        familiesOf: (item) => familiesOf(item, says),
      });
      const answers = await by(session);
      keepProgress(call, session.progress());
      return answers;
    },
  };
  return KINDS[game.source.kind](round);
}

const KINDS: Readonly<Record<Game['source']['kind'], (round: Round) => Promise<object>>> = {
  triage: async ({ call, game, screen, isTest, play }) =>
    debriefTriage(
      await play(game.items.messages, (session) => playTriage(call, game, session, screen, isTest)),
      game,
      screen,
    ),
  detective: async ({ call, game, screen, play }) =>
    debriefDetective(
      await play(game.items.offers, (session) => playDetective(call, game, session, screen)),
      game,
      screen,
    ),
  walk: async ({ call, game, screen, play }) =>
    debriefWalks(
      await play(game.items.walks, (session) => playWalks(call, game, session, screen)),
      game,
      screen,
    ),
  domino: playDomino,
};

/** The cascade follows when all messages were judged. */
async function playDomino({ call, game, pack, screen, isTest, play }: Round): Promise<object> {
  const shop = shopsOf(call, pack).find((each) => each.game === game.source.id) as Shop;
  screen.field('', game.items.story ?? '');
  let asked = 0;
  const answers = await play(game.items.messages, (session) => {
    asked = session.length;
    return playTriage(call, game, session, screen, isTest);
  });
  const isWhole = answers.length === asked;
  const cascade = isWhole ? await playCascade(call, game, shop, answers, screen) : undefined;
  return { ...debriefDomino(answers, game, screen), ...(cascade === undefined ? {} : { cascade }) };
}
