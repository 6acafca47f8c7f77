// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Hint } from '../pack/schema.ts';
import { contextOf } from './guess.ts';

const HINTS: Hint[] = [
  { on: 'name', words: ['db', 'database', 'postgres'], type: 'database', confidence: 0.8 },
  { on: 'name', words: ['payment'], type: 'api', confidence: 0.7 },
  { on: 'name', words: ['label printer'], type: 'printer', confidence: 0.7 },
  { on: 'name', words: ['printer'], type: 'thing', confidence: 0.7 },
  { on: 'image', words: ['redis'], type: 'cache', confidence: 0.9 },
  { on: 'port', words: ['5432'], type: 'database', confidence: 0.5 },
];

describe('contextOf', () => {
  const { guess } = contextOf(HINTS);

  it.each([
    ['name', 'db', 'database'],
    ['name', 'shop-db', 'database'],
    ['name', 'ShopDB', 'database'],
    ['name', 'shopDb', 'database'],
    ['name', 'paymentservice', 'api'],
    ['name', 'PaymentService', 'api'],
    ['name', 'payment_svc', 'api'],
    ['name', 'payment-db', 'database'],
    ['name', 'Label Printer 2', 'printer'],
    ['name', 'labelPrinter', 'printer'],
    ['name', 'postgres15', 'database'],
    ['image', 'docker.io/library/redis:7-alpine@sha256:00', 'cache'],
    ['image', 'localhost:5000/redis', 'cache'],
    ['port', '5432', 'database'],
    ['port', '5432/tcp', 'database'],
  ] as const)('guesses from the %s %s', (on, text, type) => {
    expect(guess(on, text)?.type).toBe(type);
  });

  it.each([
    ['name', 'dbus'],
    ['name', 'paymentology'],
    ['name', ''],
    ['image', 'redislabs.example/web:redis'],
    ['software', 'db'],
    ['port', '5432/udp'],
  ] as const)('does not guess from the %s %j', (on, text) => {
    expect(guess(on, text)).toBeUndefined();
  });

  it('prefers the surest hint, then the longest word', () => {
    expect(guess('name', 'payment database')).toEqual({ type: 'database', confidence: 0.8 });
    expect(guess('name', 'label printer')?.type).toBe('printer');
  });
});
