// SPDX-License-Identifier: Apache-2.0
// One series from a CSV file `timestamp,value`, scored as it would be live: `node dist/bench/monitor/series.js FILE.csv`.
// A line of JSON a row: time, value, score, threshold, anomaly, and what moved the score. Times without a zone are UTC.
import { readFileSync } from 'node:fs';
import { createAnomalyDetector } from '../../src/monitor/index.ts';

const file = process.argv[2];
if (file === undefined) {
  console.error('Usage: node dist/bench/monitor/series.js FILE.csv');
  process.exit(2);
}
const { detector } = createAnomalyDetector('series', {}, 1);
const rows = readFileSync(file, 'utf8').split(/\r?\n/);
for (const [index, row] of rows.entries()) {
  const [timestamp = '', text = ''] = row.split(',');
  const time = timeOf(timestamp.trim());
  const value = Number(text);
  if (row.trim() === '' || (index === 0 && Number.isNaN(time))) continue;
  if (Number.isNaN(time) || text.trim() === '' || !Number.isFinite(value)) {
    console.error(
      `${file}:${index + 1}: left out: expected a time and a number, such as 2026-01-05 10:00:00,4.2`,
    );
    continue;
  }
  const observation = { time, key: '', features: { value } };
  const score = detector?.scoreOne(observation) ?? 0;
  const explanation = score > 0 ? detector?.explain(observation).filter(({ part }) => part > 0) : [];
  detector?.learnOne(observation);
  const told = { time: timestamp.trim(), value, score, threshold: 1, anomaly: score >= 1, explanation };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

/** Milliseconds since 1970 of an ISO time, one with a blank, or seconds since 1970; NaN of anything else. */
function timeOf(text: string): number {
  if (/^\d{9,11}(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const iso = text.replace(' ', 'T');
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}
