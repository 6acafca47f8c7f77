// SPDX-License-Identifier: Apache-2.0
// Parse, ground, verdict and certificate of one instance, by the same modules as `ensuresec check`.
import { closureClaim, proofSteps, sealCertificate } from '../../src/analyse/certificate/build.ts';
import { close } from '../../src/analyse/closure/close.ts';
import {
  buildTableSystem,
  instanceOf,
  nodeOf,
  rowFact,
  type System,
} from '../../src/analyse/ground/system.ts';
import { type CompiledRules, compileRules } from '../../src/analyse/index.ts';
import { cheapestDerivations } from '../../src/analyse/path/cheapest.ts';
import { extractProof } from '../../src/analyse/path/proof.ts';
import { createSymbols } from '../../src/core/datalog/index.ts';
import { loadPack } from '../../src/model/index.ts';
import { readInstance } from './read-instance.ts';

export interface ColdRun {
  readonly facts: number;
  readonly nodes: number;
  readonly instances: number;
  readonly derived: number;
  readonly goals: number;
  readonly reached: number;
  readonly proofInstances: number;
  readonly certificateBytes: number;
  readonly phases: Readonly<Record<string, number>>;
}

const ATTACKER = 'bench/attacker/outside';
const ATTACK = 'bench/attack/goal';
const MANIFEST =
  'id: bench\nversion: 1.0.0\nname: { en: Bench }\ntext: { en: Scaling benchmark }\nlicense: Apache-2.0\n';

/** Everything from bytes to a sealed certificate; `phases` in wall milliseconds. */
export function coldRun(read: () => Buffer, packBytes: Uint8Array): ColdRun {
  const phases: Record<string, number> = {};
  const timed = <T>(name: string, work: () => T): T => {
    const start = performance.now();
    const value = work();
    phases[name] = Math.round(performance.now() - start);
    return value;
  };
  const compiled = timed('rules', () => compileBench(packBytes));
  const table = timed('parse', () => {
    const { symbols, columns } = readInstance(read());
    return { symbols: createSymbols(symbols), columns };
  });
  const system = timed('ground', () => buildTableSystem(compiled, table));
  const seeds = [nodeOf(system, 'attacker', [ATTACKER])];
  const closure = timed('close', () => close(system.graph, seeds));
  const goals = goalsOf(system);
  const proofs = timed('proofs', () => {
    const weight = new Float64Array(system.rules.length).fill(1);
    const reached = goals.filter((goal) => goal.node >= 0 && closure.member[goal.node] === 1);
    const { support } = reached.length === 0 ? closure : cheapestDerivations(system.graph, seeds, weight);
    return reached.map((goal) => ({
      goal,
      steps: proofSteps(
        extractProof(system.graph, support, goal.node).map((each) => instanceOf(system, each)),
      ),
    }));
  });
  const certificate = timed('certificate', () => JSON.stringify(certify(system, closure, goals, proofs)));
  const { graph } = system;
  return {
    facts: [...table.columns.values()].reduce((sum, columns) => sum + (columns[0]?.length ?? 0), 0),
    nodes: graph.nodes,
    instances: graph.heads.length,
    derived: closure.order.length,
    goals: goals.length,
    reached: proofs.length,
    proofInstances: proofs.reduce((sum, proof) => sum + proof.steps.length, 0),
    certificateBytes: certificate.length,
    phases,
  };
}

export function compileBench(bytes: Uint8Array): CompiledRules {
  const files = [
    { path: 'pack.yaml', bytes: Buffer.from(MANIFEST) },
    { path: 'rules.yaml', bytes },
  ];
  const pack = loadPack(files, []);
  const compiled = pack.value === undefined ? undefined : compileRules(pack.value);
  if (compiled?.value !== undefined) return compiled.value;
  const problems = [...pack.problems, ...(compiled?.problems ?? [])];
  throw new Error(
    `The benchmark pack does not load: ${problems.map((problem) => problem.message).join('; ')}`,
  );
}

interface Goal {
  readonly target: string;
  readonly node: number;
}

function goalsOf(system: System): readonly Goal[] {
  const number = system.encoded.relationOf.get('candidate') as number;
  return Array.from({ length: system.encoded.relations[number]?.size ?? 0 }, (_, row) => {
    const target = rowFact(system, number, row).args[1] as string;
    return { target, node: nodeOf(system, 'achieved', [ATTACK, target]) };
  });
}

function certify(
  system: System,
  closure: ReturnType<typeof close>,
  goals: readonly Goal[],
  proofs: readonly { goal: Goal; steps: ReturnType<typeof proofSteps> }[],
): unknown {
  const verdicts = goals.map((goal) => {
    const proof = proofs.find((each) => each.goal === goal);
    return {
      attack: ATTACK,
      attacker: ATTACKER,
      target: goal.target,
      verdict: proof === undefined ? ('SECURE' as const) : ('INSECURE' as const),
      steps: proof?.steps ?? [],
      frontier: [],
      gaps: [],
    };
  });
  return sealCertificate({
    model: { name: 'bench', sha256: '' },
    pack: { id: 'bench', version: '1.0.0', sha256: '' },
    assumed: [],
    assumptions: [],
    closures: [closureClaim(system, closure, ATTACKER)],
    verdicts,
  });
}
