// SPDX-License-Identifier: Apache-2.0
// `check --times`: what the options ask for, and the report with times.
import { type Analysis, compromiseTimes, type Report, type TimeOptions } from '../analyse/index.ts';
import type { Model } from '../model/index.ts';
import { openPassageSampler } from '../platform/index.ts';
import type { Call, OptionSpec } from './command.ts';
import { EXIT, Failure } from './exit.ts';
import type { Subject } from './input.ts';
import { idOf } from './select.ts';

export const SAMPLES = 1_000;
const MAX_SAMPLES = 100_000;
export const SEED = 1;
export const HORIZON_DAYS = 30;

export const TIME_OPTIONS: readonly OptionSpec[] = [
  { flags: '--times', text: 'Also how long each attack takes, by sampling' },
  {
    flags: '--plan <measure:element>',
    text: 'With --times: compare with this measure installed (repeatable)',
    repeat: true,
  },
  { flags: '--within <days>', text: `With --times: tell the chance within so many days (${HORIZON_DAYS})` },
  { flags: '--samples <n>', text: `With --times: how many runs (${SAMPLES})` },
  { flags: '--seed <n>', text: `With --times: another seed, other runs (${SEED})` },
];

/** What `--times` asks for, undefined without it. @throws Failure 2 on an option that makes no sense. */
export function timesAsked(call: Call, { loaded, pack }: Subject): TimeOptions | undefined {
  const { options } = call;
  const dependent = ['plan', 'within', 'samples', 'seed'].find((name) =>
    name === 'plan' ? options.list(name).length > 0 : options.text(name) !== undefined,
  );
  if (!options.flag('times')) {
    if (dependent === undefined) return undefined;
    throw new Failure(EXIT.usage, `Cannot use --${dependent} without --times`);
  }
  return {
    samples: number(call, 'samples', SAMPLES, 2, MAX_SAMPLES, true),
    seed: number(call, 'seed', SEED, 0, 0xffff_ffff, true),
    horizon: number(call, 'within', HORIZON_DAYS, 0, 36_500, false),
    plan: options.list('plan').map((typed) => planned(typed, [...pack.words.measure.keys()], loaded.model)),
  };
}

/** The report with times, sampled on all cores. */
export async function withTimes(call: Call, analysis: Analysis, asked: TimeOptions): Promise<Report> {
  call.progress.step(`Sampling ${asked.samples} runs`);
  const report = await compromiseTimes(analysis, openPassageSampler(), asked);
  for (const { measure, on, cuts } of report.times?.plan ?? [])
    if (cuts === 0)
      call.say(`The plan's ${measure} on ${call.aside.safe(on)} stops no step: no rule asks for it there`);
  return report;
}

function number(
  { options }: Call,
  name: string,
  preset: number,
  least: number,
  most: number,
  whole: boolean,
): number {
  const typed = options.text(name);
  if (typed === undefined) return preset;
  const value = typed.trim() === '' ? Number.NaN : Number(typed);
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  throw new Failure(
    EXIT.usage,
    `Cannot use --${name} ${typed}: expected a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
  );
}

function planned(
  typed: string,
  measures: readonly string[],
  model: Model,
): { readonly measure: string; readonly on: string } {
  const colon = typed.indexOf(':');
  if (colon < 1)
    throw new Failure(
      EXIT.usage,
      `Cannot plan \`${typed}\`: expected MEASURE:ELEMENT such as patch-management:web`,
    );
  return {
    measure: idOf(typed.slice(0, colon), measures, 'measure'),
    on: idOf(typed.slice(colon + 1), elementsOf(model), 'element'),
  };
}

function elementsOf(model: Model): readonly string[] {
  const { zones, assets, flows, people, identities, credentials, suppliers } = model;
  const lists = [zones, assets, flows, people, identities, credentials, suppliers];
  return lists.flatMap((list) => (list ?? []).flatMap((element) => element.id ?? []));
}
