// SPDX-License-Identifier: Apache-2.0
// Sigma written down a second time, from the specification alone: slow, plain, and without a line of the engine.
type Value = string | number | boolean | null;
type Detection = Readonly<Record<string, unknown>>;
type Event = Readonly<Record<string, unknown>>;

/** Whether an event matches the detection of a rule, as YAML gives it. */
export function naiveMatch(detection: Detection, event: Event): boolean {
  const conditions = [detection['condition']].flat() as readonly string[];
  return conditions.some((condition) => {
    const words = condition.replace(/[()]/g, ' $& ').trim().split(/\s+/);
    const result = anyOf(words, detection, event);
    if (words.length > 0) throw new Error(`Condition not read: ${condition}`);
    return result;
  });
}

function anyOf(words: string[], detection: Detection, event: Event): boolean {
  let result = allOf(words, detection, event);
  while (words[0] === 'or') {
    words.shift();
    const next = allOf(words, detection, event);
    result = result || next;
  }
  return result;
}

function allOf(words: string[], detection: Detection, event: Event): boolean {
  let result = negated(words, detection, event);
  while (words[0] === 'and') {
    words.shift();
    const next = negated(words, detection, event);
    result = result && next;
  }
  return result;
}

function negated(words: string[], detection: Detection, event: Event): boolean {
  const word = words.shift() as string;
  if (word === 'not') return !negated(words, detection, event);
  if (word === '(') {
    const inner = anyOf(words, detection, event);
    words.shift();
    return inner;
  }
  if (words[0] !== 'of') return selection(detection[word], event);
  words.shift();
  const pattern = words.shift() as string;
  const ids = Object.keys(detection).filter((id) =>
    pattern === 'them'
      ? id !== 'condition' && !id.startsWith('_')
      : id !== 'condition' && new RegExp(`^${pattern.split('*').map(quote).join('.*')}$`).test(id),
  );
  return word === 'all'
    ? ids.every((id) => selection(detection[id], event))
    : ids.some((id) => selection(detection[id], event));
}

function selection(item: unknown, event: Event): boolean {
  if (Array.isArray(item)) return item.some((each) => selection(each, event));
  if (typeof item === 'object' && item !== null)
    return Object.entries(item).every(([key, value]) => field(key, value, event));
  return field('', item, event);
}

function field(key: string, value: unknown, event: Event): boolean {
  const [name = '', ...modifiers] = key.split('|');
  const wanted = [value].flat() as readonly Value[];
  const found =
    name === '' ? deepValues(event) : ([lookUp(event, name)].flat(9) as readonly (Value | undefined)[]);
  const holds = (one: Value): boolean => test(one, name, found, modifiers, event);
  const result = modifiers.includes('all') ? wanted.every(holds) : wanted.some(holds);
  return modifiers.includes('neq') ? !result : result;
}

const PARTS = ['year', 'month', 'day', 'hour', 'minute'];

