// SPDX-License-Identifier: Apache-2.0
// Proofs and frontiers: every step is an instance of a rule of the pack over atoms that are already sure.
import type { FrontierClaim, ProofStep, VerdictClaim } from '../certificate-format.ts';
import { refuse } from '../refusal.ts';
import { type Atom, formatGround } from '../rules/atom.ts';
import { bind, readGround, textOf, type Values, valueIn } from '../rules/substitution.ts';
import type { PlainRule as Rule } from '../subject.ts';
import type { Context } from './context.ts';
import { holds, type Store } from './join.ts';

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
    for (const [of, text] of step.when.entries()) {
      if (sure.has(text) || holds(rule.when[of] as Atom, values, context.store)) continue;
      refuse('PREMISE', `${place}/when/${of}`, `${text} is not known at this step`);
    }
    const [control] = violated(rule, values, context.store);
    if (control !== undefined) refuse('CONTROL', place, `${step.rule} does not apply: ${control} holds`);
    if (sure.has(step.then)) refuse('DUPLICATE', `${place}/then`, `${step.then} is known before this step`);
    if (step.then !== goal && !used.has(step.then)) refuse('UNUSED', place, `No step uses ${step.then}`);
    sure.add(step.then);
  }
  const idle = gaps.findIndex((text) => !used.has(text));
  if (idle >= 0) refuse('GAP', `${pointer}/gaps/${idle}`, `No step uses ${claim.gaps[idle]}`);
  context.checked.proofs += 1;
  if (claim.steps.at(-1)?.then !== goal) refuse('GOAL', `${pointer}/steps`, `Expected ${goal} at the end`);
}

/** Refuses a claim that is not a rule instance which lacks just the premise it names, or that would give nothing new. */
export function checkFrontier(claim: FrontierClaim, pointer: string, known: Store, context: Context): void {
  const { rule, values } = instantiate(claim, pointer, context);
  const open = rule.when.map((atom) => !holds(atom, values, known));
  const absent = rule.when.filter((_, at) => open[at]).map((atom) => textOf(atom, values));
  const missing = [...absent, ...violated(rule, values, known)];
  const fits = missing.length === 1 && open.every((is, at) => is === (claim.when[at] === null));
  const found = missing.join(', ') || 'nothing';
  if (!fits || found !== claim.missing) refuse('FRONTIER', `${pointer}/missing`, `Missing is ${found}`);
  if (holds(rule.then, values, known)) refuse('FRONTIER', `${pointer}/then`, `${claim.then} is derived`);
}

/** The rule that a step names, and the one substitution that makes the step of it. */
function instantiate(step: ProofStep | FrontierClaim, pointer: string, { rules }: Context) {
  const rule = rules.get(step.rule) ?? refuse('RULE', `${pointer}/rule`, `Unknown rule ${step.rule}`);
  const wrong = (at: string, expected: string) => refuse('INSTANCE', pointer + at, `Expected ${expected}`);
  if (step.when.length !== rule.when.length) wrong('/when', `${rule.when.length} premises`);
  let values: Values = new Map();
  for (const [at, text] of step.when.entries()) {
    const atom = rule.when[at] as Atom;
    const fact = text === null ? undefined : readGround(text);
    values =
      (text === null ? values : fact && bind(atom, fact, values)) ??
      wrong(`/when/${at}`, textOf(atom, values));
  }
  if (textOf(rule.then, values) !== step.then) wrong('/then', textOf(rule.then, values));
  return { rule, values };
}

/** Negated premises that fail; one with a variable that has no value says nothing yet. */
function violated({ unless }: Rule, values: Values, store: Store): readonly string[] {
  const ready = unless.filter(({ terms }) => terms.every((term) => valueIn(term, values) !== undefined));
  return ready.filter((atom) => holds(atom, values, store)).map((atom) => textOf(atom, values));
}
