// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- harden`: the cheapest measures on two families, beside a greedy plan. Prints a Markdown table;
// `--sizes`, `--families own,shared` and `--seconds` choose.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { close } from '../../src/analyse/closure/close.ts';
import { buildTableSystem, instanceOf, nodeOf, type System } from '../../src/analyse/ground/system.ts';
import type { CutProblem } from '../../src/analyse/harden/cut-problem.ts';
import { createOracle } from '../../src/analyse/harden/oracle.ts';
import { repair } from '../../src/analyse/harden/repair.ts';
import { cheapestPlan } from '../../src/analyse/harden/search.ts';
import { slice } from '../../src/analyse/harden/slice.ts';
import { createSymbols } from '../../src/core/datalog/index.ts';
import { hash32 } from '../../src/core/random.ts';
import { openLinearSolver } from '../../src/platform/index.ts';
import { compileBench } from './cold-run.ts';
import { generateInstance } from './family.ts';

const ATTACKER = 'bench/attacker/outside';
/** Of the zones, reached from outside: as in the measurements that these families follow. */
const EXPOSED_SHARE = 0.3;
/** Hosts that share a product, and accounts that share a group, in the family of shared measures. */
const [HOSTS_PER_PRODUCT, HOSTS_PER_GROUP] = [25, 40];

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,3000,10000,30000' },
    families: { type: 'string', default: 'own,shared' },
    seconds: { type: 'string', default: '60' },
  },
});
const pack = readFileSync(path.resolve(import.meta.dirname, '../../../bench/analyse/pack.yaml'));
print(
  '| family | hosts | measures | nodes in slice | goals | plan | lower bound | gap | proofs met | wall s | CPU s | greedy | times the plan |',
);
print('|---|---|---|---|---|---|---|---|---|---|---|---|---|');
for (const family of values.families.split(',')) {
  for (const hosts of values.sizes.split(',').map(Number)) print(await row(family, hosts));
}

async function row(family: string, hosts: number): Promise<string> {
  const problem = build(family, hosts);
  const solver = openLinearSolver();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const found = await cheapestPlan(problem, {
    solver,
    seconds: Number(values.seconds),
    now: () => performance.now(),
  });
  const wall = (performance.now() - start) / 1_000;
  const used = process.cpuUsage(cpu);
  solver.close();
  const oracle = createOracle(problem);
  oracle.set(found.plan ?? []);
  if (oracle.open().length > 0) throw new Error('The plan leaves a goal open');
  const greedy = repair(oracle, problem, [], problem.costs, () => true) ?? [];
  const greedyCost = greedy.reduce((sum, measure) => sum + (problem.costs[measure] as number), 0);
  const gap = found.cost === 0 ? 0 : ((found.cost - found.bound) / found.cost) * 100;
  const cells = [
    family,
    hosts,
    problem.cuts.length,
    problem.graph.nodes,
    problem.goals.length,
    found.cost,
    Math.round(found.bound * 100) / 100,
    found.status === 'optimal' ? 'proved' : `${gap.toFixed(1)} %`,
    found.cores,
    wall.toFixed(1),
    ((used.user + used.system) / 1e6).toFixed(1),
    greedyCost,
    `${(greedyCost / found.cost).toFixed(2)}×`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function build(family: string, hosts: number): CutProblem {
  const { symbols, relations } = generateInstance(hosts, 1, EXPOSED_SHARE);
  const columns = new Map(
    Object.entries(relations).map(([name, list]) => [name, list.map((each) => Int32Array.from(each))]),
  );
  const system = buildTableSystem(compileBench(pack), { symbols: createSymbols(symbols), columns });
  const cuts = measuresOf(system, family === 'shared', hosts);
  const seeds = [nodeOf(system, 'attacker', [ATTACKER])];
  const goals = goalsOf(system, seeds, hosts);
  const sliced = slice(
    system.graph,
    system.graph.violated,
    [{ seeds, goals, required: [] }],
    [...cuts.values()],
  );
  return {
    graph: sliced.graph,
    cuts: sliced.cuts,
    goals: (sliced.goals[0] as readonly number[]).filter((goal) => goal >= 0),
    // A product is dearer to patch than one host, and a group dearer than one account.
    costs: [...cuts.keys()].map((name) => (1 + (hash32(name) % 5)) * (/^(product|group)/.test(name) ? 3 : 1)),
    exclusive: [],
    required: [],
    limits: [],
  };
}

/** Patch a host or product, a second factor for an account or group, close a flow inside; from outside none is closed. */
function measuresOf(
  system: System,
  isShared: boolean,
  hosts: number,
): ReadonlyMap<string, readonly number[]> {
  const cuts = new Map<string, number[]>();
  const numberOf = (id: string): number => Number(id.slice(1));
  for (let instance = 0; instance < system.graph.heads.length; instance++) {
    const { rule, bindings } = instanceOf(system, instance);
    const at = (name: string): string => bindings.get(name) as string;
    const name =
      rule.id === 'bench/rule/exploit' || rule.id === 'bench/rule/escalation'
        ? isShared
          ? `product${numberOf(at('A')) % Math.ceil(hosts / HOSTS_PER_PRODUCT)}`
          : `patch ${rule.id} ${at('A')}`
        : rule.id === 'bench/rule/login'
          ? isShared
            ? `group${numberOf(at('I')) % Math.ceil(hosts / HOSTS_PER_GROUP)}`
            : `mfa ${at('I')}`
          : rule.id === 'bench/rule/lateral' && at('From') !== 'internet' && at('From') !== at('To')
            ? `close ${at('From')} ${at('To')} ${at('P')}`
            : undefined;
    if (name === undefined) continue;
    cuts.set(name, [...(cuts.get(name) ?? []), instance]);
  }
  return cuts;
}

/** One in a hundred hosts, picked evenly among those on which the attacker runs code. */
function goalsOf(system: System, seeds: readonly number[], hosts: number): readonly number[] {
  const number = system.encoded.relationOf.get('executes') as number;
  const { member } = close(system.graph, seeds);
  const first = system.graph.offsets[number] as number;
  const reached = Array.from(
    { length: system.encoded.relations[number]?.size ?? 0 },
    (_, row) => first + row,
  ).filter((node) => member[node] === 1);
  const count = Math.min(reached.length, Math.max(1, Math.round(hosts / 100)));
  return Array.from(
    { length: count },
    (_, at) => reached[Math.floor((at * reached.length) / count)] as number,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
