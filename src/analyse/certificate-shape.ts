// SPDX-License-Identifier: Apache-2.0
// Is this JSON of the shape that certificate-format.ts gives? By hand: a certificate is untrusted and can be very long,
// and a checker needs no more than the first fault. Unknown keys are faults.

type Shape = 'text' | 'text or null' | 'index' | readonly [Shape] | { readonly [key: string]: Shape };

export interface ShapeFault {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly message: string;
}

const MAX_TEXT_CHARACTERS = 2_000;

const STEP = { rule: 'text', ['then']: 'text', when: ['text'] } as const;
const CLAIM = { attack: 'text', attacker: 'text', target: 'text', verdict: 'text', gaps: ['text'] } as const;

export const CERTIFICATE_SHAPE: Shape = {
  schema: 'text',
  model: { name: 'text', sha256: 'text' },
  pack: { id: 'text', version: 'text', sha256: 'text' },
  assumed: ['text'],
  assumptions: ['text'],
  closures: [{ attacker: 'text', symbols: ['text'], predicates: ['text'], atoms: ['index'] }],
  verdicts: [{ ...CLAIM, steps: [STEP], frontier: [{ ...STEP, when: ['text or null'], missing: 'text' }] }],
  digest: 'text',
};

/** The first place where `value`, any JSON, is not of the shape. */
export function shapeFault(value: unknown, shape = CERTIFICATE_SHAPE, pointer = ''): ShapeFault | undefined {
  const fault = (expected: string) => ({ pointer, message: `Found ${kindOf(value)}, expected ${expected}` });
  if (shape === 'index') return isIndex(value) ? undefined : fault('a whole number from 0');
  if (typeof shape === 'string') {
    const fits = isText(value) || (shape === 'text or null' && value === null);
    return fits ? undefined : fault(`${shape} of at most ${MAX_TEXT_CHARACTERS} characters`);
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return fault('a list');
    const [item] = shape as readonly [Shape];
    return firstOf(value, (each, at) => shapeFault(each, item, `${pointer}/${at}`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault('an object');
  const found = new Map<string, unknown>(Object.entries(value));
  const keys = Object.entries(shape);
  const inner = firstOf(keys, ([key, member]) => shapeFault(found.get(key), member, `${pointer}/${key}`));
  if (inner !== undefined || found.size === keys.length) return inner;
  return {
    pointer,
    message: `Found ${found.size} keys, expected only ${keys.map(([key]) => key).join(', ')}`,
  };
}

function firstOf<T>(
  items: readonly T[],
  check: (item: T, at: number) => ShapeFault | undefined,
): ShapeFault | undefined {
  for (let at = 0; at < items.length; at += 1) {
    const fault = check(items[at] as T, at);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isIndex(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_TEXT_CHARACTERS && value.isWellFormed();
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `text of ${value.length} characters`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
