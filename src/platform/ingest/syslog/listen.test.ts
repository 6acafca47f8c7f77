// SPDX-License-Identifier: Apache-2.0
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import type { Taken } from '../../../core/ports/index.ts';
import { listenSyslog, type SyslogListener } from './listen.ts';

// For tests only: a certificate for localhost that signs itself, made with openssl.
const CERT = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUUiEGZvgsexRtdLNJYMbyrGgoGA8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjAxMzEzOFoYDzIxMjYxMTAy
MDEzMTM4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQcFFZbF8IAQNM0f+A0c5Nt45+qmYvJCqoCPetCF0AUFNYGNx7eC2M3
dt4783Sb6DdCj3rZx+WQnX9AI7tCAxiUo28wbTAdBgNVHQ4EFgQUZh/QHhtAo1IZ
JoIm1Wi3rBy3DCUwHwYDVR0jBBgwFoAUZh/QHhtAo1IZJoIm1Wi3rBy3DCUwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAKYI6SN/qoET10fUVZTMMRboCRP3RWI3ddDphUNpLRPmAiBK
y+cJXEyzMY5tRIyrG4vuBGfUWEhkARnn1Z0/g65UVg==
-----END CERTIFICATE-----`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFxmsKHz0vlha5Oxc
bXEqUsyVfdXrBisv2tmqFcqeqnahRANCAAQcFFZbF8IAQNM0f+A0c5Nt45+qmYvJ
CqoCPetCF0AUFNYGNx7eC2M3dt4783Sb6DdCj3rZx+WQnX9AI7tCAxiU
-----END PRIVATE KEY-----`;

const STORED: Taken = { status: 'stored', stored: 1, duplicates: 0, unread: [] };

let listener: SyslogListener | undefined;
afterEach(() => listener?.close());

interface Log {
  readonly messages: string[];
  readonly counts: { dropped: number; cut: number };
  /** Resolves when so many messages have come. */
  until(count: number): Promise<void>;
}

async function listen(over: 'udp' | 'tcp' | 'tls', answers: Taken[] = []): Promise<Log> {
  const messages: string[] = [];
  const counts = { dropped: 0, cut: 0 };
  listener = await listenSyslog({
    source: 'net',
    over,
    host: '127.0.0.1',
    port: 0,
    ...(over === 'tls' ? { tls: { cert: Buffer.from(CERT), key: Buffer.from(KEY) } } : {}),
    intake: async ({ bytes, source, transport }) => {
      expect([source, transport]).toEqual(['net', 'syslog']);
      const answer = answers.shift() ?? STORED;
      if (answer.status === 'stored') messages.push(new TextDecoder().decode(bytes));
      return answer;
    },
    now: () => 1,
    onDropped: () => counts.dropped++,
    onCut: () => counts.cut++,
  });
  const until = async (count: number): Promise<void> => {
    while (messages.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { messages, counts, until };
}

describe('syslog in', () => {
  test('takes datagrams, each one message', async () => {
    const { messages, until } = await listen('udp');
    const socket = createSocket('udp4');
    for (const text of ['<13>one', '<13>two\nlines'])
      await new Promise((resolve) => socket.send(text, listener?.port ?? 0, '127.0.0.1', resolve));
    await until(2);
    socket.close();
    expect(messages.toSorted()).toEqual(['<13>one', '<13>two\nlines']);
  });

  test.each<readonly ['tcp' | 'tls', () => Socket]>([
    ['tcp', () => connect(listener?.port ?? 0, '127.0.0.1')],
    ['tls', () => connectTls(listener?.port ?? 0, '127.0.0.1', { ca: CERT, servername: 'localhost' })],
  ])('takes both framings over %s', async (over, dial) => {
    const { messages, until } = await listen(over);
    const socket = dial();
    socket.end('<13>one\n7 <13>two<13>three');
    await until(3);
    expect(messages).toEqual(['<13>one', '<13>two', '<13>three']);
  });

  test('offers a message again until it is stored, and reads no further before', async () => {
    const busy: Taken = { status: 'busy', reason: 'full', retryAfterMs: 5 };
    const failed: Taken = { status: 'failed', reason: 'disk', retryAfterMs: 5 };
    const { messages, until } = await listen('tcp', [busy, failed, busy]);
    connect(listener?.port ?? 0, '127.0.0.1').end('<13>one\n');
    await until(1);
    expect(messages).toEqual(['<13>one']);
  });

  test('counts messages that are cut and datagrams that are given up', async () => {
    const never = Array.from(
      { length: 1000 },
      (): Taken => ({ status: 'busy', reason: 'full', retryAfterMs: 60_000 }),
    );
    const log = await listen('tcp');
    connect(listener?.port ?? 0, '127.0.0.1').end(`<13>${'x'.repeat(70_000)}\n<13>two\n`);
    await log.until(2);
    expect(log.counts.cut).toBe(1);
    await listener?.close();
    const other = await listen('udp', never);
    const socket = createSocket('udp4');
    await new Promise((resolve) => socket.send('<13>lost', listener?.port ?? 0, '127.0.0.1', resolve));
    while (never.length === 1000) await new Promise((resolve) => setTimeout(resolve, 5));
    socket.close();
    await once(socket, 'close');
    await listener?.close();
    listener = undefined;
    expect(other.counts.dropped).toBe(1);
  }, 20_000);
});
