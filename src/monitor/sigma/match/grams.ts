// SPDX-License-Identifier: Apache-2.0
// Where texts stand in the table of three characters (see needles.ts).

export const LAST_CODE = 127;
/** Added to the code of a character that is a literal by itself. */
export const SINGLE = 128;
/** Characters that make a gram. */
const LENGTH = 3;

export interface Grams {
  /** One bit a gram: whether a literal stands under it. */
  readonly bits: Int32Array;
  readonly mask: number;
  /** A gram is `(before << shift ^ code) & mask`: after three more characters nothing is left of one. */
  readonly shift: number;
  /** First node of the grams with the same low bits, and of literals of one character; 0: none. */
  readonly heads: Int32Array;
  readonly headMask: number;
  readonly singles: Int32Array;
  next: Int32Array;
  /** Of each node: its gram (-1 less the code: one character), its literal, and where in the literal the gram ends. */
  slots: Int32Array;
  literal: Int32Array;
  end: Int32Array;
  nodes: number;
  /** Nodes under each head. */
  readonly loads: Int32Array;
}

/** Bits a literal: how rarely a gram of a text hits the bit of another. */
const BITS_EACH = 64;
const [FEWEST_BITS, MOST_BITS] = [12, 18];
const [HEADS_EACH, FEWEST_HEADS] = [4, 8];

/** Texts to be placed, and what their characters are taken for. */
export interface Coded {
  readonly texts: readonly string[];
  /** Numbers of the texts to place. */
  readonly placed: readonly number[];
  /** Codes of characters; those that are a text by themselves become marked. */
  readonly codes: Uint8Array;
}

export function createGrams(coded: Coded): Grams {
  const { placed, codes } = coded;
  const log = (each: number): number => Math.ceil(Math.log2((placed.length + 1) * each));
  const bits = Math.min(MOST_BITS, Math.max(FEWEST_BITS, log(BITS_EACH)));
  const heads = 2 ** Math.min(bits, Math.max(FEWEST_HEADS, log(HEADS_EACH)));
  const grams: Grams = {
    bits: new Int32Array(2 ** bits / 32),
    mask: 2 ** bits - 1,
    shift: Math.ceil(bits / LENGTH),
    heads: new Int32Array(heads),
    loads: new Int32Array(heads),
    headMask: heads - 1,
    singles: new Int32Array(LAST_CODE + 1),
    ...emptyNodes(placed.length + 1),
    nodes: 0,
  };
  placeLiterals(grams, coded);
  for (let code = 0; code <= LAST_CODE; code++)
    if (grams.singles[codes[code] as number] !== 0) codes[code] = (codes[code] as number) + SINGLE;
  return grams;
}

/** Places the texts; with `counts`, the occurrences of each gram in what is searched, each under its rarest gram. */
export function placeLiterals(grams: Grams, { texts, placed, codes }: Coded, counts?: Uint32Array): void {
  grams.bits.fill(0);
  grams.heads.fill(0);
  grams.loads.fill(0);
  grams.singles.fill(0);
  grams.nodes = 0;
  for (const number of placed) {
    const literal = codesOf(texts[number] as string, codes);
    if (literal.length === 1) placeSingle(grams, literal, number);
    else if (literal.length < LENGTH) placeShort(grams, literal, number);
    else placeLong(grams, literal, number, counts);
  }
}

/** Beyond so many characters no rarer gram is looked for. */
const LOOKED_AT = 64;

function codesOf(text: string, codes: Uint8Array): Uint8Array {
  const literal = new Uint8Array(Math.min(text.length, LOOKED_AT));
  for (let at = 0; at < literal.length; at++)
    literal[at] = (codes[text.charCodeAt(at) & LAST_CODE] as number) & LAST_CODE;
  return literal;
}

function placeLong(grams: Grams, literal: Uint8Array, number: number, counts: Uint32Array | undefined): void {
  let gram = 0;
  let [best, bestEnd, least] = [0, 0, Number.POSITIVE_INFINITY];
  for (let at = 0; at < literal.length; at++) {
    gram = nextGram(grams, gram, literal[at] as number);
    if (at < LENGTH - 1) continue;
    const load = grams.loads[gram & grams.headMask] as number;
    const weight = (counts === undefined ? 0 : (counts[gram] as number)) * 2 + load;
    if (weight >= least) continue;
    best = gram;
    bestEnd = at;
    least = weight;
  }
  addNode(grams, grams.heads, best & grams.headMask, { gram: best, literal: number, end: bestEnd });
  setBit(grams, best);
}

/** Two characters stand under each gram that ends with them. */
function placeShort(grams: Grams, literal: Uint8Array, number: number): void {
  const all = new Set<number>();
  for (let code = 0; code <= LAST_CODE; code++)
    all.add(literal.reduce((gram, each) => nextGram(grams, gram, each), code));
  for (const gram of all) {
    addNode(grams, grams.heads, gram & grams.headMask, { gram, literal: number, end: literal.length - 1 });
    setBit(grams, gram);
  }
}

function placeSingle(grams: Grams, literal: Uint8Array, number: number): void {
  const code = literal[0] as number;
  addNode(grams, grams.singles, code, { gram: -1 - code, literal: number, end: 0 });
}

function nextGram({ shift, mask }: Grams, gram: number, code: number): number {
  return ((gram << shift) ^ code) & mask;
}

function setBit({ bits }: Grams, gram: number): void {
  bits[gram >> 5] = (bits[gram >> 5] as number) | (1 << gram);
}

function addNode(
  grams: Grams,
  heads: Int32Array,
  head: number,
  { gram, literal, end }: { readonly gram: number; readonly literal: number; readonly end: number },
): void {
  const node = ++grams.nodes;
  if (node >= grams.next.length) grow(grams);
  grams.next[node] = heads[head] as number;
  heads[head] = node;
  if (heads === grams.heads) grams.loads[head] = (grams.loads[head] as number) + 1;
  grams.slots[node] = gram;
  grams.literal[node] = literal;
  grams.end[node] = end;
}

function emptyNodes(count: number): Pick<Grams, 'next' | 'slots' | 'literal' | 'end'> {
  const of = (): Int32Array => new Int32Array(count);
  return { next: of(), slots: of(), literal: of(), end: of() };
}

function grow(grams: Grams): void {
  const grown = emptyNodes(grams.next.length * 2);
  for (const name of ['next', 'slots', 'literal', 'end'] as const) {
    grown[name].set(grams[name]);
    grams[name] = grown[name];
  }
}
