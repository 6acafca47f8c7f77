// SPDX-License-Identifier: Apache-2.0
// Results as a table (RFC 4180): a line for each group and measure.
import { forCsv } from '../../core/escape.ts';
import type { Settled, ToldGroup } from './settled.ts';

const COLUMNS = ['campaign', 'day', 'by', 'group', 'people', 'measure', 'value', 'low', 'high'] as const;

type Cell = Parameters<typeof forCsv>[0];
type Ends = { readonly value: number | null; readonly low: number | null; readonly high: number | null };

export function resultsTable(id: string, tests: readonly Settled[]): string {
  const lines = tests.flatMap((each) => linesOf(id, each));
  return [COLUMNS, ...lines].map((line) => `${line.map(forCsv).join(',')}\r\n`).join('');
}

function linesOf(id: string, { day, groups, trial }: Settled): Cell[][] {
  const line = (
    by: string,
    group: string,
    people: number,
    measure: string,
    ends: Ends | undefined,
  ): Cell[][] =>
    ends === undefined ? [] : [[id, day, by, group, people, measure, ends.value, ends.low, ends.high]];
  const measures = ({ sensitivity, bias, reportRate, reportMinutes }: ToldGroup) =>
    Object.entries({ sensitivity, bias, reportRate, reportMinutes });
  const told = groups.flatMap((each) =>
    measures(each).flatMap(([measure, ends]) => line(each.by, each.name, each.people, measure, ends)),
  );
  if (trial === undefined) return told;
  const people = trial.people.control + trial.people.trained;
  const { sensitivity, bias } = trial;
  return [
    ...told,
    ...line('trial', trial.verdict, people, 'sensitivity change', sensitivity),
    ...line('trial', trial.biasShift ?? trial.verdict, people, 'bias change', bias),
  ];
}
