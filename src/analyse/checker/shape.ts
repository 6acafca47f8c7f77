// SPDX-License-Identifier: Apache-2.0
// Is this JSON a certificate at all? By hand, so that no library has to be believed. Unknown keys are refused.
export type Report = (code: string, pointer: string, message: string) => void;

type Shape = 'text' | 'text or null' | 'index' | readonly [Shape] | { readonly [key: string]: Shape };

const MAX_TEXT_CHARACTERS = 2_000;

export const CERTIFICATE_SHAPE: Shape = {
  schema: 'text',
  model: { name: 'text', sha256: 'text' },
  pack: { id: 'text', version: 'text', sha256: 'text' },
  assumed: ['text'],
  assumptions: ['text'],
  closures: [{ attacker: 'text', symbols: ['text'], predicates: ['text'], atoms: ['index'] }],
  verdicts: [
    {
      ...{ attack: 'text', attacker: 'text', target: 'text', verdict: 'text', gaps: ['text'] },
      steps: [{ rule: 'text', then: 'text', when: ['text'] }],
      frontier: [{ rule: 'text', then: 'text', when: ['text or null'], missing: 'text' }],
    },
  ],
  digest: 'text',
};

/** Reports every place where `value` is not of the shape. */
export function checkShape(shape: Shape, value: unknown, pointer: string, report: Report): void {
  const wrong = (expected: string) =>
    report('CERTIFICATE_SHAPE', pointer, `Found ${kind(value)}, expected ${expected}`);
  if (shape === 'index') {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      wrong('a whole number from 0');
  } else if (typeof shape === 'string') {
    const fits = typeof value === 'string' && value.length <= MAX_TEXT_CHARACTERS && value.isWellFormed();
    if (!fits && !(shape === 'text or null' && value === null))
      wrong(`${shape}, at most ${MAX_TEXT_CHARACTERS} characters`);
  } else if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return wrong('a list');
    for (let at = 0; at < value.length; at += 1) checkShape(shape[0], value[at], `${pointer}/${at}`, report);
  } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    wrong('an object');
  } else {
    const [found, expected] = [new Map(Object.entries(value)), Object.entries(shape)];
    for (const [key, member] of expected) checkShape(member, found.get(key), `${pointer}/${key}`, report);
    const unknown = [...found.keys()].find((key) => !Object.hasOwn(shape, key));
    if (unknown !== undefined) wrong(`no key but ${Object.keys(shape).join(', ')}`);
  }
}

function kind(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (value === undefined) return 'nothing';
  return typeof value === 'string'
    ? `text of ${value.length} characters`
    : Array.isArray(value)
      ? 'a list'
      : 'an object';
}
