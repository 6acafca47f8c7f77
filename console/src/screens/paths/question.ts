// SPDX-License-Identifier: Apache-2.0
// A question to a report: from whom, to what; and the verdicts that answer it.

import type { Report, VerdictRow } from '../../api/report.ts';
import type { PathSearch } from '../../app/addresses.ts';

type Question = Pick<VerdictRow, 'attack' | 'attacker' | 'target'>;

export interface Answers {
  /** Those that succeed, the quickest first, then those that nobody knows. */
  readonly paths: readonly VerdictRow[];
  readonly held: readonly VerdictRow[];
}

export function answersTo({ verdicts }: Pick<Report, 'verdicts'>, { from, to }: PathSearch): Answers {
  const asked = verdicts.filter(
    ({ attacker, target }) =>
      (from === undefined || attacker === from) && (to === undefined || target === to),
  );
  return {
    paths: asked
      .filter(({ verdict }) => verdict !== 'SECURE')
      .toSorted(
        (a, b) => Number(a.verdict === 'UNKNOWN') - Number(b.verdict === 'UNKNOWN') || a.days - b.days,
      ),
    held: asked.filter(({ verdict }) => verdict === 'SECURE'),
  };
}

/** Answers about the same attack on the same target and with the same outcome are one, with several attackers. Order is kept. */
export function together(rows: readonly VerdictRow[]): readonly (readonly VerdictRow[])[] {
  const groups = new Map<string, VerdictRow[]>();
  for (const row of rows) {
    const key = `${row.attack} ${row.target} ${row.verdict}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** What a question may name, each once and in order. */
export function choices(verdicts: Report['verdicts'], of: 'attacker' | 'target'): readonly string[] {
  return [...new Set(verdicts.map((row) => row[of]))].sort();
}

export function keyOf({ attack, attacker, target }: Question): string {
  return `${attack} ${attacker} ${target}`;
}
