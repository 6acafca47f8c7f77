// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- monitor`: all published Sigma rules over six sets of events, engine beside plain closures, parse
// included. `--events 10000 --naive 300 --rules DIR --regression DIR` choose.
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { flattenWindowsEvent } from '../../src/monitor/record/evtx.ts';
import { compileEngine } from '../../src/monitor/sigma/match/engine.ts';
import type { EventRecord } from '../../src/monitor/sigma/match/record.ts';
import { parseSigma } from '../../src/monitor/sigma/parse/document.ts';
import type { SigmaRule } from '../../src/monitor/sigma/rule.ts';
import { type EventSet, eventSets } from './events.ts';
import { compileNaive } from './naive.ts';

const corpora =
  process.env['ENSURESEC_CORPORA'] ?? path.resolve(import.meta.dirname, '../../../../shared/corpora');
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000' },
    naive: { type: 'string', default: '300' },
    rules: { type: 'string', default: path.join(corpora, 'sigma/rules') },
    regression: { type: 'string', default: path.join(corpora, 'sigma/regression_data') },
  },
});

const rules = filesOf(values.rules, '.yml').flatMap(
  (file) =>
    (parseSigma(readFileSync(file), file).value ?? []).filter((each) => each.kind === 'rule') as SigmaRule[],
);
const base = filesOf(values.regression, '.json').flatMap(eventsIn);
print(`Node ${process.version}, ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${rules.length} rules`);
print('');
print(
  '| events | bytes each | matches each | engine events/CPU s (first pass, best of 3) | naive events/CPU s | ratio | RSS MiB |',
);
print('|---|---|---|---|---|---|---|');
for (const set of eventSets(
  base,
  base.map((event) => ({ ...flattenWindowsEvent(event).record })),
  Number(values.events),
))
  print(row(set));

function row({ name, lines }: EventSet): string {
  const engine = compileEngine(rules);
  const passes = Array.from({ length: 3 }, () => timed(lines, (record) => engine.match(record).length));
  const sample = lines.slice(0, Number(values.naive));
  const decide = compileNaive(rules);
  const naive = timed(sample, (record) => decide(record).length);
  const same = timed(sample, (record) => engine.match(record).length);
  if (same.matches !== naive.matches)
    throw new Error(`${name}: the engine finds ${same.matches} matches, plain closures ${naive.matches}`);
  const best = Math.max(...passes.map(({ rate }) => rate));
  const bytes = lines.reduce((sum, line) => sum + line.length, 0) / lines.length;
  const cells = [
    name,
    bytes.toFixed(0),
    ((passes[0]?.matches ?? 0) / lines.length).toFixed(2),
    `${(passes[0]?.rate ?? 0).toFixed(0)}, ${best.toFixed(0)}`,
    naive.rate.toFixed(0),
    `${(best / naive.rate).toFixed(0)}×`,
    (process.memoryUsage().rss / 2 ** 20).toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

function timed(
  lines: readonly string[],
  match: (record: EventRecord) => number,
): { rate: number; matches: number } {
  const before = process.cpuUsage();
  let matches = 0;
  for (const line of lines) matches += match(flattenWindowsEvent(JSON.parse(line) as EventRecord).record);
  const { user, system } = process.cpuUsage(before);
  return { rate: lines.length / ((user + system) / 1e6), matches };
}

function filesOf(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name))
    .sort();
}

function eventsIn(file: string): readonly Record<string, unknown>[] {
  const text = readFileSync(file, 'utf8');
  try {
    return [JSON.parse(text) as Record<string, unknown>].flat();
  } catch {
    return text.split(/\n(?=\{)/).map((each) => JSON.parse(each) as Record<string, unknown>);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
