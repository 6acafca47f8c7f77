// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Received } from '../../core/ports/index.ts';
import { type Pack, resolvePack } from '../../model/index.ts';
import { compileIngest } from '../../monitor/index.ts';
import { packReader } from '../../platform/index.ts';
import { createDesks } from './desks.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-desks-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(path.join(folder, 'secret'), 'whsec_test\n');

const pack = resolvePack('e-commerce', packReader(path.resolve(import.meta.dirname, '../../../packs')))
  .value as Pack;
const { map } = compileIngest(pack);
const source = { name: 'pay', kind: 'webhook', sender: 'stripe', 'key-file': 'secret' } as const;
const now = Date.UTC(2026, 0, 2);

function delivery(signature: (signed: string) => string): Received {
  const body = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'charge.refunded',
    created: now / 1000,
    data: { object: { id: 'ch_1' } },
  });
  const header = `t=${now / 1000},v1=${signature(`${now / 1000}.${body}`)}`;
  return {
    source: 'pay',
    transport: 'http',
    headers: { 'stripe-signature': header },
    origin: '127.0.0.1',
    bytes: new TextEncoder().encode(body),
    receivedAt: now,
    authenticated: false,
  };
}

const right = (signed: string): string => createHmac('sha256', 'whsec_test').update(signed).digest('hex');

describe('webhooks', () => {
  test('give events when they are proved, once they are stored only once', () => {
    const desk = createDesks([source], pack, map, folder).get('pay');
    const first = desk?.(delivery(right));
    expect(first?.denied).toBeUndefined();
    expect(first?.events.map(({ trust }) => trust)).toEqual(['signed-fresh']);
    expect(desk?.(delivery(right)).events, 'not stored yet, so it is taken again').toHaveLength(1);
    first?.remember?.();
    expect(desk?.(delivery(right))).toMatchObject({ events: [], unread: [], repeated: 1 });
  });

  test('are denied when they are not, and are no dead letter', () => {
    const answer = createDesks([source], pack, map, folder).get('pay')?.(delivery(() => '00'.repeat(32)));
    expect(answer?.denied).toMatch(/^INGEST_SIGNATURE_WRONG/);
    expect(answer?.unread).toEqual([]);
    expect(answer?.events.every(({ trust }) => trust === 'unsigned')).toBe(true);
  });

  test.each([
    [{ ...source, sender: 'strip' }, /did you mean `stripe`/],
    [{ ...source, 'key-file': 'missing' }, /missing/],
  ])('do not start with what is not there', (given, message) => {
    expect(() => createDesks([given], pack, map, folder)).toThrow(message);
  });
});
