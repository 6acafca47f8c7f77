// SPDX-License-Identifier: Apache-2.0
// Every sender of webhooks of the packs: what it signed is taken, what anybody else made of it is not. Deliveries are
// signed here with node:crypto alone, by the documentation of each sender.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Pack, resolvePack, type Sender } from '../src/model/index.ts';
import {
  compileMappings,
  createDeliveryDesk,
  createSeenDeliveries,
  type Delivery,
  type SenderKeys,
  type Taken,
} from '../src/monitor/index.ts';
import { packReader } from '../src/platform/files.ts';

const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../packs'))).value as Pack;
const senderOf = (name: string): Sender =>
  pack.senders.find(({ id }) => id === `e-commerce/sender/${name}`) as Sender;

const map = compileMappings(pack.mappings);

function deskOf(sender: Sender, keys: SenderKeys): (delivery: Delivery) => Taken {
  return createDeliveryDesk({
    sender,
    keys,
    source: 'https://hook.example',
    map,
    seen: createSeenDeliveries(86_400_000),
  });
}

const delivery = (
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
  at: string,
): Delivery => ({
  headers,
  bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  receivedAt: Date.parse(at),
});

/** What a delivery came to: its trust, or the codes of the refusals. */
function outcome(taken: Taken): string {
  const codes = taken.refused.map(({ code }) => code);
  if (codes.length > 0) {
    expect(taken.events.every(({ trust }) => trust === 'unsigned')).toBe(true);
    return [...new Set(codes)].join(' ');
  }
  expect(taken.events.length).toBeGreaterThan(0);
  return [...new Set(taken.events.map(({ trust }) => trust))].join(' ');
}

describe('the deliveries that packs bring', () => {
  test.each(pack.senders.map((sender) => ({ id: sender.id, sender })))('$id', ({ sender }) => {
    const { hit, miss } = sender;
    const keys = { keys: hit.keys, settings: hit.settings ?? {} };
    expect(outcome(deskOf(sender, keys)(delivery(hit.headers, hit.body, hit.at)))).toBe(hit.trust);
    const { keys: own = hit.keys, headers = hit.headers, body = hit.body, at = hit.at } = miss;
    const desk = deskOf(sender, { ...keys, keys: own });
    expect(outcome(desk(delivery(headers, body, at)))).toBe(miss.code);
  });
});

const NOW = '2027-01-15T10:00:03Z';
const SIGNED = '2027-01-15T10:00:00Z';
const EPOCH = String(Date.parse(SIGNED) / 1000);
const SECRET = 'a secret of the operator';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const hmac = (secret: string | Buffer, text: string | Buffer, as: 'hex' | 'base64') =>
  createHmac('sha256', secret).update(text).digest(as);

interface Case {
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

const BODY =
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

const ADYEN_KEY = 'DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00';
const ADYEN = {
  pspReference: 'psp-1',
  originalReference: '',
  merchantAccountCode: 'Acc:\\1',
  merchantReference: 'o-1001',
  amount: { currency: 'EUR', value: 4990 },
  eventCode: 'AUTHORISATION',
  eventDate: SIGNED,
  success: 'true',
};

function adyenSigned(body: string, key: Buffer, as: 'hex' | 'base64'): string {
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

const WEBHOOK = 'WH-SETTING-1';
const CASES: readonly Case[] = [
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

describe.each(CASES)('deliveries of $sender', (each) => {
  const sender = senderOf(each.sender);
  // Nothing is remembered here but where a test says so.
  const fresh = deskOf(sender, each.keys);
  const run = (
    [headers, body]: readonly [Record<string, string>, string | Uint8Array],
    at = NOW,
    desk = fresh,
  ) => outcome(desk(delivery(headers, body, at)));

  test('are taken when they are right', () => {
    expect(run(each.signed(each.body))).toBe(each.trust);
  });

  test('are refused when any bit of the signed body is another', () => {
    const [headers, body] = each.signed(each.body);
    const bytes = Buffer.from(body);
    for (let at = 0; at < bytes.length; at++)
      for (const bit of [0, 3, 7]) {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] as number) ^ (1 << bit);
        const result = run([headers, flipped]);
        if (each.whole) expect(result).toBe('INGEST_SIGNATURE_WRONG');
        else if (!result.startsWith('INGEST_')) expectSameSigned(body, flipped.toString());
      }
  });

  test('are refused when any bit of the signature is another', () => {
    const [headers, body] = each.signed(each.body);
    const name = each.header;
    if (name === undefined) {
      const [, signature = ''] = /"hmacSignature":"([^"]+)"/.exec(body) ?? [];
      for (let at = 0; at < signature.length; at++) {
        const other = signature[at] === 'A' ? 'B' : 'A';
        expect(
          run([headers, body.replace(signature, signature.slice(0, at) + other + signature.slice(at + 1))]),
        ).toBe('INGEST_SIGNATURE_WRONG');
      }
      return;
    }
    const value = Buffer.from(headers[name] as string);
    for (let at = 0; at < value.length; at++)
      for (const bit of [0, 2, 5]) {
        const flipped = Buffer.from(value);
        flipped[at] = (flipped[at] as number) ^ (1 << bit);
        // Hex digits mean the same in both cases.
        if (flipped.toString().toLowerCase() === value.toString().toLowerCase()) continue;
        expect(run([{ ...headers, [name]: flipped.toString('latin1') }, body])).toMatch(
          /^INGEST_SIGNATURE_(WRONG|MISSING|STALE)$/,
        );
      }
  });

