// SPDX-License-Identifier: Apache-2.0
// Syslog over UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425). TCP senders that are too fast are held back; UDP knows no
// way to do that, so what does not fit is counted.
import { createSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Intake, Received } from '../../../core/ports/index.ts';
import { pause, untilStored } from '../until-stored.ts';
import { createSyslogFramer } from './framing.ts';
import { kernelDrops } from './kernel-drops.ts';

export interface SyslogOptions {
  readonly source: string;
  readonly over: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array };
  readonly intake: Intake;
  readonly now: () => number;
  /** A datagram found no room, or could not be stored before the end. */
  readonly onDropped: () => void;
  /** So many datagrams were lost before we could read them. */
  readonly onKernelDropped?: (count: number) => void;
  /** Only the beginning of a message was kept. */
  readonly onCut: () => void;
}

export interface SyslogListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Datagrams that may wait for the log. */
const MAX_WAITING = 10_000;
const MAX_CONNECTIONS = 500;
const IDLE_MS = 15 * 60_000;

/** @throws what the operating system says when it cannot listen. */
export function listenSyslog(options: SyslogOptions): Promise<SyslogListener> {
  return options.over === 'udp' ? listenUdp(options) : listenStream(options);
}

function toReceived({ source, now }: SyslogOptions, bytes: Uint8Array, origin: string): Received {
  return {
    source,
    transport: 'syslog',
    headers: {},
    origin,
    bytes,
    receivedAt: now(),
    authenticated: false,
  };
}

async function listenUdp(options: SyslogOptions): Promise<SyslogListener> {
  const version = options.host.includes(':') ? 6 : 4;
  const socket = createSocket({ type: `udp${version}`, recvBufferSize: RECEIVE_BYTES });
  const stop = new AbortController();
  const waiting = new Set<Promise<unknown>>();
  socket.on('message', (bytes, { address }) => {
    if (bytes.length === 0) return;
    if (waiting.size >= MAX_WAITING) return options.onDropped();
    const one = untilStored(options.intake, toReceived(options, bytes, address), stop.signal).then(
      (stored) => {
        if (stored === undefined) options.onDropped();
        waiting.delete(one);
      },
    );
    waiting.add(one);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(options.port, options.host, () => resolve());
  });
  socket.removeAllListeners('error').on('error', () => undefined);
  const { port } = socket.address();
  const drops = watchDrops(() => kernelDrops(port, version), options.onKernelDropped);
  return {
    port,
    close: async () => {
      drops.stop();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
      await Promise.race([Promise.all(waiting), pause(GRACE_MS, stop.signal)]);
      stop.abort();
      await Promise.all(waiting);
    },
  };
}

/** What the kernel keeps for us; it may allow less. */
const RECEIVE_BYTES = 4 * 1024 * 1024;
const DROPS_MS = 2000;

function watchDrops(
  read: () => number | undefined,
  tell: (count: number) => void = () => undefined,
): { stop(): void } {
  let known = read() ?? 0;
  const look = (): void => {
    const drops = read() ?? known;
    if (drops > known) tell(drops - known);
    known = drops;
  };
  const timer = setInterval(look, DROPS_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      look();
    },
  };
}

/** How long what has come may take to be stored when the listener closes. */
const GRACE_MS = 5000;

async function listenStream(options: SyslogOptions): Promise<SyslogListener> {
  const stop = new AbortController();
  const open = new Map<Socket, Promise<void>>();
  const accept = (socket: Socket): void => {
    const done = serve(socket, options, stop.signal).finally(() => open.delete(socket));
    open.set(socket, done);
  };
  const server: Server =
    options.tls === undefined
      ? createServer(accept)
      : createTlsServer({ cert: Buffer.from(options.tls.cert), key: Buffer.from(options.tls.key) }, accept);
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  server.on('error', () => undefined);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: async () => {
      server.close();
      for (const socket of open.keys()) socket.end();
      await Promise.race([Promise.all(open.values()), pause(GRACE_MS, stop.signal)]);
      stop.abort();
      for (const socket of open.keys()) socket.destroy();
      await Promise.all(open.values());
    },
  };
}

/** Reads no further before what was read is on disk: the sender's window closes instead of our memory filling. */
async function serve(socket: Socket, options: SyslogOptions, stop: AbortSignal): Promise<void> {
  const framer = createSyslogFramer();
  const origin = socket.remoteAddress ?? '';
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  const store = async (messages: readonly Uint8Array[]): Promise<void> => {
    await Promise.all(
      messages.map((bytes) => untilStored(options.intake, toReceived(options, bytes, origin), stop)),
    );
  };
  try {
    for await (const chunk of socket) {
      const before = framer.cut;
      await store(framer.push(chunk as Uint8Array));
      for (let at = before; at < framer.cut; at++) options.onCut();
    }
  } catch {
    // A connection that breaks ends like one that is closed.
  }
  await store(framer.end());
}
