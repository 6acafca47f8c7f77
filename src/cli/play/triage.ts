// SPDX-License-Identifier: Apache-2.0
// Triage on a terminal: numbers decide, so that every language has the same keys.
import {
  ACTIONS,
  type Action,
  outcomeOf,
  type Session,
  type TriageAnswer,
  triageResult,
} from '../../awareness/index.ts';
import type { Message } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { choose } from './ask.ts';
import { showCues } from './feedback.ts';
import type { Game } from './game.ts';
import type { Screen } from './screen.ts';

const CONFIDENCE = { unsure: 0.5, fairly: 0.75, certain: 0.95 } as const;
const LEVELS = ['unsure', 'fairly', 'certain'] as const;

/** @param isTest feedback comes at the end only. */
export async function playTriage(
  call: Call,
  game: Game,
  round: Session<Message>,
  screen: Screen,
  isTest: boolean,
): Promise<TriageAnswer[]> {
  const answers: TriageAnswer[] = [];
  for (let item = round.next(call.io.clock()); item !== undefined; item = round.next(call.io.clock())) {
    screen.write(`\n${screen.style.bold(game.say('item-of', answers.length + 1, round.length))}\n`);
    showMessage(item, game, screen);
    const started = call.io.now();
    const action = await askAction(call, item, game, screen);
    const seconds = (call.io.now() - started) / 1000;
    const sure = action === undefined ? undefined : await askConfidence(call, game, screen);
    if (action === undefined || sure === undefined) {
      screen.write(`${game.say('stopped')}\n`);
      break;
    }
    const answer = { item, action, confidence: sure, seconds };
    answers.push(answer);
    round.answered(item, outcomeOf(item, action) !== 'wrong', sure, call.io.clock());
    if (!isTest) showFeedback(answer, game, screen);
  }
  if (isTest) for (const answer of answers) showFeedback(answer, game, screen, answer.item);
  return answers;
}

function showMessage(item: Message, game: Game, { field, style }: Screen): void {
  field(game.say('you-know'), item.context);
  field(game.say('from'), item.from, `${style.glyphs.bar} `);
  if (item.subject !== undefined) field(game.say('subject'), item.subject, `${style.glyphs.bar} `);
  field('', item.text, `${style.glyphs.bar} `);
  if (item.link !== undefined) field('', `[${item.link.shown}]`, `${style.glyphs.bar} `);
}

async function askAction(call: Call, item: Message, game: Game, screen: Screen): Promise<Action | undefined> {
  const choices = [...ACTIONS.map((action) => game.say(action)), game.say('look-closer')];
  for (;;) {
    const chosen = await choose(call, screen, game.say('your-decision'), choices);
    if (chosen === undefined || chosen < ACTIONS.length)
      return chosen === undefined ? undefined : ACTIONS[chosen];
    screen.field(game.say('address'), item.address);
    if (item.link !== undefined) screen.field(game.say('link-target'), item.link.target);
    screen.field(game.say('headers'), item.headers ?? game.say('no-headers'));
  }
}

async function askConfidence(call: Call, game: Game, screen: Screen): Promise<number | undefined> {
  const chosen = await choose(
    call,
    screen,
    game.say('how-sure'),
    LEVELS.map((level) => game.say(level)),
  );
  return chosen === undefined ? undefined : CONFIDENCE[LEVELS[chosen] ?? 'unsure'];
}

/** The same for hits and misses: what is so, why, and each sign where it stands. */
function showFeedback(answer: TriageAnswer, game: Game, screen: Screen, head?: Message): void {
  const { write, field, style } = screen;
  const { item, action, confidence } = answer;
  const sure = LEVELS.find((level) => CONFIDENCE[level] === confidence) ?? 'unsure';
  const outcome = outcomeOf(item, action);
  const paint = outcome === 'wrong' ? style.yellow : style.green;
  if (head !== undefined) field(head.from, head.subject ?? head.text);
  write(`${paint(game.say(outcome))} ${style.glyphs.dot} ${style.bold(game.say(item.truth))}\n`);
  write(`${game.say('you-said-sure', game.say(action), game.say(sure))}\n`);
  showCues(item, game, screen);
}

/** The debrief, as text on the screen and as the answer for --json. */
export function debriefTriage(
  answers: readonly TriageAnswer[],
  game: Game,
  { write, field, style }: Screen,
): object {
  const saysTruth = (cue: string, truth: string): boolean => game.cue(cue)?.says === truth;
  const result = triageResult(answers, saysTruth);
  write(`\n${style.bold(style.safe(game.tell(game.source.title)))}\n`);
  const row = (label: string, value: string): void => write(`  ${style.safe(label)}: ${value}\n`);
  row(game.say('points'), `${result.points} / ${result.most}`);
  row(game.say('caught'), `${result.caught} / ${result.lures}`);
  row(game.say('doubted'), `${result.doubted} / ${result.honest}`);
  if (result.signal !== undefined) {
    const { value, low, high } = result.signal.sensitivity;
    const one = (each: number): string => game.number(each, 1, 1);
    row("d'", `${one(value)} (95 %: ${one(low)} – ${one(high)})`);
  }
  if (result.reportSeconds !== undefined) row(game.say('report-time'), game.number(result.reportSeconds));
  row(game.say('sure-wrong'), String(result.sureAndWrong));
  if (result.missed.length === 0) write(`${game.say('none-missed')}\n`);
  else write(`${style.bold(game.say('families'))}\n`);
  for (const { cue } of result.missed.slice(0, 4)) {
    const family = game.cue(cue);
    if (family !== undefined) field('', `${game.tell(family.title)}: ${game.tell(family.text)}`);
  }
  write(`${game.say(result.advice)}\n`);
  return result;
}
