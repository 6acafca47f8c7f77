// SPDX-License-Identifier: Apache-2.0
// Which questions a rule can only match after: if none of its witnesses holds, the rule need not be looked at.
import type { LazyAtom, Node, SoughtAtom } from './atoms.ts';

/** A witness: a sought atom that holds, or a field that is present. */
export type Witness = { readonly atom: number } | { readonly field: string };

/** Estimated share of events in which an atom holds. */
export type AtomCost = (atom: number) => number;

/** Costs that stand for a field being present, and for text that nobody has counted yet. */
const PRESENT = 0.9;

/**
 * A set of witnesses of which one must hold for the node to be true, the rarest that the node allows; undefined when
 * the node can be true without any, as negations can.
 */
export function witnessesOf(
  node: Node,
  lazy: readonly LazyAtom[],
  cost: AtomCost,
): { readonly of: readonly Witness[]; readonly cost: number } | undefined {
  switch (node.kind) {
    case 'sought':
      return { of: [{ atom: node.atom }], cost: cost(node.atom) };
    case 'lazy':
      return lazyWitness(lazy[node.atom] as LazyAtom);
    case 'not':
      return undefined;
    case 'and':
      return node.of
        .flatMap((each) => witnessesOf(each, lazy, cost) ?? [])
        .reduce<ReturnType<typeof witnessesOf>>(
          (best, each) => (best === undefined || each.cost < best.cost ? each : best),
          undefined,
        );
    case 'or': {
      const parts = node.of.map((each) => witnessesOf(each, lazy, cost));
      return parts.every((part) => part !== undefined)
        ? { of: parts.flatMap((part) => part.of), cost: parts.reduce((sum, part) => sum + part.cost, 0) }
        : undefined;
    }
  }
}

function lazyWitness({ field, match }: LazyAtom): ReturnType<typeof witnessesOf> {
  const holdsWithout = match.kind === 'null' || (match.kind === 'exists' && !match.value);
  return field === undefined || holdsWithout ? undefined : { of: [{ field }], cost: PRESENT };
}

/** Before anything was counted: short texts are common, and numbers such as event ids more so. */
export function guessCost({ matches }: SoughtAtom): number {
  return matches.reduce((sum, match) => {
    const text = match.kind === 'text' ? match.text : '';
    const length = match.kind === 'text' ? text.length : 6;
    return sum + (/^\d{1,6}$/.test(text) ? 0.2 : 1 / (1 + length) ** 2);
  }, 0);
}
