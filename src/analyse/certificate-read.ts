// SPDX-License-Identifier: Apache-2.0
// From any JSON to a certificate: the shape that certificate-format.ts gives, whole, nothing said twice. By hand, since a
// certificate is untrusted and can be very long, and its checker needs no more than the first fault.
import { digestJson } from '../core/digest.ts';
import { CERTIFICATE_SCHEMA, type Certificate } from './certificate-format.ts';
import { refuse } from './refusal.ts';

type Shape = 'text' | 'text or null' | 'index' | readonly [Shape] | Members;
interface Members {
  readonly [key: string]: Shape;
}

const MAX_TEXT_CHARACTERS = 2_000;

const STEP = { rule: 'text', then: 'text', when: ['text'] } as const;
const CLAIM = { attack: 'text', attacker: 'text', target: 'text', verdict: 'text', gaps: ['text'] } as const;

const CERTIFICATE: Shape = {
  schema: 'text',
  model: { name: 'text', sha256: 'text' },
  pack: { id: 'text', version: 'text', sha256: 'text' },
  assumed: ['text'],
  assumptions: ['text'],
  closures: [{ attacker: 'text', symbols: ['text'], predicates: ['text'], atoms: ['index'] }],
  verdicts: [{ ...CLAIM, steps: [STEP], frontier: [{ ...STEP, when: ['text or null'], missing: 'text' }] }],
  digest: 'text',
};

/** The certificate that `value`, any JSON, is. @throws Refusal at the first fault; unknown keys are faults. */
export function readCertificate(value: unknown): Certificate {
  checkShape(value, CERTIFICATE, '');
  const certificate = value as Certificate;
  const { digest, ...content } = certificate;
  const { schema, verdicts, closures } = content;
  if (schema !== CERTIFICATE_SCHEMA)
    refuse('SCHEMA', '/schema', `Found ${schema}, expected ${CERTIFICATE_SCHEMA}`);
  const expected = digestJson(content as never);
  if (digest !== expected) refuse('DIGEST', '/digest', `Found ${digest}, expected ${expected}`);
  checkDistinct(
    verdicts.map((claim) => `${claim.attack} of ${claim.target} by ${claim.attacker}`),
    '/verdicts',
  );
  checkDistinct(
    closures.map(({ attacker }) => attacker),
    '/closures',
  );
  return certificate;
}

function checkShape(value: unknown, shape: Shape, pointer: string): void {
  if (typeof shape === 'string') {
    checkScalar(value, shape, pointer);
  } else if (Array.isArray(shape)) {
    if (!Array.isArray(value)) refuse('SHAPE', pointer, `Found ${kindOf(value)}, expected a list`);
    const items: readonly unknown[] = value;
    for (let at = 0; at < items.length; at += 1) checkShape(items[at], shape[0] as Shape, `${pointer}/${at}`);
  } else {
    checkMembers(value, shape as Members, pointer);
  }
}

function checkMembers(value: unknown, shape: Members, pointer: string): void {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) refuse('SHAPE', pointer, `Found ${kindOf(value)}, expected an object`);
  const found = new Map<string, unknown>(Object.entries(value as object));
  for (const [key, member] of Object.entries(shape)) checkShape(found.get(key), member, `${pointer}/${key}`);
  const unknown = [...found.keys()].find((key) => !Object.hasOwn(shape, key));
  if (unknown === undefined) return;
  const keys = Object.keys(shape).join(', ');
  refuse('SHAPE', pointer, `Found the key ${JSON.stringify(unknown.slice(0, 40))}, expected ${keys}`);
}

function checkScalar(value: unknown, shape: 'text' | 'text or null' | 'index', pointer: string): void {
  const isText = typeof value === 'string' && value.length <= MAX_TEXT_CHARACTERS && value.isWellFormed();
  if (shape === 'index') {
    const isIndex = Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
    if (!isIndex) refuse('SHAPE', pointer, `Found ${kindOf(value)}, expected a whole number from 0`);
  } else if (!isText && !(shape === 'text or null' && value === null)) {
    refuse(
      'SHAPE',
      pointer,
      `Found ${kindOf(value)}, expected ${shape} of at most ${MAX_TEXT_CHARACTERS} characters`,
    );
  }
}

/** The same thing said twice would let one claim hide another. */
function checkDistinct(keys: readonly string[], pointer: string): void {
  const seen = new Set<string>();
  for (const [at, key] of keys.entries()) {
    if (seen.has(key)) refuse('DUPLICATE', `${pointer}/${at}`, `Found ${key} twice`);
    seen.add(key);
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string')
    return value.isWellFormed() ? `text of ${value.length} characters` : 'a lone surrogate';
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
