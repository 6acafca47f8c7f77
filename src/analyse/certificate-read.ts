// SPDX-License-Identifier: Apache-2.0
// From any JSON to a certificate: the shape that certificate-format.ts gives, whole, nothing said twice. By hand, since a
// certificate is untrusted and can be very long, and its checker needs no more than the first fault.
import { digestJson } from '../core/digest.ts';
import { CERTIFICATE_SCHEMA, type Certificate } from './certificate-format.ts';

type Shape = 'text' | 'text or null' | 'index' | readonly [Shape] | { readonly [key: string]: Shape };

/** The first thing that is wrong. */
export interface Fault {
  readonly code: string;
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly message: string;
}

const MAX_TEXT_CHARACTERS = 2_000;

const STEP = { rule: 'text', ['then']: 'text', when: ['text'] } as const;
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

/** The certificate that `value`, any JSON, is. Unknown keys are faults. */
export function readCertificate(value: unknown): Certificate | Fault {
  const fault = shapeFault(value, CERTIFICATE, '');
  if (fault !== undefined) return fault;
  const certificate = value as Certificate;
  const { digest, ...content } = certificate;
  if (content.schema !== CERTIFICATE_SCHEMA) {
    return {
      code: 'SCHEMA',
      pointer: '/schema',
      message: `Found ${content.schema}, expected ${CERTIFICATE_SCHEMA}`,
    };
  }
  const expected = digestJson(content as never);
  if (digest !== expected)
    return { code: 'DIGEST', pointer: '/digest', message: `Found ${digest}, expected ${expected}` };
  const claims = certificate.verdicts.map(
    (claim) => `${claim.attack} of ${claim.target} by ${claim.attacker}`,
  );
  const closures = certificate.closures.map(({ attacker }) => attacker);
  return repeated(claims, '/verdicts') ?? repeated(closures, '/closures') ?? certificate;
}

/** Such lists have no order of their own, but the same item twice would let one claim hide another. */
function repeated(keys: readonly string[], pointer: string): Fault | undefined {
  const seen = new Set<string>();
  for (const [at, key] of keys.entries()) {
    if (seen.has(key))
      return { code: 'DUPLICATE', pointer: `${pointer}/${at}`, message: `Found ${key} twice` };
    seen.add(key);
  }
  return undefined;
}

function shapeFault(value: unknown, shape: Shape, pointer: string): Fault | undefined {
  const fault = (expected: string) => ({
    code: 'SHAPE',
    pointer,
    message: `Found ${kindOf(value)}, expected ${expected}`,
  });
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
    code: 'SHAPE',
    pointer,
    message: `Found ${found.size} keys, expected only ${keys.map(([key]) => key).join(', ')}`,
  };
}

function firstOf<T>(
  items: readonly T[],
  check: (item: T, at: number) => Fault | undefined,
): Fault | undefined {
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
