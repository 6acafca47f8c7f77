// SPDX-License-Identifier: Apache-2.0
// Proofs and frontiers: every step is an instance of a rule of the pack over atoms that are already sure.
import type { FrontierClaim, ProofStep, VerdictClaim } from '../certificate-format.ts';
import { type Atom, formatAtom, formatGround } from '../rules/atom.ts';
import { bind, readGround, textOf, type Values, valueIn } from '../rules/substitution.ts';
import type { PlainRule as Rule } from '../subject.ts';
import type { Context } from './index.ts';
import { holds, type Store } from './join.ts';
import { refuse } from './refusal.ts';

/** Refuses steps that do not prove the claim from the facts, what is assumed, and the gaps it names. */
export function checkProof(claim: VerdictClaim, pointer: string, context: Context): void {
  const gaps = claim.gaps.map((gap) => context.gaps.get(gap) ?? '');
  const attacker = formatGround('attacker', [claim.attacker]);
  const sure = new Set([...context.certificate.assumed, ...gaps, attacker]);
  const used = new Set(claim.steps.flatMap((step) => step.when));
  const goal = formatGround('achieved', [claim.attack, claim.target]);
  for (const [at, step] of claim.steps.entries()) {
    const place = `${pointer}/steps/${at}`;
    const { rule, values } = instantiate(step, place, context);
    const unsure = step.when.findIndex(
      (text, of) => !sure.has(text) && !holds(rule.when[of] as Atom, values, context.store),
    );
    if (unsure >= 0)
      refuse('PREMISE', `${place}/when/${unsure}`, `${step.when[unsure]} is not known at this step`);
    const [control] = violated(rule, values, context.store);
    if (control !== undefined) refuse('CONTROL', place, `${step.rule} does not apply: ${control} holds`);
    if (sure.has(step.then)) refuse('DUPLICATE', `${place}/then`, `${step.then} is known before this step`);
    if (step.then !== goal && !used.has(step.then)) refuse('UNUSED', place, `No step uses ${step.then}`);
    sure.add(step.then);
  }
  const idle = gaps.findIndex((text) => !used.has(text));
  if (idle >= 0) refuse('GAP', `${pointer}/gaps/${idle}`, `No step uses ${claim.gaps[idle]}`);
  const last = claim.steps.at(-1)?.then ?? 'nothing';
  if (last !== goal) refuse('GOAL', `${pointer}/steps`, `Found ${last} at the end, expected ${goal}`);
}

/** Refuses a claim that is not a rule instance which lacks just the premise it names, or that would give nothing new. */
export function checkFrontier(claim: FrontierClaim, pointer: string, known: Store, context: Context): void {
  const { rule, values } = instantiate(claim, pointer, context);
  const open = rule.when.map((atom) => !holds(atom, values, known));
  const absent = rule.when.filter((_, at) => open[at]).map((atom) => textOf(atom, values));
  const missing = [...absent, ...violated(rule, values, known)].join(' and ');
  const named = missing === claim.missing && open.every((is, at) => is === (claim.when[at] === null));
  if (!named) refuse('FRONTIER', `${pointer}/missing`, `Found ${claim.missing}, but missing is ${missing}`);
  if (holds(rule.then, values, known)) refuse('FRONTIER', `${pointer}/then`, `${claim.then} is derived`);
}

/** The rule that a step names, and the one substitution that makes the step of it. */
function instantiate(step: ProofStep | FrontierClaim, pointer: string, { rules }: Context) {
  const rule = rules.get(step.rule) ?? refuse('RULE', `${pointer}/rule`, `Unknown rule ${step.rule}`);
  let values: Values = new Map();
  for (const [place, atom] of rule.when.entries()) {
    const text = step.when[place];
    const fact = typeof text === 'string' ? readGround(text) : undefined;
    const fits = text === null ? values : fact && bind(atom, fact, values);
    const member = `${pointer}/when/${place}`;
    values = fits ?? refuse('INSTANCE', member, `Found ${text}, expected ${formatAtom(atom)}`);
  }
  const then = textOf(rule.then, values);
  if (then !== step.then) refuse('INSTANCE', `${pointer}/then`, `Found ${step.then}, expected ${then}`);
  const { length } = rule.when;
  if (step.when.length !== length) refuse('INSTANCE', `${pointer}/when`, `Expected ${length} premises`);
  return { rule, values };
}

/** Negated premises that fail; one with a variable that has no value says nothing yet. */
function violated({ unless }: Rule, values: Values, store: Store): readonly string[] {
  const ready = unless.filter(({ terms }) => terms.every((term) => valueIn(term, values) !== undefined));
  return ready.filter((atom) => holds(atom, values, store)).map((atom) => textOf(atom, values));
}