function lookUp(event: unknown, name: string): unknown {
  if (Array.isArray(event)) {
    const found = event.map((each) => lookUp(each, name)).filter((each) => each !== undefined);
    return found.length === 0 ? undefined : found;
  }
  if (typeof event !== 'object' || event === null) return undefined;
  const section = event as Event;
  if (Object.hasOwn(section, name)) return section[name];
  const parts = name.split('.');
  for (let cut = 1; cut < parts.length; cut++) {
    const head = parts.slice(0, cut).join('.');
    const rest = parts.slice(cut).join('.');
    const found = Object.hasOwn(section, head) ? lookUp(section[head], rest) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function deepValues(value: unknown): readonly Value[] {
  if (typeof value !== 'object' || value === null) return [value as Value];
  return Object.values(value).flatMap(deepValues);
}

function test(
  wanted: Value,
  name: string,
  found: readonly (Value | undefined)[],
  modifiers: readonly string[],
  event: Event,
): boolean {
  const has = (modifier: string): boolean => modifiers.includes(modifier);
  if (has('exists')) return (lookUp(event, name) !== undefined) === wanted;
  if (wanted === null) return (lookUp(event, name) ?? null) === null;
  const scalars = found.filter((each) => each !== null && each !== undefined).map(asScalar);
  const op = ['lt', 'lte', 'gt', 'gte'].find(has);
  const part = PARTS.findIndex(has);
  if (part >= 0)
    return scalars.some((each) => {
      const date = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?/.exec(String(each));
      if (date === null) return false;
      const found = Number(date[part + 1] ?? 0);
      return op === undefined ? found === Number(wanted) : compare(found, op, Number(wanted));
    });
  if (op !== undefined) return scalars.some((each) => compare(each as Value, op, Number(wanted)));
  if (has('cidr')) return scalars.some((each) => inBlock(String(each), String(wanted)));
  if (has('re')) {
    const flags = ['i', 'm', 's'].filter(has).join('');
    return scalars.some((each) => new RegExp(String(wanted), flags).test(String(each)));
  }
  if (has('fieldref')) {
    const other = [lookUp(event, String(wanted))]
      .flat(9)
      .filter((each) => each !== null && each !== undefined)
      .map(asScalar);
    return other.some((right) =>
      scalars.some((left) => matches(quoteSigma(String(right)), String(left), modifiers, name)),
    );
  }
  let texts = [String(wanted)];
  if (has('windash')) texts = texts.flatMap((text) => [text.replace(/[-/–—―]/g, '\u0001')]);
  if (has('wide')) texts = texts.map((text) => [...text].map((char) => `${char}\0`).join(''));
  if (has('utf16be')) texts = texts.map((text) => [...text].map((char) => `\0${char}`).join(''));
  if (has('base64')) texts = texts.map((text) => Buffer.from(text, 'latin1').toString('base64'));
  if (has('base64offset')) texts = texts.flatMap(offsets);
  const isEncoded = has('wide') || has('utf16be') || has('base64') || has('base64offset');
  return texts.some((text) =>
    scalars.some((each) => matches(isEncoded ? quoteSigma(text) : text, String(each), modifiers, name)),
  );
}

/** A section is seen as its JSON. */
function asScalar(value: unknown): Value {
  return typeof value === 'object' ? JSON.stringify(value) : (value as Value);
}

function offsets(text: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text, 'latin1')]);
    const encoded = bytes.toString('base64');
    // A character is decided by this text alone when all its six bits are.
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((bytes.length * 8) / 6);
    return encoded.slice(first, last);
  });
}

function matches(pattern: string, text: string, modifiers: readonly string[], name: string): boolean {
  const source = [...pattern.matchAll(/\\[\\*?]|[\s\S]/g)]
    .map(([piece]) => {
      if (piece === '*') return '[\\s\\S]*';
      if (piece === '?') return '[\\s\\S]';
      if (piece === '\u0001') return '[-/–—―]';
      return quote(piece.length === 2 ? (piece[1] as string) : piece);
    })
    .join('');
  const isLoose = name === '' && !modifiers.some((each) => ['startswith', 'endswith'].includes(each));
  const start = modifiers.includes('contains') || modifiers.includes('endswith') || isLoose ? '' : '^';
  const end =
    modifiers.includes('contains') || modifiers.includes('startswith') || isLoose ? '' : '$(?![\\s\\S])';
  return new RegExp(start + source + end, modifiers.includes('cased') ? '' : 'i').test(text);
}

function compare(value: Value, op: string, bound: number): boolean {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (typeof value === 'boolean' || Number.isNaN(number)) return false;
  if (op === 'lt') return number < bound;
  if (op === 'lte') return number <= bound;
  return op === 'gt' ? number > bound : number >= bound;
}

function inBlock(address: string, block: string): boolean {
  const [network = '', length = '32'] = block.split('/');
  const bits = (text: string): string | undefined =>
    /^\d{1,3}(\.\d{1,3}){3}$/.test(text)
      ? text
          .split('.')
          .map((part) => Number(part).toString(2).padStart(8, '0'))
          .join('')
      : undefined;
  const [left, right] = [bits(address), bits(network)];
  return (
    left !== undefined &&
    right !== undefined &&
    left.length === 32 &&
    left.slice(0, Number(length)) === right.slice(0, Number(length))
  );
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function quoteSigma(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}
