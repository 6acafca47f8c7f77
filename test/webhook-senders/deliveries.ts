// SPDX-License-Identifier: Apache-2.0
// Deliveries of every sender of webhooks, signed here with node:crypto alone, by the documentation of each sender.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Pack, resolvePack, type Sender } from '../../src/model/index.ts';
import {
  compileMappings,
  createDeliveryDesk,
  createSeenDeliveries,
  type Delivery,
  type SenderKeys,
  type Taken,
} from '../../src/monitor/index.ts';
import { packReader } from '../../src/platform/index.ts';

export const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../../packs')))
  .value as Pack;
export const senderOf = (name: string): Sender =>
  pack.senders.find(({ id }) => id === `e-commerce/sender/${name}`) as Sender;

export const map = compileMappings(pack.mappings);

export function deskOf(sender: Sender, keys: SenderKeys): (delivery: Delivery) => Taken {
  return createDeliveryDesk({
    sender,
    keys,
    source: 'https://hook.example',
    map,
    seen: createSeenDeliveries(86_400_000),
  });
}

export const delivery = (
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
  at: string,
): Delivery => ({
  headers,
  bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  receivedAt: Date.parse(at),
});

/** What a delivery came to: its trust, or the codes of the refusals. */
export function outcome(taken: Taken): string {
  const codes = taken.refused.map(({ code }) => code);
  if (codes.length > 0) {
    expect(taken.events.every(({ trust }) => trust === 'unsigned')).toBe(true);
    return [...new Set(codes)].join(' ');
  }
  expect(taken.events.length).toBeGreaterThan(0);
  return [...new Set(taken.events.map(({ trust }) => trust))].join(' ');
}

export const NOW = '2027-01-15T10:00:03Z';
export const SIGNED = '2027-01-15T10:00:00Z';
export const EPOCH = String(Date.parse(SIGNED) / 1000);
export const SECRET = 'a secret of the operator';
export const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
export const hmac = (secret: string | Buffer, text: string | Buffer, as: 'hex' | 'base64') =>
  createHmac('sha256', secret).update(text).digest(as);

export interface Case {
  readonly sender: string;
  readonly keys: SenderKeys;
  readonly body: string;
  /** Headers and body of a delivery, signed now or with another secret. */
  readonly signed: (
    body: string,
    options?: { at?: string; wrong?: boolean },
  ) => readonly [Record<string, string>, string];
  /** The header that holds the signature; none when the body does. */
  readonly header?: string;
  readonly trust: string;
  /** Whether the signature covers every byte of the body. */
  readonly whole: boolean;
  /** The bare signature in the other encoding. */
  readonly confused?: (body: string) => readonly [Record<string, string>, string];
}

export const BODY =
  '{"id":"evt_1", "type":"charge.captured","event_type":"X","total":"49.90","data":{"object":{"id":"ch_1","amount":4990}}}';
const secretFor = (wrong: boolean | undefined): string => (wrong ? 'another secret' : SECRET);

function simple(sender: string, header: string, as: 'hex' | 'base64', prefix = ''): Case {
  const other = as === 'hex' ? 'base64' : 'hex';
  return {
    sender,
    keys: { keys: [SECRET] },
    body: BODY,
    header,
    trust: 'signed',
    whole: true,
    signed: (body, { wrong } = {}) => [{ [header]: prefix + hmac(secretFor(wrong), body, as) }, body],
    confused: (body) => [{ [header]: prefix + hmac(SECRET, body, other) }, body],
  };
}

export const ADYEN_KEY = 'DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00';
export const ADYEN = {
  pspReference: 'psp-1',
  originalReference: '',
  merchantAccountCode: 'Acc:\\1',
  merchantReference: 'o-1001',
  amount: { currency: 'EUR', value: 4990 },
  eventCode: 'AUTHORISATION',
  eventDate: SIGNED,
  success: 'true',
};

export function adyenSigned(body: string, key: Buffer, as: 'hex' | 'base64'): string {
  const item = JSON.parse(body) as typeof ADYEN;
  const quoted = (text: string) => text.replaceAll('\\', '\\\\').replaceAll(':', '\\:');
  const fields = [
    item.pspReference,
    item.originalReference,
    item.merchantAccountCode,
    item.merchantReference,
    String(item.amount.value),
    item.amount.currency,
    item.eventCode,
    item.success,
  ];
  const hmacSignature = hmac(key, fields.map(quoted).join(':'), as);
  return JSON.stringify({
    live: 'false',
    notificationItems: [{ NotificationRequestItem: { ...item, additionalData: { hmacSignature } } }],
  });
}

export const WEBHOOK = 'WH-SETTING-1';
export const CASES: readonly Case[] = [
  {
    ...simple('stripe', 'stripe-signature', 'hex'),
    trust: 'signed-fresh',
    signed: (body, { at = SIGNED, wrong } = {}) => {
      const t = String(Date.parse(at) / 1000);
      return [{ 'stripe-signature': `t=${t},v1=${hmac(secretFor(wrong), `${t}.${body}`, 'hex')}` }, body];
    },
    confused: (body) => [
      { 'stripe-signature': `t=${EPOCH},v1=${hmac(SECRET, `${EPOCH}.${body}`, 'base64')}` },
      body,
    ],
  },
  simple('shopify', 'x-shopify-hmac-sha256', 'base64'),
  simple('woocommerce', 'x-wc-webhook-signature', 'base64'),
  simple('mollie', 'x-mollie-signature', 'hex', 'sha256='),
  simple('aftership', 'aftership-hmac-sha256', 'base64'),
  {
    sender: 'adyen',
    keys: { keys: [ADYEN_KEY] },
    body: JSON.stringify(ADYEN),
    trust: 'signed',
    whole: false,
    signed: (body, { wrong } = {}) => [
      {},
      adyenSigned(body, Buffer.from(wrong ? 'ff'.repeat(32) : ADYEN_KEY, 'hex'), 'base64'),
    ],
    confused: (body) => [{}, adyenSigned(body, Buffer.from(ADYEN_KEY, 'hex'), 'hex')],
  },
  {
    sender: 'adobe-commerce',
    keys: { keys: [publicKey.export({ type: 'spki', format: 'pem' }) as string] },
    body: BODY,
    header: 'x-adobe-commerce-webhook-signature',
    trust: 'signed',
    whole: true,
    signed: (body, { wrong } = {}) => {
      const signature = sign(
        'sha256',
        Buffer.from(Buffer.from(body).toString('base64')),
        wrong ? stranger : privateKey,
      );
      return [{ 'x-adobe-commerce-webhook-signature': signature.toString('base64') }, body];
    },
    confused: (body) => {
      const signature = sign('sha256', Buffer.from(Buffer.from(body).toString('base64')), privateKey);
      return [{ 'x-adobe-commerce-webhook-signature': signature.toString('hex') }, body];
    },
  },
];
