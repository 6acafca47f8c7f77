// SPDX-License-Identifier: Apache-2.0
// Whether a delivery is from whom it says, by the scheme of its sender. Everything is decided on the bytes as they came.
import type { SignatureScheme } from '../../../model/index.ts';
import type { EventRecord } from '../../sigma/match/record.ts';
import { type Delivery, refusal, type SenderKeys, type SenderRules, type Verified } from './delivery.ts';
import { compileKey, type IsSigned, sameBytes } from './keys.ts';
import { type Carried, carried, signedTime } from './signature.ts';
import { own, signedBytes } from './signed-text.ts';

/** @param record The body or the item, for schemes that sign fields of it. */
export type Verify = (delivery: Delivery, record?: EventRecord) => Verified;

export function compileVerify(sender: SenderRules, keys: SenderKeys): Verify {
  const { scheme } = sender;
  if (scheme.algorithm === 'none')
    return (delivery) => ({ ok: true, trust: 'unsigned', signed: delivery.bytes });
  if (keys.keys.length === 0) {
    if (sender.unsigned === 'allowed')
      return (delivery) => ({ ok: true, trust: 'unsigned', signed: delivery.bytes });
    return () => refusal('INGEST_UNKNOWN_SENDER', `No key is set up for ${sender.id}`);
  }
  if (scheme.algorithm === 'token') return (delivery) => byToken(scheme, keys, delivery);
  const checks = keys.keys.map((key) => compileKey(scheme, key));
  const unreadable = checks.indexOf(undefined);
  if (unreadable !== -1)
    return () =>
      refusal(
        'INGEST_UNKNOWN_SENDER',
        `Key ${unreadable + 1} of ${sender.id} cannot be read: expected ${scheme.key ?? 'text'}`,
      );
  return (delivery, record) => bySignature(scheme, keys, checks as readonly IsSigned[], delivery, record);
}

function byToken({ signature }: SignatureScheme, { keys }: SenderKeys, delivery: Delivery): Verified {
  const token = own(delivery.headers, signature?.header ?? '');
  if (token === undefined)
    return refusal('INGEST_SIGNATURE_MISSING', `The header ${signature?.header} is missing`);
  const bytes = Buffer.from(token.slice(signature?.prefix?.length ?? 0));
  const isKnown = keys.map((key) => sameBytes(bytes, Buffer.from(key))).includes(true);
  const hasPrefix = token.startsWith(signature?.prefix ?? '');
  return isKnown && hasPrefix
    ? { ok: true, trust: 'token', signed: delivery.bytes }
    : refusal('INGEST_SIGNATURE_WRONG', 'The token is not the one that is set up');
}

function bySignature(
  scheme: SignatureScheme,
  keys: SenderKeys,
  checks: readonly IsSigned[],
  delivery: Delivery,
  record: EventRecord | undefined,
): Verified {
  for (const [name, value] of Object.entries(scheme.require ?? {}))
    if (own(delivery.headers, name) !== value)
      return refusal('INGEST_SIGNATURE_MISSING', `Expected the header ${name} to be ${value}`);
  const found = carried(scheme, delivery, record);
  const where = scheme.signature?.header ?? scheme.signature?.field;
  if (!found.isThere) return refusal('INGEST_SIGNATURE_MISSING', `There is no signature in ${where}`);
  if (found.signatures.length === 0)
    return refusal(
      'INGEST_SIGNATURE_WRONG',
      `${where} holds no signature of the kind and encoding of the sender`,
    );
  const parts = { delivery, keys, time: found.time, record, escaped: scheme.escaped ?? false };
  const candidates = (scheme.signed ?? []).flatMap((template) => signedBytes(template, parts) ?? []);
  if (candidates.length === 0)
    return refusal('INGEST_SIGNATURE_MISSING', 'A header, setting or time that is signed is missing');
  const signed = candidates.find((bytes) =>
    checks.map((isSigned) => isSigned(bytes, found.signatures, delivery.receivedAt)).includes(true),
  );
  if (signed === undefined)
    return refusal('INGEST_SIGNATURE_WRONG', 'The signature does not fit the delivery');
  return byTime(scheme, found, signed, delivery.receivedAt);
}

/** A right signature that is old may be a replay. */
function byTime({ time }: SignatureScheme, found: Carried, signed: Uint8Array, now: number): Verified {
  if (time === undefined) return { ok: true, trust: 'signed', signed };
  const at = found.time === undefined ? undefined : signedTime(found.time, time.as);
  if (at === undefined)
    return refusal('INGEST_SIGNATURE_MISSING', 'The time of the signature cannot be read');
  const age = (now - at) / 1000;
  if (Math.abs(age) <= time.tolerance) return { ok: true, trust: 'signed-fresh', age, signed };
  if (age > 0 && time.older === 'signed') return { ok: true, trust: 'signed', age, signed };
  const how = age > 0 ? `${Math.round(age)} seconds ago` : `${Math.round(-age)} seconds in the future`;
  return refusal(
    'INGEST_SIGNATURE_STALE',
    `The delivery was signed ${how}: expected at most ${time.tolerance}`,
  );
}
