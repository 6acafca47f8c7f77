// SPDX-License-Identifier: Apache-2.0
// Events by the million, made cheaply and the same in each run: orders with some ten events each within hours, a few
// sources, and types as they are in the pack.
import { crc32 } from 'node:zlib';
import { createRandom } from '../monitor/random.ts';

export interface MadeEvent {
  readonly source: string;
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly body: string;
}

const TYPES = [
  ...Array.from({ length: 8 }, () => 'http.request'),
  ...[
    'order.placed',
    'order.changed',
    'pay.authorise',
    'pay.capture',
    'pay.webhook',
    'parcel.scan',
    'parcel.handover',
  ],
  ...[
    'badge.event',
    'vehicle.pos',
    'sensor.reading',
    'auth.login',
    'auth.failed',
    'locker.opened',
    'stock.moved',
  ],
];
const SOURCES = ['web', 'payments', 'warehouse', 'vans', 'doors'];
/** Orders that are under way at the same time. */
const OPEN = 400;

/** A source that sends only once in a while, and is asked for. */
export const RARE = { source: 'bank', type: 'pay.payout' };

/** @returns The event of each number, when they are asked for in turn. */
export function eventMaker(seed: number): (at: number, time: number) => MadeEvent {
  const { below } = createRandom(seed);
  return (at, time) => {
    const isRare = below(200_000) === 0;
    // The window of open orders moves with the number: each is in it for some ten events.
    const key = keyAt(Math.floor(at / 10) + below(OPEN));
    const type = isRare ? RARE.type : (TYPES[below(TYPES.length)] ?? '');
    const source = isRare ? RARE.source : (SOURCES[below(SOURCES.length)] ?? '');
    const id = `${at.toString(36)}-${below(2 ** 31).toString(36)}`;
    const body = JSON.stringify({
      specversion: '1.0',
      id,
      source,
      type,
      subject: key,
      time: new Date(time).toISOString(),
      data: {
        'cs-method': below(5) === 0 ? 'POST' : 'GET',
        'cs-uri-stem': `/item/${below(5000)}`,
        'sc-status': below(30) === 0 ? 404 : 200,
        'c-ip': `10.${below(4)}.${below(256)}.${below(256)}`,
        'cs-user-agent': 'Mozilla/5.0 (X11; Linux x86_64) like Gecko',
        amount: below(30_000) / 100,
      },
      keys: { order: key, session: below(2 ** 31).toString(16) },
    });
    return { source, id, key, type, body };
  };
}

export function keyAt(order: number): string {
  return `order-${crc32(String(order)).toString(16)}`;
}
