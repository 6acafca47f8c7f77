// SPDX-License-Identifier: Apache-2.0
// Budget defence on a terminal: buy, end the year, see the attacker's answer and its cascade; after the years, the regret.
import {
  type BudgetDebrief,
  budgetDebrief,
  clockOf,
  costOfSet,
  durationText,
  outageText,
} from '../../awareness/index.ts';
import { attackRun, replayOf, withHappenings } from '../../cascade/index.ts';
import type { Call } from '../command.ts';
import type { Subject } from '../input.ts';
import { choose } from '../play/ask.ts';
import type { Screen } from '../play/screen.ts';
import { referencePlan } from './budget-best.ts';
import type { BudgetGame } from './budget-game.ts';
import { bullet } from './bullet.ts';
import type { Drill, Tongue } from './words.ts';

interface Table {
  readonly game: BudgetGame;
  readonly tongue: Tongue;
  readonly screen: Screen;
  readonly nameOf: (asset: string) => string;
}

export async function playBudget(
  call: Call,
  subject: Subject,
  source: Drill<'budget'>,
  game: BudgetGame,
  tongue: Tongue,
  screen: Screen,
): Promise<object> {
  const names = new Map((subject.loaded.model.assets ?? []).map(({ id, name }) => [id, name ?? id]));
  const table: Table = { game, tongue, screen, nameOf: (asset) => names.get(asset) ?? asset };
  const { write, style } = screen;
  write(`${style.bold(style.safe(tongue.tell(source.title)))}\n${style.safe(tongue.tell(source.text))}\n`);
  if (tongue.language !== 'en') write(`${style.dim(tongue.say('model-language'))}\n`);
  const owned: number[] = [];
  const came: number[] = [];
  while (owned.length < game.board.years) {
    const set = await shop(call, table, owned);
    if (set === undefined) {
      write(`${tongue.say('stopped-early')}\n`);
      break;
    }
    owned.push(set);
    came.push(showYear(table, set, owned.length));
  }
  // Who stops early owns for the rest what was owned then.
  while (owned.length < game.board.years) owned.push(owned.at(-1) ?? 0);
  const reference = await referencePlan(call, subject, game);
  call.progress.end();
  const debrief = budgetDebrief(game.board, game.respond, owned, reference.plan);
  showDebrief(table, debrief, reference.by);
  return { owned: owned.map((set) => idsOf(table, set)), came, by: reference.by, ...debrief };
}

function idsOf({ game }: Table, set: number): string[] {
  return game.board.measures.flatMap(({ id }, at) => ((set & (1 << at)) === 0 ? [] : [id]));
}

function namesOf({ game }: Table, set: number): string[] {
  return game.board.measures.flatMap(({ name }, at) => ((set & (1 << at)) === 0 ? [] : [name]));
}

/** Buys until the year is ended: the set owned then; undefined when the player stops. */
async function shop(call: Call, table: Table, owned: readonly number[]): Promise<number | undefined> {
  const { game, tongue, screen } = table;
  const { say } = tongue;
  const { board } = game;
  const year = owned.length + 1;
  let set = owned.at(-1) ?? 0;
  screen.write(`\n${screen.style.bold(say('year', { n: year, of: board.years }))}\n`);
  for (;;) {
    const left = board.budget * year - costOfSet(board, set);
    const mine = namesOf(table, set);
    screen.field(say('owned'), mine.length === 0 ? say('nothing-owned') : mine.join('; '));
    const open = board.measures.flatMap((measure, at) =>
      (set & (1 << at)) === 0 ? [{ ...measure, at }] : [],
    );
    const texts = open.map(({ name, cost }) => {
      const text = say('buy', { name, n: cost });
      return cost > left ? `${text}: ${say('too-dear')}` : text;
    });
    const chosen = await choose(call, screen, `${say('money-left')}: EUR ${left}`, [
      say('end-year'),
      ...texts,
    ]);
    if (chosen === undefined) return undefined;
    const bought = open[chosen - 1];
    if (bought === undefined) return set;
    if (bought.cost > left) screen.write(`${say('too-dear')}\n`);
    else set |= 1 << bought.at;
  }
}

