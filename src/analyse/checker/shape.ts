// SPDX-License-Identifier: Apache-2.0
// Is this JSON a certificate at all? Written by hand, so that nothing but these lines has to be believed.
import { CERTIFICATE_SCHEMA } from '../certificate-format.ts';

export interface CheckProblem {
  readonly code: string;
  /** JSON pointer (RFC 6901) into the certificate. */
  readonly pointer: string;
  readonly message: string;
}
export type Report = (code: string, pointer: string, message: string) => void;

type Shape = (value: unknown, pointer: string, report: Report) => void;

const MAX_TEXT_CHARACTERS = 2_000;

const text: Shape = (value, pointer, report) => {
  const fits = typeof value === 'string' && value.length <= MAX_TEXT_CHARACTERS && value.isWellFormed();
  if (!fits) wrong(value, pointer, `text of at most ${MAX_TEXT_CHARACTERS} characters`, report);
};

const oneOf =
  (...options: readonly (string | null)[]): Shape =>
  (value, pointer, report) => {
    if (!options.some((option) => option === value)) wrong(value, pointer, options.join(', '), report);
  };

const indices: Shape = (value, pointer, report) => {
  if (!Array.isArray(value)) return wrong(value, pointer, 'a list', report);
  const at = value.findIndex((item) => !Number.isSafeInteger(item) || item < 0 || Object.is(item, -0));
  if (at >= 0) wrong(value[at], `${pointer}/${at}`, 'a whole number from 0', report);
};

const list =
  (item: Shape): Shape =>
  (value, pointer, report) => {
    if (!Array.isArray(value)) return wrong(value, pointer, 'a list', report);
    for (let at = 0; at < value.length; at += 1) item(value[at], `${pointer}/${at}`, report);
  };

const textOrNull: Shape = (value, pointer, report) => value === null || text(value, pointer, report);

const record = (members: Readonly<Record<string, Shape>>): Shape => {
  const expected = new Map(Object.entries(members));
  return (value, pointer, report) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(value, pointer, 'an object', report);
    const found = new Map(Object.entries(value));
    for (const key of found.keys()) {
      if (!expected.has(key)) report('CERTIFICATE_SHAPE', `${pointer}/${escape(key)}`, `Unknown key, expected one of ${[...expected.keys()].join(', ')}`);
    }
    for (const [key, shape] of expected) shape(found.get(key), `${pointer}/${key}`, report);
  };
};

/** Reports everything in `value` that is not as certificate-format.ts says; unknown keys too. */
export const checkShape: Shape = record({
  schema: oneOf(CERTIFICATE_SCHEMA),
  model: record({ name: text, sha256: text }),
  pack: record({ id: text, version: text, sha256: text }),
  assumed: list(text),
  assumptions: list(text),
  closures: list(record({ attacker: text, symbols: list(text), predicates: list(text), atoms: indices })),
  verdicts: list(
    record({
      attack: text,
      attacker: text,
      target: text,
      verdict: oneOf('INSECURE', 'SECURE', 'UNKNOWN'),
      steps: list(record({ rule: text, then: text, when: list(text) })),
      frontier: list(record({ rule: text, then: text, when: list(textOrNull), missing: text })),
      gaps: list(text),
    }),
  ),
  digest: text,
});

function wrong(value: unknown, pointer: string, expected: string, report: Report): void {
  report('CERTIFICATE_SHAPE', pointer, `Found ${show(value)}, expected ${expected}`);
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40).toWellFormed()) : String(value);
}

function escape(key: string): string {
  return key.slice(0, 40).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}