  test('are refused when signed with another secret', () => {
    expect(run(each.signed(each.body, { wrong: true }))).toBe('INGEST_SIGNATURE_WRONG');
  });

  test('are taken under either secret while one is replaced', () => {
    const keys = { ...each.keys, keys: [...each.keys.keys, ...each.keys.keys].reverse() };
    expect(run(each.signed(each.body), NOW, deskOf(sender, keys))).toBe(each.trust);
  });

  test('are refused when the signature is missing, or in the other encoding', () => {
    const [headers, body] = each.signed(each.body);
    const without = each.header === undefined ? body.replace('hmacSignature', 'hmacSignatur') : body;
    const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== each.header));
    expect(run([rest, without])).toBe('INGEST_SIGNATURE_MISSING');
    if (each.confused) expect(run(each.confused(each.body))).toBe('INGEST_SIGNATURE_WRONG');
  });

  test('are refused when the body was parsed and written again', () => {
    if (!each.whole) return;
    const [headers, body] = each.signed(each.body);
    expect(run([headers, JSON.stringify(JSON.parse(body))])).toBe('INGEST_SIGNATURE_WRONG');
  });

  test('are refused the second time, whatever unsigned header is changed, and only once they were kept', () => {
    const desk = deskOf(sender, each.keys);
    const [headers, body] = each.signed(each.body);
    const first = desk(delivery(headers, body, NOW));
    expect(outcome(first)).toBe(each.trust);
    expect(run([headers, body], NOW, desk)).toBe(each.trust);
    first.remember();
    const changed = { ...headers, 'x-shopify-webhook-id': 'new', 'x-wc-webhook-delivery-id': 'new' };
    expect(run([changed, body], NOW, desk)).toBe('INGEST_DUPLICATE');
  });

  test('are refused without a key', () => {
    const allowed = sender.unsigned === 'allowed';
    expect(run(each.signed(each.body), NOW, deskOf(sender, { keys: [] }))).toBe(
      allowed ? 'unsigned' : 'INGEST_UNKNOWN_SENDER',
    );
  });
});

/** A change that is not signed must not reach an event: only signed fields do. */
function expectSameSigned(before: string, after: string): void {
  const item = (text: string) =>
    (JSON.parse(text) as { notificationItems: { NotificationRequestItem: typeof ADYEN }[] })
      .notificationItems[0]?.NotificationRequestItem;
  const signed = (one: typeof ADYEN | undefined) => [
    one?.pspReference,
    one?.originalReference ?? '',
    one?.merchantAccountCode,
    one?.merchantReference,
    String(one?.amount.value),
    one?.amount.currency,
    one?.eventCode,
    one?.success,
  ];
  expect(signed(item(after))).toEqual(signed(item(before)));
}

