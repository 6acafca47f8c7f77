// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- edits`: facts of the instance family come and go; each edit repairs the closed set, and now and then the
// set is compared with one closed anew. Prints a Markdown table; `--sizes`, `--edits` and `--compare` (every so many) choose.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { close } from '../../src/analyse/closure/close.ts';
import { type MaintainedClosure, maintainClosure } from '../../src/analyse/closure/maintain.ts';
import { buildTableSystem, type System } from '../../src/analyse/ground/system.ts';
import { createSymbols } from '../../src/core/datalog/index.ts';
import { createRandom } from '../../src/core/random.ts';
import { compileBench } from './cold-run.ts';
import { generateInstance } from './family.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    edits: { type: 'string', default: '100000' },
    compare: { type: 'string', default: '1000' },
  },
});
const pack = readFileSync(path.resolve(import.meta.dirname, '../../../bench/analyse/pack.yaml'));
print(
  '| hosts | facts | edits | closing anew ms | CPU of a removal p50 / p99 / max ms | CPU of an addition p50 / p99 / max ms | most deleted | closed anew | compared | mismatches |',
);
print('|---|---|---|---|---|---|---|---|---|---|');
for (const hosts of values.sizes.split(',').map(Number)) print(row(hosts));

function row(hosts: number): string {
  const { symbols, relations } = generateInstance(hosts, 1);
  const columns = new Map(
    Object.entries(relations).map(([name, list]) => [name, list.map((each) => Int32Array.from(each))]),
  );
  const table = { symbols: createSymbols(symbols), columns };
  const system = buildTableSystem(compileBench(pack), table, { editable: true });
  // Who attacks is the question, not a fact of the shop: an edit that takes the attacker away takes all away.
  const facts = inputNodes(system, (predicate) => predicate !== 'attacker');
  const attackers = inputNodes(system, (predicate) => predicate === 'attacker');
  const present = new Uint8Array(system.graph.nodes);
  for (const fact of facts) present[fact] = 1;
  const kept = maintainClosure(system.graph, [...facts, ...attackers], system.graph.violated);
  const walked = walk(system, { facts, attackers }, present, kept);
  const [removal, addition] = [walked.removals, walked.additions].map((times) => times.sort((a, b) => a - b));
  const line = (times: readonly number[] = []): string =>
    [0.5, 0.99, 1]
      .map((share) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(4))
      .join(' / ');
  return `| ${hosts} | ${facts.length} | ${values.edits} | ${walked.anewMs.toFixed(1)} | ${line(removal)} | ${line(addition)} | ${walked.deleted} | ${walked.rebuilt} | ${walked.compared} | ${walked.mismatches} |`;
}

function inputNodes({ encoded, graph }: System, isWanted: (predicate: string) => boolean): readonly number[] {
  return encoded.relations.flatMap(({ code, size }, number) =>
    code.derived || !isWanted(code.name)
      ? []
      : Array.from({ length: size }, (_, at) => (graph.offsets[number] as number) + at),
  );
}

/** Half of the edits touch what now supports a derivation, the rest anything; a removed fact comes back some edits later. */
function walk(
  system: System,
  { facts, attackers }: Readonly<Record<'facts' | 'attackers', readonly number[]>>,
  present: Uint8Array,
  kept: MaintainedClosure,
) {
  const { graph } = system;
  const random = createRandom(1, 'edits');
  const [removals, additions, gone]: [number[], number[], number[]] = [[], [], []];
  const found = { removals, additions, deleted: 0, rebuilt: 0, compared: 0, mismatches: 0, anewMs: 0 };
  const every = Number(values.compare);
  for (let edit = 1; edit <= Number(values.edits); edit++) {
    const isBack = gone.length > 20 || (gone.length > 0 && random.below(2) === 0);
    const fact = isBack
      ? (gone.splice(random.below(gone.length), 1)[0] as number)
      : random.below(2) === 0
        ? supporting(system, kept, random.below(graph.nodes), facts, present)
        : (facts[random.below(facts.length)] as number);
    if (!isBack && present[fact] !== 1) continue;
    const start = process.cpuUsage();
    const { deleted, rebuilt } = kept.change(isBack ? { seed: [fact] } : { unseed: [fact] });
    const { user, system: own } = process.cpuUsage(start);
    (isBack ? additions : removals).push((user + own) / 1_000);
    present[fact] = isBack ? 1 : 0;
    if (!isBack) gone.push(fact);
    found.deleted = Math.max(found.deleted, deleted);
    if (rebuilt) found.rebuilt++;
    if (edit % every !== 0) continue;
    const from = performance.now();
    const anew = close(graph, [...attackers, ...facts.filter((each) => present[each] === 1)]);
    found.anewMs = performance.now() - from;
    found.compared++;
    if (anew.member.some((is, node) => is !== kept.member[node])) found.mismatches++;
  }
  return found;
}

/** An input fact among the premises of a support, near a node picked at random. */
function supporting(
  { graph }: System,
  { support }: MaintainedClosure,
  start: number,
  facts: readonly number[],
  present: Uint8Array,
): number {
  for (let step = 0; step < graph.nodes; step++) {
    const instance = support[(start + step) % graph.nodes] as number;
    if (instance < 0) continue;
    const end = graph.premiseStart[instance + 1] as number;
    for (let at = graph.premiseStart[instance] as number; at < end; at++) {
      const premise = graph.premises[at] as number;
      if (present[premise] === 1) return premise;
    }
  }
  return facts[start % facts.length] as number;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
