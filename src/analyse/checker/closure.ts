// SPDX-License-Identifier: Apache-2.0
// All that one attacker can derive, delivered in the order of the certificate: an atom is taken only when it already
// follows from those before it, and in the end nothing that follows may be missing. So a hostile list never makes the
// checker do more than what the model itself implies.
import type { Closure } from '../certificate-format.ts';
import { refuse } from '../refusal.ts';
import { type Atom, formatGround } from '../rules/atom.ts';
import { bind, type Fact, factOf, readGround, type Values } from '../rules/substitution.ts';
import type { PlainRule as Rule } from '../subject.ts';
import type { Context } from './context.ts';
import { add, holds, join, type Store } from './join.ts';

/** Facts and delivered atoms; and by their text the atoms that follow from these but were not delivered. */
export interface Reached {
  readonly store: Store;
  readonly delivered: Set<string>;
  readonly pending: Map<string, Fact>;
}

/** The closure as a set; refused when an atom is invented or one is missing. */
export function checkClosure(closure: Closure, pointer: string, context: Context): Reached {
  const { attacker, atoms, symbols, predicates } = closure;
  const reached = begin(attacker, context);
  for (let at = 0; at < atoms.length; ) {
    const place = `${pointer}/atoms/${at}`;
    const predicate = predicates[atoms[at] as number] ?? '';
    const arity = context.derived.get(predicate) ?? 0;
    const args = atoms.slice(at + 1, at + 1 + arity).flatMap((symbol) => symbols[symbol] ?? []);
    const text = formatGround(predicate, args);
    if (arity === 0 || args.length < arity) refuse('ATOM', place, `Found ${text}, expected ${arity} symbols`);
    if (reached.delivered.has(text)) refuse('DUPLICATE', place, `Found ${text} twice`);
    if (!reached.pending.has(text)) refuse('UNSUPPORTED', place, `${text} follows from nothing before it`);
    deliver(reached, text, { predicate, args }, context);
    at += 1 + arity;
  }
  const [missing] = reached.pending.keys();
  if (missing !== undefined) refuse('OPEN', `${pointer}/atoms`, `${missing} follows, but is not listed`);
  context.checked.closures += 1;
  context.checked.atoms += reached.delivered.size;
  return reached;
}

/** Grows the closure to what the attacker could derive if every gap of the model were so. */
export function grantGaps(reached: Reached, context: Context): void {
  for (const text of context.gaps.values()) deliver(reached, text, readGround(text) as Fact, context);
  for (const [text, fact] of reached.pending) deliver(reached, text, fact, context);
}

/** The facts; pending is what is assumed, and what follows without any derived atom. */
function begin(attacker: string, context: Context): Reached {
  const pending = new Map(context.certificate.assumed.map((text) => [text, readGround(text) as Fact]));
  const reached = { store: new Map(context.store), delivered: new Set<string>(), pending };
  add(reached.store, { predicate: 'attacker', args: [attacker] });
  const stated = ({ predicate }: Atom) => predicate !== 'gap' && !context.derived.has(predicate);
  const rules = [...context.rules.values()].filter((rule) => rule.when.every(stated));
  for (const rule of rules) infer(reached, rule, rule.when, new Map(), context);
  return reached;
}

/** Makes `fact` known and takes in all that follows from it and the atoms delivered before. */
function deliver(reached: Reached, text: string, fact: Fact, context: Context): void {
  reached.pending.delete(text);
  reached.delivered.add(text);
  add(reached.store, fact);
  for (const [rule, place] of context.uses.get(fact.predicate) ?? []) {
    const values = bind(rule.when[place] as Atom, fact);
    if (values !== undefined) infer(reached, rule, rule.when.toSpliced(place, 1), values, context);
  }
}

function infer(reached: Reached, rule: Rule, body: readonly Atom[], given: Values, context: Context): void {
  join(reached.store, body, given, (values) => {
    context.checked.instances += 1;
    if (rule.unless.some((atom) => holds(atom, values, reached.store))) return false;
    const fact = factOf(rule.then, values);
    const text = formatGround(fact.predicate, fact.args);
    if (!reached.delivered.has(text)) reached.pending.set(text, fact);
    return false;
  });
}