describe('times', () => {
  const stripe = CASES[0] as Case;
  const run = (headers: Record<string, string>, body: string, at = NOW) =>
    outcome(deskOf(senderOf('stripe'), stripe.keys)(delivery(headers, body, at)));
  const signature = (t: string) => hmac(SECRET, `${t}.${BODY}`, 'hex');

  test.each([
    ['five minutes old', '2027-01-15T10:05:00Z', 'signed-fresh'],
    ['a second older', '2027-01-15T10:05:01Z', 'INGEST_SIGNATURE_STALE'],
    ['a little early', '2027-01-15T09:59:00Z', 'signed-fresh'],
    ['far too early', '2027-01-15T09:50:00Z', 'INGEST_SIGNATURE_STALE'],
  ])('Stripe, %s', (_, at, expected) => {
    expect(run({ 'stripe-signature': `t=${EPOCH},v1=${signature(EPOCH)}` }, BODY, at)).toBe(expected);
  });

  test.each<[string, string, string]>([
    [
      'a newer time over an old signature',
      `t=${Number(EPOCH) + 200},v1=${signature(EPOCH)}`,
      'INGEST_SIGNATURE_WRONG',
    ],
    ['only a signature of an older version', `t=${EPOCH},v0=${signature(EPOCH)}`, 'INGEST_SIGNATURE_WRONG'],
    [
      'one right signature of several',
      `t=${EPOCH},v1=${'0'.repeat(64)},v1=${signature(EPOCH)},v0=${'1'.repeat(64)}`,
      'signed-fresh',
    ],
    ['no time', `v1=${signature(EPOCH)}`, 'INGEST_SIGNATURE_MISSING'],
    ['a time that is no number', `t=1e9,v1=${signature('1e9')}`, 'INGEST_SIGNATURE_MISSING'],
    ['nothing', '', 'INGEST_SIGNATURE_WRONG'],
  ])('Stripe, %s', (_, header, expected) => {
    expect(run({ 'stripe-signature': header }, BODY)).toBe(expected);
  });
});

describe('PayPal', () => {
  const sender = senderOf('paypal');
  const { hit } = sender;
  const keys = { keys: hit.keys, settings: hit.settings ?? {} };
  const run = (
    headers: Readonly<Record<string, string>>,
    body = hit.body,
    at = hit.at,
    own: SenderKeys = keys,
  ) => outcome(deskOf(sender, own)(delivery(headers, body, at)));

  test('never takes a key from the delivery: the address of a certificate changes nothing', () => {
    const forged = (key: typeof privateKey) => {
      const signed = `id-1|${SIGNED}|${WEBHOOK}|${crc32(Buffer.from(hit.body))}`;
      return {
        ...hit.headers,
        'paypal-cert-url': 'https://evil.example/cert.pem',
        'paypal-transmission-id': 'id-1',
        'paypal-transmission-time': SIGNED,
        'paypal-transmission-sig': sign('sha256', Buffer.from(signed), key).toString('base64'),
      };
    };
    expect(run(forged(stranger), hit.body, hit.at, { ...keys, settings: { 'webhook-id': WEBHOOK } })).toBe(
      'INGEST_SIGNATURE_WRONG',
    );
    expect(run({ ...hit.headers, 'paypal-cert-url': 'http://169.254.169.254/latest' })).toBe('signed-fresh');
  });

  test.each<[string, Record<string, string>, string]>([
    ['another id', { 'paypal-transmission-id': 'id-2' }, 'INGEST_SIGNATURE_WRONG'],
    ['another time', { 'paypal-transmission-time': '2027-01-15T10:00:01Z' }, 'INGEST_SIGNATURE_WRONG'],
    ['another algorithm', { 'paypal-auth-algo': 'none' }, 'INGEST_SIGNATURE_MISSING'],
    ['a signature that is no base64', { 'paypal-transmission-sig': '!' }, 'INGEST_SIGNATURE_WRONG'],
  ])('refuses %s', (_, headers, expected) => {
    expect(run({ ...hit.headers, ...headers })).toBe(expected);
  });

  test('refuses every changed bit of the body', () => {
    const bytes = Buffer.from(hit.body);
    const desk = deskOf(sender, keys);
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ 1;
      expect(outcome(desk(delivery(hit.headers, flipped, hit.at)))).toBe('INGEST_SIGNATURE_WRONG');
    }
  });

  test('refuses without a header that is signed, or with the id of another webhook', () => {
    for (const name of ['paypal-transmission-id', 'paypal-transmission-time', 'paypal-transmission-sig'])
      expect(run(Object.fromEntries(Object.entries(hit.headers).filter(([each]) => each !== name)))).toBe(
        'INGEST_SIGNATURE_MISSING',
      );
    expect(run(hit.headers, hit.body, hit.at, { ...keys, settings: { 'webhook-id': 'other' } })).toBe(
      'INGEST_SIGNATURE_WRONG',
    );
    expect(run(hit.headers, hit.body, hit.at, { keys: keys.keys })).toBe('INGEST_SIGNATURE_MISSING');
  });

  test('takes a delivery that is sent again later with less trust, and refuses it after that', () => {
    expect(run(hit.headers, hit.body, '2027-01-15T12:00:00Z')).toBe('signed');
    const desk = deskOf(sender, keys);
    desk(delivery(hit.headers, hit.body, hit.at)).remember();
    expect(outcome(desk(delivery(hit.headers, hit.body, '2027-01-15T12:00:00Z')))).toBe('INGEST_DUPLICATE');
  });

  test('refuses a certificate before and after its time, and what is no certificate', () => {
    expect(run(hit.headers, hit.body, '2020-01-01T00:00:00Z')).toBe('INGEST_SIGNATURE_WRONG');
    expect(run(hit.headers, hit.body, hit.at, { ...keys, keys: ['no certificate'] })).toBe(
      'INGEST_UNKNOWN_SENDER',
    );
  });
});

