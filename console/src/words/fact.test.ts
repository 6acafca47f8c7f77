// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { factSaid, readFact } from './fact.ts';
import type { Words } from './index.ts';

const english = JSON.parse(readFileSync(`${import.meta.dirname}/en.json`, 'utf8')) as Record<string, string>;
const filled = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
  (english[key] ?? key).replaceAll(/\{\{(\w+)\}\}/g, (_, name) => String(values[name]));
const words: Words = {
  say: filled,
  language: 'en',
  knows: (prefix, id) => Object.hasOwn(english, `${prefix}.${id}`),
  named: (prefix, id, values) => filled(`${prefix}.${id}`, values),
};

describe('readFact', () => {
  test.each([
    ["controls('web')", 'controls', ['web']],
    ['has(orders, default-credentials)', 'has', ['orders', 'default-credentials']],
    ["reads('the ''old'' till, left', _)", 'reads', ["the 'old' till, left", undefined]],
  ])('%s', (text, predicate, args) => {
    expect(readFact(text)).toEqual({ predicate, args });
  });

  test.each(['', 'web', 'not measure(a, b', 'has(a b)', "has('a)"])('%j is none', (text) => {
    expect(readFact(text)).toBeUndefined();
  });
});

describe('factSaid', () => {
  test.each([
    ["controls('payments')", 'the attacker has full control of payments'],
    ['vulnerable(orders, _, network, code)', 'orders has a flaw (access: network, effect: code)'],
    ['flow(_, wms, _)', 'something flows from wms to something'],
    ['carries(flow/office-pc/orders/8443/tcp, software)', 'software goes over office-pc → orders'],
    ['listens(vpn, 443/tcp, anyone)', 'vpn listens on 443/tcp to anyone'],
    [
      'harm-at(web-orders, e-commerce/invariant/ship-implies-paid, kept, tracking)',
      'what breaks “ship implies paid” in web-orders harms tracking',
    ],
    ["controls('a\u202eb')", 'the attacker has full control of a\\u{202e}b'],
    ["of-a-strange-pack('web')", "of-a-strange-pack('web')"],
    ['executes:\u202eweb', 'executes:\\u{202e}web'],
  ])('%s', (text, said) => {
    expect(factSaid(text, words)).toBe(said);
  });

  test.each([
    ["controls('payments')", 'the attacker has full control of Payment service'],
    ['carries(flow/office-pc/payments/8443/tcp, software)', 'software goes over office-pc → Payment service'],
    ['listens(payments, 443/tcp, anyone)', 'Payment service listens on 443/tcp to anyone'],
    ["of-a-strange-pack('payments')", "of-a-strange-pack('payments')"],
  ])('%s, with names of the model', (text, said) => {
    expect(factSaid(text, words, (id) => (id === 'payments' ? 'Payment service' : id))).toBe(said);
  });
});
