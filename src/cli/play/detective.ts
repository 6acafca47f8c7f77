// SPDX-License-Identifier: Apache-2.0
// Fake or real on a terminal: each look costs minutes of the round.
import {
  type DetectiveAnswer,
  decisionPoints,
  detectiveResult,
  type Session,
} from '../../awareness/index.ts';
import type { GameSource, Offer } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { choose } from './ask.ts';
import type { Game } from './game.ts';
import type { Screen } from './screen.ts';

type Lookup = NonNullable<GameSource['lookups']>[number];

/** A decision on evidence, without a stated confidence. */
const EVIDENCE = 0.75;

export async function playDetective(
  call: Call,
  game: Game,
  round: Session<Offer>,
  screen: Screen,
): Promise<DetectiveAnswer[]> {
  const answers: DetectiveAnswer[] = [];
  let left = game.source.minutes ?? 0;
  for (let item = round.next(call.io.clock()); item !== undefined; item = round.next(call.io.clock())) {
    screen.write(`\n${screen.style.bold(game.say('item-of', answers.length + 1, round.length))}\n`);
    showOffer(item, game, screen);
    const answer = await judge(call, game, item, left, screen);
    if (answer === undefined) {
      screen.write(`${game.say('stopped')}\n`);
      break;
    }
    left -= answer.minutes;
    answers.push(answer);
    round.answered(item, isRight(answer), EVIDENCE, call.io.clock());
    showFeedback(answer, game, screen);
  }
  return answers;
}

function showOffer(item: Offer, game: Game, { field, style }: Screen): void {
  field(game.say('you-know'), item.context);
  field(item.name, item.address, `${style.glyphs.bar} `);
  field('', item.text, `${style.glyphs.bar} `);
}

async function judge(
  call: Call,
  game: Game,
  item: Offer,
  left: number,
  screen: Screen,
): Promise<DetectiveAnswer | undefined> {
  const open = [...(game.source.lookups ?? [])];
  let minutes = 0;
  for (;;) {
    const looks = open.map(
      (look) => `${game.tell(look.title)} (${game.say('replay-minutes', look.minutes)})`,
    );
    const question = `${game.say('your-decision')} (${game.say('minutes-left')}: ${left - minutes})`;
    const chosen = await choose(call, screen, question, [game.say('buy'), game.say('leave'), ...looks]);
    if (chosen === undefined) return undefined;
    if (chosen < 2) return { item, decision: chosen === 0 ? 'buy' : 'leave', minutes };
    const look = open[chosen - 2] as Lookup;
    if (look.minutes > left - minutes) {
      screen.write(`${game.say('too-dear')}\n`);
      continue;
    }
    minutes += look.minutes;
    open.splice(chosen - 2, 1);
    screen.field(game.tell(look.title), item.found[look.id]?.shows ?? '');
  }
}

function showFeedback(answer: DetectiveAnswer, game: Game, { write, field, style }: Screen): void {
  const { item } = answer;
  const head = isRight(answer) ? style.green(game.say('right')) : style.yellow(game.say('wrong'));
  const points = decisionPoints(answer);
  write(`${head} ${style.glyphs.dot} ${style.bold(game.say(item.truth))} ${style.glyphs.dot} ${points}\n`);
  write(`${game.say('you-said', game.say(answer.decision))}\n`);
  field(game.say('signs'), item.why);
  const look = game.source.lookups?.find(({ id }) => id === item.decisive);
  const shows = item.found[item.decisive]?.shows ?? '';
  if (look !== undefined) {
    const minutes = game.say('replay-minutes', look.minutes);
    field('', `${game.say('settled')}: ${game.tell(look.title)} (${minutes}). ${shows}`);
  }
}

function isRight({ item, decision }: DetectiveAnswer): boolean {
  return (decision === 'buy') === (item.truth === 'honest');
}

/** The debrief, as text on the screen and as the answer for --json. */
export function debriefDetective(
  answers: readonly DetectiveAnswer[],
  game: Game,
  { write, style }: Screen,
): object {
  const result = detectiveResult(answers);
  const row = (label: string, value: string): void => write(`  ${style.safe(label)}: ${value}\n`);
  write(`\n${style.bold(style.safe(game.tell(game.source.title)))}\n`);
  row(game.say('points'), `${result.points} / ${result.most}`);
  row(game.say('caught'), `${result.caught} / ${result.lures}`);
  row(game.say('doubted'), `${result.doubted} / ${result.honest}`);
  row(game.say('minutes'), `${result.minutes} / ${game.source.minutes ?? 0}`);
  return result;
}