describe('Adyen', () => {
  test('signs as the vector of its library', () => {
    const { hit } = senderOf('adyen');
    expect(hit.body).toContain('xhpHvYq2u2Np0rstbZ6QjLGu7JWhvf7Iwaa6EviJSX0=');
    expect(hit.keys).toEqual([ADYEN_KEY]);
  });

  test('takes right items of a batch, refuses the others, and lets no unsigned field into an event', () => {
    const right = JSON.parse(adyenSigned(JSON.stringify(ADYEN), Buffer.from(ADYEN_KEY, 'hex'), 'base64')) as {
      notificationItems: { NotificationRequestItem: object }[];
    };
    const [item] = right.notificationItems;
    const batch = {
      notificationItems: [
        {
          NotificationRequestItem: {
            ...item?.NotificationRequestItem,
            reason: 'injected',
            paymentMethod: 'injected',
          },
        },
        { NotificationRequestItem: { ...item?.NotificationRequestItem, success: 'false' } },
        7,
      ],
    };
    const taken = deskOf(senderOf('adyen'), { keys: [ADYEN_KEY] })(delivery({}, JSON.stringify(batch), NOW));
    expect(taken.refused.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['INGEST_SIGNATURE_WRONG', '/notificationItems/1'],
      ['INGEST_NOT_OBJECT', '/notificationItems/2'],
    ]);
    expect(JSON.stringify(taken.events.filter(({ trust }) => trust === 'signed'))).not.toContain('injected');
  });
});

test('Mollie, classic: nothing of it is believed, and every note counts', () => {
  const desk = deskOf(senderOf('mollie-classic'), { keys: [] });
  const note = delivery({}, 'id=tr_1&status=paid', NOW);
  const first = desk(note);
  first.remember();
  expect(outcome(first)).toBe('unsigned');
  expect(outcome(desk({ ...note, receivedAt: note.receivedAt + 1000 }))).toBe('unsigned');
  expect(JSON.stringify(first.events)).not.toContain('paid');
});

test('a delivery that is compressed, far too long or no JSON is refused with its reason', () => {
  const [headers, body] = (CASES[1] as Case).signed('not json');
  const desk = deskOf(senderOf('shopify'), (CASES[1] as Case).keys);
  expect(outcome(desk(delivery(headers, body, NOW)))).toBe('INGEST_JSON');
  expect(outcome(desk(delivery({ ...headers, 'content-encoding': 'gzip' }, body, NOW)))).toBe(
    'INGEST_ENCODING',
  );
  expect(outcome(desk(delivery(headers, 'x'.repeat(9_000_000), NOW)))).toBe('INGEST_TOO_LONG');
});
