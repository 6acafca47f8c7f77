// SPDX-License-Identifier: Apache-2.0
// Aho-Corasick 1975 as a dense table: finds all of many literals in one pass over a text.

import { fold } from '../parse/text.ts';
import type { Folding } from '../rule.ts';

/** Reported for each occurrence of a literal: its number and where it starts. Longer ones first. */
export type OnHit = (literal: number, start: number) => void;

export interface Automaton {
  /**
   * Visits every occurrence in `text`. O(text + hits). The text need not be folded while it is ASCII; where it is not,
   * the scan stops there and gives false, and is to be made again over the folded text.
   * @param isFolded Whether the text is folded as the literals are.
   */
  scan(text: string, onHit: OnHit, isFolded: boolean): boolean;
}

/** Only so much of a literal is in the table; the rest is compared where the beginning was found. */
const MAX_DEPTH = 32;
/** Characters beyond ASCII share this many classes; what they hit is compared. */
const OTHER_CLASSES = 32;
const LAST_ASCII = 127;

/** Literals are folded, not empty, and differ from one another. */
export function buildAutomaton(literals: readonly string[], folding: Folding): Automaton {
  const classes = classesOf(literals, folding);
  const trie = buildTrie(literals, classes);
  const { next, link } = complete(trie, classes.count);
  const isWhole = literals.map((literal) => literal.length <= MAX_DEPTH && isAscii(literal));
  const depth = literals.map((literal) => Math.min(literal.length, MAX_DEPTH));
  const { head, following } = trie;
  const table = classes.table;
  const stride = classes.count;
  return {
    scan(text, onHit, isFolded) {
      let row = 0;
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code > LAST_ASCII && !isFolded) return false;
        const kind = code <= LAST_ASCII ? table[code] : table[LAST_ASCII + 1 + (code & (OTHER_CLASSES - 1))];
        const packed = next[row + (kind as number)] as number;
        row = packed >> 1;
        if ((packed & 1) === 0) continue;
        for (let state = row / stride; state > 0; state = link[state] as number)
          for (let hit = head[state] as number; hit >= 0; hit = following[hit] as number) {
            const start = at + 1 - (depth[hit] as number);
            if (isWhole[hit] || isAt(literals[hit] as string, text, start, isFolded)) onHit(hit, start);
          }
      }
      return true;
    },
  };

  function isAt(literal: string, text: string, start: number, isFolded: boolean): boolean {
    if (isFolded) return text.startsWith(literal, start);
    return fold(text.slice(start, start + literal.length), folding) === literal;
  }
}

interface Classes {
  /** Class of each ASCII code, then of each group of other codes; 0: in no literal. */
  readonly table: Int32Array;
  readonly count: number;
}

function classesOf(literals: readonly string[], folding: Folding): Classes {
  const table = new Int32Array(LAST_ASCII + 1 + OTHER_CLASSES);
  let count = 1;
  for (const literal of literals)
    for (let at = 0; at < literal.length && at < MAX_DEPTH; at++) {
      const slot = slotOf(literal.charCodeAt(at));
      if (table[slot] === 0) table[slot] = count++;
    }
  // What folds to a character of a literal is in its class.
  for (let code = 0; code <= LAST_ASCII; code++) {
    const folded = fold(String.fromCharCode(code), folding).charCodeAt(0);
    if (folded !== code) table[code] = table[folded] as number;
  }
  return { table, count };
}

function slotOf(code: number): number {
  return code <= LAST_ASCII ? code : LAST_ASCII + 1 + (code & (OTHER_CLASSES - 1));
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > LAST_ASCII) return false;
  return true;
}

interface Trie {
  readonly states: number;
  /** state × class → state; 0 is the root and means none. */
  readonly child: Int32Array;
  /** First literal that ends in a state, then the next one that does; -1: none. */
  readonly head: Int32Array;
  readonly following: Int32Array;
}

function buildTrie(literals: readonly string[], { table, count }: Classes): Trie {
  const most = 1 + literals.reduce((sum, literal) => sum + Math.min(literal.length, MAX_DEPTH), 0);
  let child = new Int32Array(Math.min(most, 1024) * count);
  const head = new Int32Array(most).fill(-1);
  const following = new Int32Array(literals.length).fill(-1);
  let states = 1;
  literals.forEach((literal, number) => {
    let state = 0;
    for (let at = 0; at < literal.length && at < MAX_DEPTH; at++) {
      const cell = state * count + (table[slotOf(literal.charCodeAt(at))] as number);
      if (child[cell] === 0) {
        if ((states + 1) * count > child.length)
          child = grown(child, Math.min(most * count, child.length * 2));
        child[cell] = states++;
      }
      state = child[cell] as number;
    }
    following[number] = head[state] as number;
    head[state] = number;
  });
  return { states, child: child.slice(0, states * count), head, following };
}

function grown(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}

/**
 * Turns missing children into the moves of the longest proper suffix, so that a scan never steps back. A move is
 * packed as row × 2, plus 1 when a literal ends there; `link` leads to the next shorter suffix with a literal.
 */
function complete(
  { states, child, head }: Trie,
  count: number,
): { readonly next: Int32Array; readonly link: Int32Array } {
  const fail = new Int32Array(states);
  const link = new Int32Array(states);
  const queue = new Int32Array(states);
  let filled = 0;
  for (let kind = 0; kind < count; kind++) if (child[kind] !== 0) queue[filled++] = child[kind] as number;
  for (let taken = 0; taken < filled; taken++) {
    const state = queue[taken] as number;
    const suffix = fail[state] as number;
    link[state] = (head[suffix] as number) >= 0 ? suffix : (link[suffix] as number);
    for (let kind = 0; kind < count; kind++) {
      const cell = state * count + kind;
      const target = child[cell] as number;
      const other = child[suffix * count + kind] as number;
      if (target === 0) child[cell] = other;
      else {
        fail[target] = other;
        queue[filled++] = target;
      }
    }
  }
  const next = child;
  for (let cell = 0; cell < next.length; cell++) {
    const state = next[cell] as number;
    const hasHit = (head[state] as number) >= 0 || (link[state] as number) > 0;
    next[cell] = ((state * count) << 1) | (hasHit ? 1 : 0);
  }
  return { next, link };
}
