// SPDX-License-Identifier: Apache-2.0
// Orders as they go in a house that works: with everything that looks wrong and is not. Events as they arrive.
import { createRandom, type Random } from '../../src/core/random.ts';
import type { ChainEvent } from '../../src/model/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Monday, 6 September 2027. */
const START = Date.UTC(2027, 8, 6);

type Add = (type: string, after: number, keys: ChainEvent['keys'], data?: ChainEvent['data']) => void;

interface Order {
  readonly random: Random;
  readonly add: Add;
  readonly number: number;
  readonly keys: { readonly order: string; readonly account: string };
  readonly total: number;
}

/** What may happen to an order; each is usual. Times are milliseconds after the order. */
const WAYS: Readonly<Record<string, (order: Order) => void>> = {
  plain: (order) => {
    pay(order, [order.total]);
    ship(order, 1);
  },
  'the provider calls hours late, and twice': (order) => {
    pay(order, [order.total], 5 * HOUR);
    webhook(order, 7 * HOUR, order.total);
    ship(order, 1);
  },
  'the first card is declined': (order) => {
    const { add, keys } = order;
    add(
      'pay.auth',
      5_000,
      { ...payment(order), ...keys, card: 'k-x', device: device(order) },
      { result: 'declined', amount: order.total },
    );
    pay(order, [order.total]);
    ship(order, 1);
  },
  'captured parcel by parcel': (order) => {
    pay(order, [order.total - 700, 700]);
    ship(order, 2);
  },
  'two parcels, one label printed again': (order) => {
    pay(order, [order.total]);
    ship(order, 2, true);
  },
  'paid on account': (order) => {
    order.add('order.changed', HOUR, order.keys, { what: 'status', status: 'released', by: 'program' });
    ship(order, 1);
  },
  'cancelled and paid back': (order) => {
    const { add, keys, total } = order;
    pay(order, [total]);
    add('order.changed', HOUR, keys, { what: 'status', status: 'cancelled', by: 'customer' });
    refund(order, HOUR + MINUTE, total, 'cancelled');
  },
  'collected at the counter': (order) => {
    const { add, keys } = order;
    pay(order, [order.total]);
    release(order);
    pick(order, 3 * HOUR);
    add('order.changed', 6 * HOUR, keys, { what: 'status', status: 'delivered', by: 'staff' });
  },
  'scans lost on the way': (order) => {
    pay(order, [order.total]);
    ship(order, 1, false, ['handed-over', 'delivered']);
  },
  'lost, missed and paid back': (order) => {
    const { add, keys, total } = order;
    pay(order, [total]);
    ship(order, 1, false, ['handed-over', 'depot-in', 'lost']);
    add('cs.contact', 5 * DAY, { ...keys }, { topic: 'not-received', channel: 'mail' });
    refund(order, 6 * DAY, total, 'not-received');
  },
  'sent back in part': (order) => {
    pay(order, [order.total]);
    ship(order, 1);
    order.add(
      'parcel.scan',
      5 * DAY,
      { ...parcel(order, 0), order: order.keys.order, device: 'scanner-1' },
      { step: 'returned', site: 'hall-1' },
    );
    order.add(
      'scale.weight',
      5 * DAY + MINUTE,
      { ...parcel(order, 0), order: order.keys.order },
      { grams: 780, expected: 800, direction: 'return', 'serial-match': true },
    );
    refund(order, 5 * DAY + HOUR, order.total - 900, 'return');
  },
  'goodwill, approved': (order) => {
    pay(order, [order.total]);
    ship(order, 1);
    refund(order, 4 * DAY, 500, 'goodwill', true);
  },
  'address mended before the pick': (order) => {
    order.add(
      'order.changed',
      10 * MINUTE,
      { ...order.keys, place: 'a-new' },
      { what: 'address', by: 'customer', 'after-pick': false },
    );
    pay(order, [order.total]);
    release(order);
    pick(order, 5 * HOUR);
    order.add(
      'label.printed',
      6 * HOUR,
      { ...parcel(order, 0), order: order.keys.order, place: 'a-new', person: 'p-1' },
      { reprint: false, parcels: 1 },
    );
    carry(order, 0, ['handed-over', 'loaded', 'delivered']);
  },
  'a voucher, redeemed again after a retry': (order) => {
    const { add, keys, number } = order;
    for (const after of [1_000, 4_000])
      add(
        'promo.redeemed',
        after,
        { ...keys, code: `code-${number}`, device: device(order) },
        { result: 'ok', value: 300, kind: 'voucher' },
      );
    pay(order, [order.total]);
    ship(order, 1);
  },
};

export const ORDINARY_WAYS = Object.keys(WAYS);

const device = ({ number }: Order) => `d-${number}`;
const payment = ({ number }: Order) => ({ payment: `pay-${number}` });
const parcel = ({ number }: Order, index: number) => ({ parcel: `t-${number}-${index}` });

