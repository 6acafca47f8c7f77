// SPDX-License-Identifier: Apache-2.0
// Semi-naive grounding: every rule instance whose positive premises can hold, each once. Negated premises are left for
// the closure to judge, so that measures can be switched without grounding again.
import { generateJoin, type Instances, type Join } from './generate.ts';
import { smallestAtom } from './plan.ts';
import type { AtomCode, ProgramCode, RuleCode } from './program.ts';
import type { Relation } from './relation.ts';

export interface GroundProgram {
  readonly relations: readonly Relation[];
  readonly rules: readonly RuleCode[];
  /** Per rule, in the order of `rules`. */
  readonly instances: readonly Instances[];
  readonly rounds: number;
}

export interface GroundLimits {
  /** Rule instances in all, after which grounding stops; the answer is then UNKNOWN. */
  readonly maxInstances: number;
}

/** Thrown when the ground program is larger than the caller allows. */
export class GroundLimitError extends Error {
  readonly code = 'GROUND_LIMIT';
}

/** 200 million instances fit typed arrays of about 4 GB; a model that needs more is past this engine. */
export const DEFAULT_LIMITS: GroundLimits = { maxInstances: 200_000_000 };

interface Driver {
  readonly join: Join;
  /** Relation that drives the join, and the body atom it is. */
  readonly relation: number;
  readonly atom: number;
  readonly rule: RuleCode;
  readonly limits: Int32Array;
}

/**
 * Grounds `program` over `relations` (input facts filled in, also of derived relations).
 *
 * @param symbols number of symbols in use; no new ones appear.
 * @throws GroundLimitError past `limits.maxInstances`.
 */
export function ground(
  program: ProgramCode,
  relations: readonly Relation[],
  symbols: number,
  limits: GroundLimits = DEFAULT_LIMITS,
): GroundProgram {
  const instances = program.rules.map(
    (rule): Instances => ({ stride: rule.body.length + 1, count: 0, rows: new Int32Array(0) }),
  );
  const drivers: Driver[] = [];
  program.rules.forEach((rule, number) => {
    const derived = rule.body.flatMap((atom, at) => (isDerived(program, atom) ? [at] : []));
    const all = instances[number] as Instances;
    if (derived.length === 0) joinInputs(rule, relations, symbols, all);
    for (const atom of derived) {
      const join = generateJoin(rule, atom, relations, symbols, all);
      drivers.push({
        join,
        relation: (rule.body[atom] as AtomCode).relation,
        atom,
        rule,
        limits: new Int32Array(rule.body.length),
      });
    }
  });
  const rounds = saturate(program, relations, drivers, instances, limits);
  return { relations, rules: program.rules, instances, rounds };
}

function isDerived(program: ProgramCode, atom: AtomCode): boolean {
  return program.relations[atom.relation]?.derived === true;
}

function joinInputs(rule: RuleCode, relations: readonly Relation[], symbols: number, all: Instances): void {
  const driver = smallestAtom(rule, relations);
  const sizes = Int32Array.from(rule.body, (atom) => relations[atom.relation]?.size ?? 0);
  generateJoin(rule, driver, relations, symbols, all)(0, sizes[driver] as number, sizes);
}

/** Rounds of the semi-naive fixpoint: the new rows of the round before drive each join once. */
function saturate(
  program: ProgramCode,
  relations: readonly Relation[],
  drivers: readonly Driver[],
  instances: readonly Instances[],
  limits: GroundLimits,
): number {
  const low = new Int32Array(relations.length);
  const high = Int32Array.from(relations, (relation) => relation.size);
  for (let round = 1; ; round++) {
    for (const driver of drivers) {
      const from = low[driver.relation] as number;
      const to = high[driver.relation] as number;
      if (from === to) continue;
      setLimits(program, relations, driver, low, high);
      driver.join(from, to, driver.limits);
    }
    if (instances.reduce((sum, all) => sum + all.count, 0) > limits.maxInstances) {
      throw new GroundLimitError(`Grounding passed ${limits.maxInstances} rule instances`);
    }
    let grew = false;
    relations.forEach((relation, number) => {
      low[number] = high[number] as number;
      high[number] = relation.size;
      grew ||= relation.size > (low[number] as number);
    });
    if (!grew) return round;
  }
}

/** Derived atoms before the driver join older rows only, those after it the new rows too: each instance appears once. */
function setLimits(
  program: ProgramCode,
  relations: readonly Relation[],
  driver: Driver,
  low: Int32Array,
  high: Int32Array,
): void {
  driver.rule.body.forEach((atom, at) => {
    if (!isDerived(program, atom)) driver.limits[at] = relations[atom.relation]?.size ?? 0;
    else driver.limits[at] = (at < driver.atom ? low : high)[atom.relation] as number;
  });
}
