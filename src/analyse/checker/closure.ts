// SPDX-License-Identifier: Apache-2.0
// All that one attacker can derive, delivered in the order of the certificate: an atom is taken only when it already
// follows from those before it, and in the end nothing that follows may be missing. So a hostile list never makes the
// checker do more than what the model itself implies.
import type { Closure } from '../certificate-format.ts';
import { type Atom, formatGround } from '../rules/atom.ts';
import type { Context } from './check.ts';
import { add, argsOf, bound, exists, type Fact, join, type Store, textOf, type Values } from './join.ts';
import type { Rule } from './subject.ts';

/** Facts and delivered atoms; and by their text the atoms that follow from these but were not delivered. */
export interface Saturation {
  readonly store: Store;
  readonly delivered: Set<string>;
  readonly pending: Map<string, Fact>;
  instances: number;
}

/** The closure as a set; undefined when an atom is invented or one is missing, which is reported. */
export function checkClosure(closure: Closure, pointer: string, context: Context): Saturation | undefined {
  const state = begin(closure.attacker, context);
  const { atoms, symbols, predicates } = closure;
  for (let at = 0; at < atoms.length; ) {
    const wrong = (code: string, text: string) => void context.report(code, `${pointer}/atoms/${at}`, text);
    const predicate = predicates[atoms[at] as number] ?? '';
    const arity = context.derived.get(predicate);
    if (arity === undefined) return wrong('CERTIFICATE_ATOM', 'Expected the index of a derived predicate');
    const args = atoms.slice(at + 1, at + 1 + arity).flatMap((place) => symbols[place] ?? []);
    if (args.length !== arity)
      return wrong('CERTIFICATE_ATOM', `Found ${args.length} symbols, ${predicate} has ${arity}`);
    const text = formatGround(predicate, args);
    if (state.delivered.has(text)) return wrong('CERTIFICATE_DUPLICATE', `${text} is listed twice`);
    if (!state.pending.has(text))
      return wrong('CERTIFICATE_UNSUPPORTED', `${text} does not follow from what is before it`);
    deliver(state, text, { predicate, args }, context);
    at += 1 + arity;
  }
  const [missing] = state.pending.keys();
  if (missing === undefined) return state;
  return void context.report(
    'CERTIFICATE_OPEN',
    `${pointer}/atoms`,
    `${missing} follows, but is not in the closure`,
  );
}

/** Grows the closure to what the attacker could derive if every gap of the model were so. */
export function grantGaps(state: Saturation, context: Context): void {
  for (const fact of context.gaps.values())
    deliver(state, formatGround(fact.predicate, fact.args), fact, context);
  for (const [text, fact] of state.pending) deliver(state, text, fact, context);
}

/** The facts; pending is what is assumed, and what follows without any derived atom. */
function begin(attacker: string, context: Context): Saturation {
  const store: Store = new Map(context.facts);
  add(store, { predicate: 'attacker', args: [attacker] });
  const state = { store, delivered: new Set<string>(), pending: new Map(context.assumed), instances: 0 };
  const known = ({ predicate }: Atom) => predicate !== 'gap' && !context.derived.has(predicate);
  for (const rule of context.rules.values()) {
    if (rule.when.every(known)) match(state, rule, rule.when, new Map());
  }
  return state;
}

/** Makes `fact` known and takes in all that follows from it and the atoms delivered before. */
function deliver(state: Saturation, text: string, fact: Fact, context: Context): void {
  state.pending.delete(text);
  state.delivered.add(text);
  add(state.store, fact);
  for (const [rule, place] of context.uses.get(fact.predicate) ?? []) {
    const others = rule.when.toSpliced(place, 1);
    bound(rule.when[place] as Atom, fact.args, new Map(), (values) => match(state, rule, others, values));
  }
}

function match(state: Saturation, rule: Rule, body: readonly Atom[], values: Values): boolean {
  return join(state.store, body, values, () => {
    state.instances += 1;
    const text = textOf(rule.then, values);
    const holds = !rule.unless.some((atom) => exists(state.store, atom, values));
    if (holds && !state.delivered.has(text))
      state.pending.set(text, { predicate: rule.then.predicate, args: argsOf(rule.then, values) });
    return false;
  });
}