/** What the attacker answers, and what this year came to; EUR. */
function showYear(table: Table, set: number, year: number): number {
  const { game, tongue, screen, nameOf } = table;
  const { say } = tongue;
  const { way: place, loss } = game.respond(set);
  const way = game.board.ways[place];
  if (way === undefined) {
    screen.write(`${say('attacker-idle')}\n`);
    return 0;
  }
  screen.write(`${screen.style.bold(screen.style.safe(say('attacker-chooses', { name: way.title })))}\n`);
  screen.field(say('target'), `${nameOf(way.target)} (${way.attacker})`);
  way.steps.forEach(({ text, days }) => {
    const time = days === 0 ? '' : ` (${durationText(days * 1440, say)})`;
    bullet(screen, screen.style.glyphs.bar, `${text}${time}`);
  });
  const frame = game.frameOf(way.target);
  const patches = [...game.patchesOf(way.target)].flatMap(([at, patch]) =>
    (set & (1 << at)) === 0 ? [] : [patch],
  );
  const { happenings } = attackRun(clockOf(way), frame.seed, YEARS_FROM + year);
  const { eur, outages } = replayOf(withHappenings(frame, happenings), patches, YEARS_FROM + year);
  if (outages.length === 0) screen.write(`${say('not-in-time')}\n`);
  for (const outage of outages) screen.field(say('cascade'), outageText(outage, nameOf(outage.asset), say));
  screen.field('', `${say('this-year')}: ${Math.round(eur)}`);
  screen.field('', `${say('expected')}: ${loss}`);
  return Math.round(eur);
}

/** Runs of the years that are played: none of those behind the expected loss. */
export const YEARS_FROM = 10_000;

function showDebrief(table: Table, debrief: BudgetDebrief, by: 'exact' | 'solver'): void {
  const { game, tongue, screen } = table;
  const { say } = tongue;
  const { write, style, field } = screen;
  const { best, years, onlyBest, onlyPlayed } = debrief;
  write(`\n${style.bold(say('debrief'))}\n`);
  write(
    `  ${style.safe(`${say('all-years')}: ${say('yours')} ${debrief.total} | ${say('best-line')} ${best.total}`)}\n`,
  );
  write(`  ${style.safe(`${say('regret')}: ${debrief.regret}`)}\n`);
  // Nothing better than a plan of the solver was found; that is not that nothing better is possible.
  if (debrief.regret === 0 && by === 'exact') write(`  ${say('no-regret')}\n`);
  years.forEach((year, at) => {
    const of = say('year', { n: at + 1, of: years.length });
    const told = ({ way, loss }: (typeof year)['played']): string =>
      `${game.board.ways[way]?.title ?? '–'} ${loss}`;
    write(
      `  ${style.safe(`${of}: ${say('yours')} ${told(year.played)} | ${say('best-line')} ${told(year.best)}`)}\n`,
    );
  });
  const named = (places: readonly number[]): string =>
    places.map((at) => game.board.measures[at]?.name ?? '').join('; ');
  if (onlyBest.length > 0) field('', `${say('only-best')}: ${named(onlyBest)}`);
  if (onlyPlayed.length > 0) field('', `${say('only-played')}: ${named(onlyPlayed)}`);
  if (onlyBest.length + onlyPlayed.length === 0 && debrief.regret !== 0) write(`  ${say('same-measures')}\n`);
  best.owned.forEach((set, at) => {
    const mine = namesOf(table, set & ~(best.owned[at - 1] ?? 0));
    const of = say('year', { n: at + 1, of: best.owned.length });
    field(at === 0 ? say('best-line') : '', `${of}: ${mine.length === 0 ? '–' : mine.join('; ')}`);
  });
  write(`${say(by === 'exact' ? 'optimum-exact' : 'optimum-solver')}\n`);
}
