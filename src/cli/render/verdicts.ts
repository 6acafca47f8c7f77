// SPDX-License-Identifier: Apache-2.0
import type { RuleStatistics } from '../../monitor/index.ts';
import type { Style } from './style.ts';
import { padLeft } from './width.ts';

const HEAD = ['right', '95 % between', 'real', 'false', 'alerts'];

/** A table, the least precise rule first; the id comes last, because it may be long. */
export function statisticsLines(rules: readonly RuleStatistics[], style: Style): readonly string[] {
  const rows = rules.map(({ rule, real, false: isFalse, alerts, precision, low, high }) => ({
    rule,
    cells: [
      percent(precision),
      `${percent(low)} … ${percent(high)}`,
      String(real),
      String(isFalse),
      String(alerts),
    ],
  }));
  const widths = HEAD.map((head, at) =>
    Math.max(head.length, ...rows.map(({ cells }) => cells[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => padLeft(cell, widths[at] ?? 0)).join('  ');
  return [
    style.dim(`${line(HEAD)}  rule`),
    ...rows.map(({ rule, cells }) => `${line(cells)}  ${style.safe(rule)}`),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
