// SPDX-License-Identifier: Apache-2.0
// Finds values that a look typed in what leaves the page, also when they were encoded on the way. What is truly encrypted
// is not found here; the host that it goes to is.

export interface Probe {
  readonly id: string;
  readonly value: string;
}

export interface FoundProbe {
  readonly id: string;
  /** How it was written: `plain`, `base64`, `hex`, `reversed`, `xor` … the outermost first. */
  readonly how: readonly string[];
}

/** What is looked through for one request, in bytes, all decodings together. */
const MAX_BYTES = 2_000_000;
const MAX_VIEWS = 400;
const MAX_DEPTH = 3;
/** Shorter values are found everywhere. */
const MIN_PROBE = 10;

interface View {
  readonly text: string;
  readonly how: readonly string[];
}

/** Each probe at most once, by the first way it is found. Time linear in `MAX_BYTES`. */
export function findProbes(body: Uint8Array | string, probes: readonly Probe[]): readonly FoundProbe[] {
  const wanted = new Map(
    probes.flatMap(({ id, value }) => {
      const plain = tight(value);
      return plain.length < MIN_PROBE ? [] : [[id, plain]];
    }),
  );
  const found: FoundProbe[] = [];
  const text = typeof body === 'string' ? body : latin1(body);
  const queue: View[] = [{ text: text.slice(0, MAX_BYTES), how: [] }];
  const seen = new Set<string>();
  let left = MAX_BYTES;
  for (let view = queue.shift(); view !== undefined && wanted.size > 0; view = queue.shift()) {
    if (seen.has(view.text) || left < view.text.length || seen.size >= MAX_VIEWS) continue;
    seen.add(view.text);
    left -= view.text.length;
    for (const [id, plain] of wanted) {
      const way = wayOf(view.text, plain);
      if (way === undefined) continue;
      wanted.delete(id);
      const how = way === 'plain' && view.how.length > 0 ? view.how : [...view.how, way];
      found.push({ id, how });
    }
    if (view.how.length < MAX_DEPTH) queue.push(...decodings(view));
  }
  return found;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAX_BYTES)).toString('latin1');
}

/** Without what people and programs put between digits and letters. */
function tight(text: string): string {
  return text.toLowerCase().replaceAll(/[\s+.\-_]|%20/g, '');
}

function wayOf(text: string, plain: string): string | undefined {
  const near = tight(text);
  if (near.includes(plain)) return 'plain';
  if (near.includes([...plain].reverse().join(''))) return 'reversed';
  if (hasDifferences(text, plain, (a, b) => a ^ b)) return 'xor';
  return hasDifferences(text, plain, (a, b) => (a - b) & 0xff) ? 'shifted' : undefined;
}

/** One key for all bytes leaves the differences of neighbours as they are, so no key has to be guessed. */
function hasDifferences(text: string, plain: string, between: (a: number, b: number) => number): boolean {
  const wanted = Array.from({ length: plain.length - 1 }, (_, at) =>
    between(plain.charCodeAt(at), plain.charCodeAt(at + 1)),
  );
  for (let start = 0; start + wanted.length < text.length; start++) {
    let at = 0;
    while (
      at < wanted.length &&
      between(text.charCodeAt(start + at), text.charCodeAt(start + at + 1)) === wanted[at]
    )
      at++;
    if (at === wanted.length) return true;
  }
  return false;
}

function decodings({ text, how }: View): readonly View[] {
  const views: View[] = [];
  const add = (decoded: string | undefined, way: string): void => {
    if (decoded !== undefined && decoded !== text && decoded.length > 4)
      views.push({ text: decoded, how: [...how, way] });
  };
  if (text.includes('%')) add(text.replaceAll(/%([0-9a-f]{2})/gi, fromHex), 'percent');
  if (/\\[ux]/.test(text)) add(text.replaceAll(/\\(?:u00|x)([0-9a-f]{2})/gi, fromHex), 'escapes');
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{12,}={0,2}/g))
    add(Buffer.from(run, 'base64').toString('latin1'), 'base64');
  for (const [run] of text.matchAll(/(?:[0-9a-f]{2}[\s:,-]?){10,}/gi))
    add(Buffer.from(run.replaceAll(/[^0-9a-f]/gi, ''), 'hex').toString('latin1'), 'hex');
  for (const [run] of text.matchAll(/(?:\b\d{2,3}\b[\s,;|.-]+){9,}\d{2,3}\b/g))
    add(String.fromCharCode(...(run.match(/\d+/g) ?? []).slice(0, 10_000).map(Number)), 'codes');
  return views;
}

function fromHex(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}
