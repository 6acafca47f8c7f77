// SPDX-License-Identifier: Apache-2.0
// One click in a small shop, on a terminal: two mails, the cascade up to the own order, one measure, the difference.
import {
  journeyOf,
  type Leg,
  manyDays,
  plannedJourney,
  type Runs,
  type TriageAnswer,
  triageResult,
} from '../../awareness/index.ts';
import { type Measure, pairedDifference, replayOf } from '../../cascade/index.ts';
import type { Call } from '../command.ts';
import { choose } from './ask.ts';
import type { Game } from './game.ts';
import type { Screen } from './screen.ts';
import type { Shop } from './shop.ts';

interface Compared {
  readonly measure: Measure;
  readonly avoided: ReturnType<typeof pairedDifference>;
  readonly late: number;
}

/** What the click does, the choice of one measure, and all measures beside it; undefined when the player stops before. */
export async function playCascade(
  call: Call,
  game: Game,
  shop: Shop,
  answers: readonly TriageAnswer[],
  screen: Screen,
): Promise<object | undefined> {
  const { write, style } = screen;
  const fell = answers.some(({ item, action }) => item.truth === 'lure' && action === 'trust');
  const without = daysWith(shop, []);
  write(`\n${style.bold(game.say('one-click'))}\n${game.say(fell ? 'clicked' : 'not-clicked')}\n`);
  showOutages(shop, without.median, game, screen);
  showOrder(shop, without.median, undefined, game, screen);
  write(`\n${style.bold(game.say('rewind'))}\n`);
  const names = shop.measures.map(
    ({ id, cost }) => `${nameOf(game, id)} (${game.number(cost)} ${game.say('measure-cost')})`,
  );
  const chosen = await choose(call, screen, game.say('rewound'), names);
  const measure = chosen === undefined ? undefined : shop.measures[chosen];
  if (measure === undefined) return undefined;
  write(`\n${style.bold(style.safe(nameOf(game, measure.id)))}\n`);
  showOrder(shop, without.median, measure, game, screen);
  const all = shop.measures
    .map((each) => compared(shop, without, each))
    .sort((a, b) => b.avoided.mean - a.avoided.mean);
  showMeasures(all, without, measure, shop, game, screen);
  return {
    chosen: measure.id,
    lateWithout: without.late,
    measures: all.map(({ measure: { id, cost }, avoided, late }) => ({ id, cost, avoided, late })),
  };
}

function daysWith({ domino, frame }: Shop, bought: readonly Measure[]): Runs {
  return manyDays(domino, frame.setting.scenario.horizon, (run) => replayOf(frame, bought, run));
}

function compared(shop: Shop, without: Runs, measure: Measure): Compared {
  const after = daysWith(shop, [measure]);
  return { measure, avoided: pairedDifference(without.eur, after.eur), late: after.late };
}

function showOutages({ frame }: Shop, run: number, game: Game, { field, style }: Screen): void {
  const outages = replayOf(frame, [], run).outages.toSorted((a, b) => a.from - b.from);
  for (const { asset, from, lowest, why } of outages) {
    const causes = why.slice(1).map((line) => nameOf(game, line.asset));
    const chain = [...causes.reverse(), `${nameOf(game, asset)}: ${Math.round(lowest * 100)} %`];
    field(moment(game, frame.startHour, from), chain.join(` ${style.glyphs.arrow} `));
  }
}

/** The way of the own order: as planned, after the click, and with a measure. */
function showOrder(shop: Shop, run: number, measure: Measure | undefined, game: Game, screen: Screen): void {
  const { frame, domino } = shop;
  const journey = (bought: readonly Measure[]): Leg[] =>
    journeyOf(domino, replayOf(frame, bought, run).changes, frame.setting.scenario.horizon);
  const [planned, without] = [plannedJourney(domino), journey([])];
  const after = measure === undefined ? undefined : journey([measure]);
  const time = ({ done }: Leg): string =>
    Number.isFinite(done) ? moment(game, frame.startHour, done) : game.say('order-never');
  screen.write(`${screen.style.bold(game.say('your-order'))}\n`);
  planned.forEach((leg, at) => {
    const times = [
      `${game.say('order-planned')} ${time(leg)}`,
      `${game.say('order-without')} ${time(without[at] as Leg)}`,
      ...(after === undefined ? [] : [`${game.say('order-with')} ${time(after[at] as Leg)}`]),
    ];
    screen.field('', `${nameOf(game, leg.asset)}: ${times.join(', ')}`);
  });
  const late = ((after ?? without).at(-1)?.done ?? 0) - (planned.at(-1)?.done ?? 0);
  const says = !Number.isFinite(late) ? game.say('order-lost') : lateness(game, late);
  screen.write(`${screen.style.safe(says)}\n`);
}

function showMeasures(
  all: readonly Compared[],
  without: Runs,
  chosen: Measure,
  { domino }: Shop,
  game: Game,
  { write, field, style }: Screen,
): void {
  write(`\n${style.bold(game.say('all-measures'))}\n${game.say('in-runs', domino.runs)}\n`);
  write(`${game.say('avoids')}, ${game.say('interval')}; ${game.say('late-runs')}\n`);
  const share = (value: number): string => `${Math.round(value * 100)} %`;
  for (const { measure, avoided, late } of all) {
    const mark = measure === chosen ? ' *' : '';
    const range = `${game.number(avoided.low)}–${game.number(avoided.high)}`;
    const text = `${game.number(avoided.mean)} (${range}); ${share(without.late)}, ${share(late)}`;
    field('', `${nameOf(game, measure.id)}${mark}: ${text}`);
  }
  field('', game.say('domino-lesson'));
  field('', game.say('model-says'));
}

export function debriefDomino(
  answers: readonly TriageAnswer[],
  game: Game,
  { write, style }: Screen,
): object {
  const result = triageResult(answers, (cue, truth) => game.cue(cue)?.says === truth);
  const row = (label: string, value: string): void => write(`  ${style.safe(label)}: ${value}\n`);
  write(`\n${style.bold(style.safe(game.tell(game.source.title)))}\n`);
  row(game.say('points'), `${result.points} / ${result.most}`);
  row(game.say('caught'), `${result.caught} / ${result.lures}`);
  row(game.say('doubted'), `${result.doubted} / ${result.honest}`);
  return result;
}

/** Half an hour is nothing to a parcel. */
function lateness(game: Game, late: number): string {
  if (late < 0.5) return game.say('order-on-time');
  const span = late < 48 ? game.say('replay-hours', late) : game.say('replay-span-days', late / 24);
  return game.say('order-late', span);
}

function nameOf(game: Game, id: string): string {
  return game.items.names?.[id] ?? id;
}

/** Day and time of the week in the words of the language. */
function moment(game: Game, startHour: number, hour: number): string {
  const minutes = Math.round((startHour + hour) * 60);
  const days = game.say('replay-days').split(' ');
  const two = (value: number): string => String(value).padStart(2, '0');
  const weeks = Math.floor(minutes / (7 * 1440));
  const time = `${days[Math.floor(minutes / 1440) % 7] ?? ''} ${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
  return weeks === 0 ? time : `${time} +${weeks}w`;
}