function pay(order: Order, captures: readonly number[], late = 2_000): void {
  const { add, keys, total } = order;
  const all = { ...payment(order), ...keys };
  add(
    'pay.auth',
    20_000,
    { ...all, card: `k-${order.number}`, device: device(order) },
    { result: 'approved', amount: total, currency: 'EUR', 'three-ds': 'authenticated', exemption: 'none' },
  );
  for (const [index, amount] of captures.entries())
    add('pay.capture', 30_000 + index * 20 * HOUR, all, { amount, currency: 'EUR', payee: 'house' });
  webhook(order, 30_000 + late, captures[0] as number);
  // The order may hear of its payment before the capture is read.
  add('order.changed', 31_000 - order.random.below(9_000), keys, {
    what: 'status',
    status: 'paid',
    by: 'program',
  });
}

function webhook(order: Order, after: number, amount: number): void {
  const data = {
    kind: 'captured',
    verified: true,
    age: 2,
    delivery: `evt-${order.number}`,
    'known-source': true,
    amount,
    currency: 'EUR',
  };
  order.add('pay.webhook', after, { ...payment(order), ...order.keys }, data);
}

function release({ add, keys }: Order): void {
  add('order.changed', 2 * HOUR, keys, { what: 'status', status: 'released', by: 'program' });
}

function pick(order: Order, after: number): void {
  order.add(
    'wms.pick',
    after,
    { order: order.keys.order, product: 'mug', person: 'p-1' },
    { quantity: 1, released: true },
  );
}

function ship(
  order: Order,
  parcels: number,
  again = false,
  steps = ['packed', 'handed-over', 'depot-in', 'loaded', 'delivered'],
): void {
  release(order);
  pick(order, 5 * HOUR);
  for (let index = 0; index < parcels; index++) {
    const keys = { ...parcel(order, index), order: order.keys.order };
    const place = `a-${order.number}`;
    order.add(
      'label.printed',
      6 * HOUR + index * DAY,
      { ...keys, place, person: 'p-1' },
      { reprint: false, parcels },
    );
    if (again)
      order.add(
        'label.printed',
        6 * HOUR + index * DAY + MINUTE,
        { ...keys, place, person: 'p-1' },
        { reprint: true, parcels },
      );
    order.add('scale.weight', 6 * HOUR + index * DAY + 2 * MINUTE, keys, {
      grams: 800 + order.random.below(60),
      expected: 800,
      direction: 'out',
    });
    carry(order, index, steps);
  }
}

function carry(order: Order, index: number, steps: readonly string[]): void {
  const driver = `dr-${order.number % 5}`;
  const keys = { ...parcel(order, index), order: order.keys.order };
  for (const [place, step] of steps.entries()) {
    const after = 7 * HOUR + index * DAY + place * 6 * HOUR;
    const on =
      step === 'loaded' || step === 'delivered'
        ? { ...keys, driver }
        : { ...keys, device: `scanner-${place}` };
    if (step === 'loaded')
      order.add(
        'driver.auth',
        after - HOUR,
        { driver },
        { result: 'ok', 'plate-match': true, 'pickup-code': true },
      );
    order.add('parcel.scan', after, on, { step, site: `site-${place}` });
    if (step !== 'delivered') continue;
    const proof = { method: 'code', distance: order.random.below(120) };
    order.add('pod.captured', after + 5 * MINUTE, { ...keys, driver }, proof);
  }
}

function refund(order: Order, after: number, amount: number, reason: string, approved = false): void {
  const keys = { ...payment(order), ...order.keys, actor: `staff-${order.number % 50}` };
  order.add('pay.refund', after, keys, {
    amount,
    currency: 'EUR',
    reason,
    approved,
    by: reason === 'cancelled' ? 'program' : 'staff',
    'same-card': true,
  });
}

/** Events of that many orders over the days, in the order of time. */
export function ordinaryOrders(orders: number, days: number, seed = 1): readonly ChainEvent[] {
  const random = createRandom(seed, 'orders');
  const events: ChainEvent[] = [];
  for (let number = 0; number < orders; number++) {
    const start = START + random.below(days * DAY);
    const way = ORDINARY_WAYS[number % ORDINARY_WAYS.length] as string;
    const total = 3_000 + random.below(9_000);
    const keys = { order: `o-${number}`, account: `c-${number}` };
    const add: Add = (type, after, its, data = {}) => {
      events.push({
        id: `${number}-${events.length}`,
        source: 'house',
        type,
        time: start + after,
        keys: its,
        trust: 'signed',
        data,
      });
    };
    const method = way === 'paid on account' ? 'invoice' : 'card';
    const code = way.startsWith('a voucher') ? 300 : 0;
    add(
      'order.placed',
      0,
      { ...keys, session: `s-${number}`, device: `d-${number}`, place: `a-${number}` },
      {
        total: total - code,
        'computed-total': total,
        currency: 'EUR',
        'catalogue-currency': 'EUR',
        method,
        'payer-is-buyer': true,
      },
    );
    WAYS[way]?.({ random, add, number, keys, total: total - code });
  }
  return events.sort((left, right) => left.time - right.time);
}

/** As they may arrive: up to `lateness` late, and now and then twice. */
export function asTheyArrive(
  events: readonly ChainEvent[],
  lateness: number,
  seed = 1,
): readonly ChainEvent[] {
  const random = createRandom(seed, 'arrival');
  return events
    .flatMap((event) => {
      const once = { event, at: event.time + random.below(lateness + 1) };
      return random.below(20) === 0 ? [once, { event, at: once.at + random.below(lateness + 1) }] : [once];
    })
    .sort((left, right) => left.at - right.at)
    .map(({ event }) => event);
}
