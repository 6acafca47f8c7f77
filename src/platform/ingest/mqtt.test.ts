// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { afterEach, describe, expect, test } from 'vitest';
import type { Received, Taken } from '../../core/ports/index.ts';
import { listenMqtt } from './mqtt.ts';

const STORED: Taken = { status: 'stored', stored: 1, duplicates: 0, unread: [] };
const FAILED: Taken = { status: 'failed', reason: 'disk', retryAfterMs: 5 };

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function broker(): Promise<string> {
  const aedes = await Aedes.createBroker();
  const server: Server = createServer(aedes.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.close();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
  });
  const address = server.address();
  return `mqtt://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

async function listen(url: string, take: (received: Received) => Taken) {
  const listener = await listenMqtt({
    source: 'floor',
    url,
    topics: ['plant/#'],
    clientId: 'ensuresec-test',
    intake: async (received) => take(received),
    now: () => 1,
  });
  ends.push(() => listener.close());
  return listener;
}

async function publish(url: string, ...payloads: readonly string[]): Promise<void> {
  const client = await connectAsync(url);
  for (const payload of payloads) await client.publishAsync('plant/door/1', payload, { qos: 1 });
  await client.endAsync();
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('MQTT in', () => {
  test('takes messages in order, with their topic', async () => {
    const url = await broker();
    const got: Received[] = [];
    await listen(url, (received) => {
      got.push(received);
      return STORED;
    });
    await publish(url, 'one', 'two', 'three');
    await until(() => got.length === 3);
    expect(got.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['one', 'two', 'three']);
    expect(got[0]).toMatchObject({ source: 'floor', transport: 'mqtt', origin: 'plant/door/1' });
  });

  test('acknowledges only what is stored: the broker sends the rest again to who comes after', async () => {
    const url = await broker();
    let offered = 0;
    const first = await listen(url, () => {
      offered++;
      return FAILED;
    });
    await publish(url, 'precious');
    await until(() => offered > 2);
    await first.close();
    const got: string[] = [];
    await listen(url, ({ bytes }) => {
      got.push(new TextDecoder().decode(bytes));
      return STORED;
    });
    await until(() => got.length > 0);
    expect(got).toEqual(['precious']);
  });

  test('does not start without a broker', async () => {
    await expect(listen('mqtt://127.0.0.1:1', () => STORED)).rejects.toThrow();
  });
});
