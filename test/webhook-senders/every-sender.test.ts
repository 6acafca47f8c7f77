// SPDX-License-Identifier: Apache-2.0
// What a sender signed is taken, what anybody else made of it is not.
import { describe, expect, test } from 'vitest';
import { type ADYEN, CASES, delivery, deskOf, NOW, outcome, pack, senderOf } from './deliveries.ts';

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
