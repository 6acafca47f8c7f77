// SPDX-License-Identifier: Apache-2.0
// Proofs and frontiers: every step is an instance of a rule of the pack over atoms that are already sure.
import type { FrontierClaim, ProofStep, VerdictClaim } from '../certificate-format.ts';
import { type Atom, formatAtom, formatGround, parseAtom } from '../rules/atom.ts';
import type { Context } from './check.ts';
import { bind, exists, type Store, textOf, type Values } from './join.ts';
import type { Rule } from './subject.ts';

/** Reports why the steps do not prove the claim from the facts and the atoms assumed, with the gaps it names. */
export function checkProof(claim: VerdictClaim, pointer: string, context: Context): void {
  const gaps = claim.gaps.map((gap) => formatGround('gap', context.gaps.get(gap)?.args ?? []));
  const sure = new Set([...context.assumed.keys(), ...gaps, formatGround('attacker', [claim.attacker])]);
  const used = new Set(claim.steps.flatMap((step) => step.when));
  const goal = formatGround('achieved', [claim.attack, claim.target]);
  for (const [at, step] of claim.steps.entries()) {
    const wrong = (code: string, message: string) => context.report(code, `${pointer}/steps/${at}`, message);
    checkStep(step, `${pointer}/steps/${at}`, sure, context);
    if (sure.has(step.then)) wrong('CERTIFICATE_DUPLICATE', `${step.then} is known before this step`);
    if (step.then !== goal && !used.has(step.then))
      wrong('CERTIFICATE_UNUSED', `No later step uses ${step.then}`);
    sure.add(step.then);
  }
  const unused = claim.gaps.findIndex((_, at) => !used.has(gaps[at] as string));
  if (unused >= 0) context.report('CERTIFICATE_GAP', `${pointer}/gaps/${unused}`, 'No step uses this gap');
  if (claim.steps.at(-1)?.then === goal) return;
  context.report('CERTIFICATE_GOAL', `${pointer}/steps`, `The last step does not conclude ${goal}`);
}

function checkStep(step: ProofStep, pointer: string, sure: ReadonlySet<string>, context: Context): void {
  const [rule, values] = instantiate(step, pointer, context) ?? [];
  if (rule === undefined || values === undefined) return;
  for (const [at, text] of step.when.entries()) {
    if (sure.has(text) || exists(context.facts, rule.when[at] as Atom, values)) continue;
    context.report(
      'CERTIFICATE_PREMISE',
      `${pointer}/when/${at}`,
      `${text} is no fact and no earlier conclusion`,
    );
  }
  const [control] = violated(rule, values, context.facts);
  if (control !== undefined)
    context.report('CERTIFICATE_CONTROL', pointer, `${rule.id} does not apply: ${control} holds`);
}

/** Reports why a claim is not a rule instance that lacks just the premise it names, or why that would give nothing. */
export function checkFrontier(claim: FrontierClaim, pointer: string, known: Store, context: Context): void {
  const [rule, values] = instantiate(claim, pointer, context) ?? [];
  if (rule === undefined || values === undefined) return;
  const wrong = (code: string, member: string, message: string) =>
    context.report(code, pointer + member, message);
  const invented = rule.when.findIndex((atom, at) => claim.when[at] !== null && !exists(known, atom, values));
  if (invented >= 0)
    wrong('CERTIFICATE_PREMISE', `/when/${invented}`, `${claim.when[invented]} is not in the closure`);
  const absent = rule.when.filter((_, at) => claim.when[at] === null);
  const missing = [...absent.map((atom) => textOf(atom, values)), ...violated(rule, values, known)];
  if (missing.length !== 1 || missing[0] !== claim.missing) {
    wrong(
      'CERTIFICATE_FRONTIER',
      '/missing',
      `Found ${claim.missing}, but missing is ${missing.join(', ') || 'nothing'}`,
    );
  }
  const present = [...absent, rule.then].find((atom) => exists(known, atom, values));
  if (present !== undefined)
    wrong('CERTIFICATE_FRONTIER', '', `${textOf(present, values)} is in the closure`);
}

/** The rule that a step names, and the one substitution that makes the step of it. */
function instantiate(
  step: ProofStep | FrontierClaim,
  at: string,
  context: Context,
): [Rule, Values] | undefined {
  const rule = context.rules.get(step.rule);
  if (rule === undefined)
    return void context.report('CERTIFICATE_RULE', `${at}/rule`, `Unknown rule ${step.rule}`);
  const values: Values = new Map();
  const fits = (text: string | null, place: number) => text === null || read(text, rule.when[place], values);
  const wrong = step.when.findIndex((text, place) => !fits(text, place));
  const then = textOf(rule.then, values);
  if (wrong < 0 && step.when.length === rule.when.length && then === step.then) return [rule, values];
  const shown = [...rule.when, rule.then].map(formatAtom).join(', ');
  const member = wrong >= 0 ? `when/${wrong}` : then === step.then ? 'when' : 'then';
  return void context.report(
    'CERTIFICATE_INSTANCE',
    `${at}/${member}`,
    `Is no instance of ${step.rule}: ${shown}`,
  );
}

/** Takes the values of the variables of `atom` from `text`, which must be written the one way there is. */
function read(text: string, atom: Atom | undefined, values: Values): boolean {
  const ground = parseAtom(text);
  if (typeof ground === 'string' || ground.predicate !== atom?.predicate) return false;
  const tuple = ground.terms.flatMap((term) => (term.kind === 'constant' ? term.value : []));
  return bind(atom, tuple, values) !== undefined && textOf(atom, values) === text;
}

/** Negated premises that do not hold; one with a variable that has no value says nothing yet. */
function violated(rule: Rule, values: Values, store: Store): readonly string[] {
  const ready = ({ terms }: Atom) => terms.every((term) => term.kind === 'constant' || values.has(term.name));
  return rule.unless
    .filter((atom) => ready(atom) && exists(store, atom, values))
    .map((atom) => textOf(atom, values));
}
