// SPDX-License-Identifier: Apache-2.0
// `learn baseline`: what is usual of each key, and what history says of the model.
import {
  type AlarmCost,
  baselineItem,
  createAlarmCount,
  createObserver,
  createSurvey,
  factItem,
  fitBaselines,
  type LearntBaseline,
  type ObservedFacts,
  type ShelfItem,
} from '../../learn/index.ts';
import type { ChainEvent, Pack } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, readSubject, requirePack, type Subject } from '../input.ts';
import { eachEvent, nothingIn, readAllLabels } from './history.ts';
import { needed, offer } from './offer.ts';
import { sayObserved } from './render-facts.ts';
import { readShelfIn } from './shelf-file.ts';

/** Without --test, the newest part of the history says what baselines cost. */
const LEARNT_FROM = 0.7;

export async function baseline(call: Call, operands: readonly string[]): Promise<number> {
  const files = needed(operands);
  const subject = subjectOf(call);
  const pack = subject?.pack ?? requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const history = await readOnce(call, pack, files, subject);
  const until = untilOf(call, history);
  const learnt = fitBaselines(pack, history.series, until, { alarmsPerDay: alarmsOf(call) });
  const cost = await costOf(call, pack, files, learnt, until);
  call.progress.end();
  const quiet = learnt.filter(({ baseline: { id } }) => !isLoud(cost, id));
  if (quiet.length < learnt.length)
    call.say(
      `${learnt.length - quiet.length} baselines are left out: they alarm more than once a day on days kept aside`,
    );
  const baselines = quiet
    .map((each) => baselineItem(each, cost))
    .sort((a, b) => a.cost.alarms - b.cost.alarms || samplesOf(b) - samplesOf(a));
  const facts = (history.observed?.facts ?? []).map((fact) => factItem(fact, files.join(', ')));
  if (history.observed !== undefined) sayObserved(call, history.observed);
  const items: readonly ShelfItem[] = [...facts, ...baselines];
  return offer(call, readShelfIn(call, pack.id), items);
}

function subjectOf(call: Call): Subject | undefined {
  const named = call.options.text('model');
  return named === undefined ? undefined : readSubject(call, named);
}

interface History {
  readonly series: ReturnType<ReturnType<typeof createSurvey>['end']>;
  readonly observed: ObservedFacts | undefined;
  readonly first: number;
  readonly last: number;
}

async function readOnce(
  call: Call,
  pack: Pack,
  files: readonly string[],
  subject: Subject | undefined,
): Promise<History> {
  const labels = readAllLabels(call, files, call.options.list('labels'));
  const observer = subject === undefined ? undefined : createObserver(pack, subject.loaded.model);
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const surveys: History['series'][number][] = [];
  for (const [at, file] of files.entries()) {
    const survey = createSurvey(pack);
    const take = (event: ChainEvent): void => {
      first = Math.min(first, event.time);
      last = Math.max(last, event.time);
      // What an attack shows of the model is true all the same.
      observer?.accept(event);
      if (labels[at]?.has(event.id) !== true) survey.accept(event);
    };
    await eachEvent(call, pack, file, take);
    surveys.push(...survey.end());
  }
  if (last < first) throw nothingIn(files);
  return { series: together(surveys), observed: observer?.end(), first, last };
}

/** The same measure of several files is one series. */
function together(series: History['series']): History['series'] {
  const byMeasure = new Map<string, History['series'][number]>();
  for (const each of series) {
    const { type, key, measure } = each.measured;
    const name = JSON.stringify([type.id, key, measure]);
    const known = byMeasure.get(name);
    byMeasure.set(
      name,
      known === undefined
        ? each
        : {
            measured: each.measured,
            times: [...known.times, ...each.times],
            subjects: [...known.subjects, ...each.subjects],
            values: [...known.values, ...each.values],
          },
    );
  }
  return [...byMeasure.values()];
}

/** With days kept aside all of the history teaches. */
function untilOf(call: Call, { first, last }: History): number {
  return call.options.list('test').length > 0
    ? Number.POSITIVE_INFINITY
    : first + LEARNT_FROM * (last - first);
}

async function costOf(
  call: Call,
  pack: Pack,
  files: readonly string[],
  learnt: readonly LearntBaseline[],
  until: number,
): Promise<AlarmCost> {
  const tests = call.options.list('test');
  const labels =
    tests.length > 0
      ? readAllLabels(call, tests, call.options.list('test-labels'))
      : readAllLabels(call, files, call.options.list('labels'));
  const count = createAlarmCount(pack, learnt);
  for (const [at, file] of (tests.length > 0 ? tests : files).entries()) {
    const take = (event: ChainEvent): void => {
      if (labels[at]?.has(event.id) === true || (tests.length === 0 && event.time <= until)) return;
      count.accept(event);
    };
    await eachEvent(call, pack, file, take, 'Counting alarms on');
  }
  return count.end();
}

/** More than one a day is more than anybody looks at. */
function isLoud({ alarms, days }: AlarmCost, id: string): boolean {
  return (alarms.get(id) ?? 0) > Math.max(1, days);
}

function samplesOf({ profiles }: ReturnType<typeof baselineItem>): number {
  return profiles.reduce((sum, { samples }) => sum + samples, 0);
}

/** @throws Failure 2. */
function alarmsOf(call: Call): number {
  const typed = call.options.text('alarms') ?? '1';
  const number = Number(typed);
  if (/^\d+(\.\d+)?$/.test(typed) && number > 0 && number <= 100) return number / 30;
  throw new Failure(
    EXIT.usage,
    `Cannot use \`${typed}\` as --alarms: expected how many a baseline may raise in 30 usual days, up to 100`,
  );
}
