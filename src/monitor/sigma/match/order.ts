// SPDX-License-Identifier: Apache-2.0
// In which order the parts of a rule are asked: what costs little and most likely decides comes first. What the rule
// says stays the same.
import type { Node } from './atoms.ts';

/** What is known or guessed of a sought atom: how often it holds, and whether the search for witnesses has shown it. */
export interface Odds {
  share(atom: number): number;
  isShown(atom: number): boolean;
}

interface Ranked {
  readonly node: Node;
  /** Share of events in which it holds. */
  readonly share: number;
  readonly cost: number;
}

/** To look up what was shown, to look for texts, to ask anything else. */
const COST = { shown: 0.1, sought: 1, lazy: 4 };
const UNKNOWN_SHARE = 0.5;
/** Nothing is certain, so that no part is put off for ever. */
const LEAST = 0.001;

export function orderNode(node: Node, odds: Odds): Node {
  return rank(node, odds).node;
}

function rank(node: Node, odds: Odds): Ranked {
  switch (node.kind) {
    case 'sought':
      return {
        node,
        share: odds.share(node.atom),
        cost: odds.isShown(node.atom) ? COST.shown : COST.sought,
      };
    case 'lazy':
      return { node, share: UNKNOWN_SHARE, cost: COST.lazy };
    case 'not': {
      const of = rank(node.of, odds);
      return { node: { kind: 'not', of: of.node }, share: 1 - of.share, cost: of.cost };
    }
    default:
      return rankMany(node, odds);
  }
}

/** The first that does not hold decides `and`, the first that does decides `or`. */
function rankMany(node: Extract<Node, { kind: 'and' | 'or' }>, odds: Odds): Ranked {
  const decides = ({ share }: Ranked): number => Math.max(LEAST, node.kind === 'and' ? 1 - share : share);
  const parts = node.of
    .map((each) => rank(each, odds))
    .sort((left, right) => left.cost / decides(left) - right.cost / decides(right));
  let [open, cost] = [1, 0];
  for (const part of parts) {
    cost += open * part.cost;
    open *= 1 - decides(part);
  }
  return {
    node: { kind: node.kind, of: parts.map((part) => part.node) },
    share: node.kind === 'and' ? open : 1 - open,
    cost,
  };
}
