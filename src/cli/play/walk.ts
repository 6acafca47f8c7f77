// SPDX-License-Identifier: Apache-2.0
// Walks on a terminal: one step after the other, then the clock of the loss, then what each step would have cost.
import {
  act,
  afterTexts,
  bestRecovery,
  endOf,
  isRightMove,
  isSpot,
  lossAfter,
  lostIn,
  type Part,
  partsOf,
  type Recovery,
  type Session,
  stageOf,
  startWalk,
  stepOf,
  stoppingAt,
  WALK_ACTIONS,
  type WalkAnswer,
  type WalkState,
  walkResult,
} from '../../awareness/index.ts';
import type { Step, Walk } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { choose } from './ask.ts';
import { showCues } from './feedback.ts';
import type { Game } from './game.ts';
import type { Screen } from './screen.ts';

/** A walk is judged without a stated confidence. */
const WALKED = 0.75;
const PART_WORDS = {
  from: 'from',
  address: 'address',
  text: 'part-text',
  link: 'link-target',
  frame: 'part-frame',
} as const;

export async function playWalks(
  call: Call,
  game: Game,
  round: Session<Walk>,
  screen: Screen,
): Promise<WalkAnswer[]> {
  const answers: WalkAnswer[] = [];
  for (let item = round.next(call.io.clock()); item !== undefined; item = round.next(call.io.clock())) {
    screen.write(`\n${screen.style.bold(game.say('item-of', answers.length + 1, round.length))}\n`);
    screen.field(game.say('you-know'), item.context);
    const state = await walkThrough(call, game, item, screen);
    const recovery = state === undefined ? undefined : await recover(call, game, state, screen);
    if (state === undefined || recovery === undefined) {
      screen.write(`${game.say('stopped')}\n`);
      break;
    }
    const answer = { state, recovery };
    answers.push(answer);
    const isRight = state.moves.every((move) => isRightMove(item.steps[move.step] as Step, move));
    round.answered(item, isRight, WALKED, call.io.clock());
    tellWalk(answer, game, screen);
  }
  return answers;
}

async function walkThrough(
  call: Call,
  game: Game,
  walk: Walk,
  screen: Screen,
): Promise<WalkState | undefined> {
  let state = startWalk(walk, game.source.stages ?? []);
  let shown = -1;
  for (let step = stepOf(state); step !== undefined; step = stepOf(state)) {
    if (state.at !== shown) showStep(state, step, game, screen);
    shown = state.at ?? -1;
    const open = WALK_ACTIONS.filter((action) => action !== 'check' || !state.isChecked);
    const words = open.map((action) => game.say(action));
    const chosen = await choose(call, screen, game.say('your-decision'), words);
    const action = chosen === undefined ? undefined : open[chosen];
    if (action === undefined) return undefined;
    if (action === 'check') {
      state = act(state, action);
      screen.field(game.say('checking-shows'), step.checked);
      continue;
    }
    const asks = game.source.spot === true && action !== 'go-on';
    const spot = asks ? await askSpot(call, game, step, screen) : undefined;
    if (asks && spot === undefined) return undefined;
    state = act(state, action, spot);
    showFeedback(state, step, game, screen);
  }
  return state;
}

async function askSpot(call: Call, game: Game, step: Step, screen: Screen): Promise<Part | undefined> {
  const parts = partsOf(step);
  const words = parts.map((part) => game.say(PART_WORDS[part]));
  const chosen = await choose(call, screen, game.say('what-tells'), words);
  return chosen === undefined ? undefined : parts[chosen];
}

function showStep(state: WalkState, step: Step, game: Game, { write, field, style }: Screen): void {
  const mark = `${style.glyphs.bar} `;
  const stage = stageOf(state.stages, step);
  const title = stage === undefined ? step.stage : game.tell(stage.title);
  write(`\n${style.bold(style.safe(title))} ${style.glyphs.dot} ${game.say(`channel-${step.channel}`)}\n`);
  if (step.from !== undefined) field(game.say('from'), step.from, mark);
  if (step.address !== undefined) field(game.say('address'), step.address, mark);
  field('', step.text, mark);
  for (const text of afterTexts(state, step)) field('', text, mark);
  if (step.link !== undefined) field(`[${step.link.shown}]`, step.link.target, mark);
  if (step.frame !== undefined) field(game.say('part-frame'), step.frame, mark);
}

