// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- monitor`: all published Sigma rules over eight sets of events: one engine of all rules, the detector
// that routes by log source, and plain closures, in the same run; parsing of the JSON line included.
// `--events 60000 --naive 200 --rules DIR --regression DIR --only NAME` choose.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { resolvePack } from '../../src/model/index.ts';
import { createDetector } from '../../src/monitor/detect.ts';
import { flattenWindowsEvent } from '../../src/monitor/record/evtx.ts';
import { resolveRules } from '../../src/monitor/sigma/correlate/resolve.ts';
import { compileEngine } from '../../src/monitor/sigma/match/engine.ts';
import type { EventRecord } from '../../src/monitor/sigma/match/record.ts';
import { recordOf } from '../../src/monitor/sigma/match/row.ts';
import { parseSigma } from '../../src/monitor/sigma/parse/document.ts';
import type { SigmaRule } from '../../src/monitor/sigma/rule.ts';
import { normalise } from '../../src/monitor/source/normalise.ts';
import { compileSources, isMeantFor } from '../../src/monitor/source/source.ts';
import { packReader } from '../../src/platform/index.ts';
import { type EventSet, eventSets } from './events.ts';
import { compileNaive } from './naive.ts';

const corpora =
  process.env['ENSURESEC_CORPORA'] ?? path.resolve(import.meta.dirname, '../../../../shared/corpora');
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '60000' },
    naive: { type: 'string', default: '200' },
    rules: { type: 'string', default: path.join(corpora, 'sigma/rules') },
    regression: { type: 'string', default: path.join(corpora, 'sigma/regression_data') },
    only: { type: 'string', default: '' },
  },
});

const documents = filesOf(values.rules, '.yml').flatMap(
  (file) => parseSigma(readFileSync(file), file).value ?? [],
);
const set = resolveRules(documents).value;
const pack = resolvePack('common', packReader(path.join(import.meta.dirname, '../../../packs'))).value;
if (set === undefined || pack === undefined) throw new Error('Rules or pack do not load');
const { rules } = set;
const recognise = compileSources(pack.sources);
/** Made when the engines have been measured: what runs code with values of many shapes makes all that comes after slower. */
let naive: ReturnType<typeof compileNaive> | undefined;
const decideAll = (record: EventRecord): readonly number[] => {
  naive ??= compileNaive(rules);
  return naive(record);
};

const raw = filesOf(values.regression, '.json').flatMap(eventsIn);
const flat = raw.map((event) => ({ ...flattenWindowsEvent(event).record }));
/** As many events again come first, so that what is measured is neither compiled nor seen for the first time. */
const WARM = 0.5;
const size = Math.ceil(Number(values.events) * (1 + WARM));

print(`Node ${process.version}, ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${rules.length} rules`);
print('');
print(
  '| events | bytes each | matches each: all rules, routed | all rules, events/CPU s | routed by log source | plain closures | ratio | JSON.parse alone | RSS MiB |',
);
print('|---|---|---|---|---|---|---|---|---|');
const sets = eventSets({ raw, flat, rules }, size);
if (values.only !== '') for (const each of sets) if (each.name.includes(values.only)) print(row(each));
// Else each in a process of its own: none is measured with the code and the memory that others left.
if (values.only === '') for (const { name } of sets) print(rowInChild(name));

function rowInChild(name: string): string {
  const given = [...process.execArgv, ...process.argv.slice(1), '--only', name];
  const { stdout, status } = spawnSync(process.execPath, given, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${name}: ended with ${status}`);
  return stdout.trim().split('\n').at(-1) as string;
}

function row({ name, lines: make }: EventSet): string {
  const lines = make();
  const engine = compileEngine(rules);
  const detector = createDetector(set as NonNullable<typeof set>, { recognise, lateness: 0 });
  const byAll = (record: EventRecord): number => engine.match(normalise(record, recognise).row).length;
  const byRoute = (record: EventRecord): number => detector.accept(record, { file: name, line: 1 }).length;
  const first = Math.ceil(lines.length * (WARM / (1 + WARM)));
  const [warming, measured] = [lines.slice(0, first), lines.slice(first)];
  // The detector first: the engine of all rules, which it makes for unknown sources only, leaves code of many shapes.
  timed(warming, byRoute);
  const routed = timed(measured, byRoute);
  timed(warming, byAll);
  const all = timed(measured, byAll);
  const closures = compare(name, measured.slice(0, Number(values.naive)), byAll, byRoute);
  const bytes = measured.reduce((sum, line) => sum + line.length, 0) / measured.length;
  const cells = [
    name,
    bytes.toFixed(0),
    `${(all.matches / measured.length).toFixed(2)}, ${(routed.matches / measured.length).toFixed(2)}`,
    all.rate.toFixed(0),
    routed.rate.toFixed(0),
    closures.toFixed(0),
    `${(all.rate / closures).toFixed(0)}×, ${(routed.rate / closures).toFixed(0)}×`,
    timed(measured, () => 0).rate.toFixed(0),
    (process.memoryUsage().rss / 2 ** 20).toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Events per CPU second of plain closures. @throws when anything finds another number of matches. */
function compare(
  name: string,
  sample: readonly string[],
  byAll: (record: EventRecord) => number,
  byRoute: (record: EventRecord) => number,
): number {
  const byClosures = (record: EventRecord): number =>
    decideAll(recordOf(normalise(record, recognise).row)).length;
  timed(sample, byClosures);
  const plain = timed(sample, byClosures);
  // Rules that ask for nothing are left to their sources.
  const onNothing = new Set(decideAll({}));
  for (const line of sample) {
    const { row, source } = normalise(JSON.parse(line) as EventRecord, recognise);
    const expected = decideAll(recordOf(row));
    const routed = expected.filter((at) =>
      source === undefined ? !onNothing.has(at) : isMeantFor((rules[at] as SigmaRule).logsource, source),
    );
    const found = [byAll(JSON.parse(line) as EventRecord), byRoute(JSON.parse(line) as EventRecord)];
    if (found.join() !== [expected.length, routed.length].join())
      throw new Error(
        `${name}: found ${found.join()}, plain closures ${expected.length},${routed.length}: ${line}`,
      );
  }
  return plain.rate;
}

function timed(
  lines: readonly string[],
  match: (record: EventRecord) => number,
): { readonly rate: number; readonly matches: number } {
  const before = process.cpuUsage();
  let matches = 0;
  for (const line of lines) matches += match(JSON.parse(line) as EventRecord);
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
