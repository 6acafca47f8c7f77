// SPDX-License-Identifier: Apache-2.0
// The series and labels of the Numenta Anomaly Benchmark, as its repository lays them out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LabelledSeries {
  /** `category/file.csv`. */
  readonly name: string;
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly windows: readonly (readonly [number, number])[];
}

/** @param folder Holds `data/CATEGORY/*.csv` and `labels/combined_windows.json`. */
export function readNab(folder: string): readonly LabelledSeries[] {
  const labels = JSON.parse(readFileSync(join(folder, 'labels', 'combined_windows.json'), 'utf8')) as Record<
    string,
    readonly (readonly [string, string])[]
  >;
  const data = join(folder, 'data');
  return readdirSync(data)
    .sort()
    .flatMap((category) =>
      readdirSync(join(data, category))
        .filter((file) => file.endsWith('.csv'))
        .sort()
        .map((file) => {
          const name = `${category}/${file}`;
          const rows = readFileSync(join(data, category, file), 'utf8')
            .trim()
            .split(/\r?\n/)
            .slice(1);
          const cells = rows.map((row) => row.split(','));
          return {
            name,
            times: cells.map(([time]) => timeOf(time ?? '')),
            values: cells.map(([, value]) => Number(value)),
            windows: (labels[name] ?? []).map(([from, to]) => [timeOf(from), timeOf(to)] as const),
          };
        }),
    );
}

function timeOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T').slice(0, 19)}Z`);
}
