// SPDX-License-Identifier: Apache-2.0
// What single senders do in a way of their own: times, certificates, batches, notes.
import { sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { SenderKeys } from '../../src/monitor/index.ts';
import {
  ADYEN,
  ADYEN_KEY,
  adyenSigned,
  BODY,
  CASES,
  type Case,
  delivery,
  deskOf,
  EPOCH,
  hmac,
  NOW,
  outcome,
  type privateKey,
  SECRET,
  SIGNED,
  senderOf,
  stranger,
  WEBHOOK,
} from './deliveries.ts';

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