function showFeedback(state: WalkState, step: Step, game: Game, screen: Screen): void {
  const { write, field, style } = screen;
  const move = state.moves.at(-1);
  if (move === undefined) return;
  const head = isRightMove(step, move) ? style.green(game.say('right')) : style.yellow(game.say('wrong'));
  write(`${head} ${style.glyphs.dot} ${style.bold(game.say(step.truth))}\n`);
  write(`${game.say('you-said', game.say(move.action))}\n`);
  if (move.spot !== undefined && step.truth === 'lure')
    write(`${game.say(isSpot(step, move, (cue) => game.cue(cue)?.says) ? 'spot-right' : 'spot-wrong')}\n`);
  showCues(step, game, screen);
  if (!move.isChecked) field(game.say('checking-shows'), step.checked);
}

/** What is done after a loss, in the order in which it is done. */
async function recover(
  call: Call,
  game: Game,
  state: WalkState,
  screen: Screen,
): Promise<Recovery[] | undefined> {
  const { field } = screen;
  const { things = [], recovery: all = [] } = game.source;
  const done: Recovery[] = [];
  while (state.given.size > 0) {
    const gone = things.filter(({ id }) => state.given.has(id)).map(({ title }) => game.tell(title));
    field(game.say('gave'), gone.join(', '));
    field(game.say('lost'), game.number(lossAfter(things, state.given, state.clock, done)));
    const open = all.filter((each) => !done.includes(each));
    const words = [
      game.say('that-is-all'),
      ...open.map(({ title, minutes }) => `${game.tell(title)} (${game.say('replay-minutes', minutes)})`),
    ];
    const chosen = await choose(call, screen, game.say('what-now'), words);
    if (chosen === undefined) return undefined;
    if (chosen === 0) break;
    done.push(open[chosen - 1] as Recovery);
  }
  return done;
}

function tellWalk(answer: WalkAnswer, game: Game, { write, field, style }: Screen): void {
  const { state } = answer;
  const { walk, given, clock } = state;
  const { things = [], recovery = [] } = game.source;
  write(`\n${style.bold(game.say('debrief'))}\n`);
  field(game.say('lost'), game.number(lostIn(answer, things)));
  if (given.size > 0)
    field(game.say('lost-least'), game.number(bestRecovery(things, given, clock, recovery).eur));
  if (endOf(state) === 'through') field(game.say('how-it-ended'), walk.end);
  else if (walk.missed !== undefined) field(game.say('lost-real'), walk.missed.text);
  else if (given.size === 0) field(game.say('how-it-ended'), game.say('gave-nothing'));
  if (walk.truth === 'honest') return;
  write(`${style.safe(game.say('stop-late'))}\n`);
  for (const { step, eur } of stoppingAt(state, game.source)) {
    const at = walk.steps[step];
    const stage = at === undefined ? undefined : stageOf(state.stages, at);
    field(`  ${game.number(eur)}`, stage === undefined ? game.say('to-the-end') : game.tell(stage.title));
  }
}

/** The debrief, as text on the screen and as the answer for --json. */
export function debriefWalks(answers: readonly WalkAnswer[], game: Game, screen: Screen): object {
  const { write, style } = screen;
  const result = walkResult(answers, game.source, (cue) => game.cue(cue)?.says);
  const row = (label: string, value: string): void => write(`  ${style.safe(label)}: ${value}\n`);
  write(`\n${style.bold(style.safe(game.tell(game.source.title)))}\n`);
  row(game.say('points'), `${result.points} / ${result.most}`);
  row(game.say('caught'), `${result.caught} / ${result.lures}`);
  row(game.say('doubted'), `${result.doubted} / ${result.honest}`);
  if (game.source.spot === true) row(game.say('spots'), `${result.spotted} / ${result.spots}`);
  row(game.say('minutes'), String(result.minutes));
  row(game.say('lost'), game.number(result.lost));
  row(game.say('lost-least'), game.number(result.least));
  if (game.items.rights !== undefined) screen.field(game.say('your-rights'), game.items.rights);
  return result;
}
