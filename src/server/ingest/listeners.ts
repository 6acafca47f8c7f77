// SPDX-License-Identifier: Apache-2.0
// Starts what the configuration names, and stops it again.
import type { EventLog, Intake } from '../../core/ports/index.ts';
import { createTail, listenMqtt, listenSyslog, runTail, tailMark } from '../../platform/index.ts';
import { readBytes, readSecret } from '../config/secret.ts';
import { hostAndPort, type Source, type SourceOf } from '../config/sources.ts';

export interface ListenerOptions {
  readonly log: EventLog;
  readonly intake: Intake;
  readonly now: () => number;
  /** Where relative paths of the configuration begin. */
  readonly folder: (path: string) => string;
  /** Tells the broker which data folder we are. */
  readonly clientId: string;
  readonly onLost: (source: string, why: string, count?: number) => void;
  readonly onTrouble: (source: string, why: string) => void;
}

export interface Listening {
  readonly source: string;
  /** For a person: what it listens to. */
  readonly what: string;
  stop(): Promise<void>;
}

/** @throws Error with the name of the source that cannot be started. */
export async function startListener(
  source: Exclude<Source, { kind: 'http' | 'webhook' }>,
  options: ListenerOptions,
): Promise<Listening> {
  try {
    switch (source.kind) {
      case 'file':
        return await startFile(source, options);
      case 'syslog':
        return await startSyslog(source, options);
      case 'mqtt':
        return await startMqtt(source, options);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot start the source \`${source.name}\`: ${why}`, { cause: error });
  }
}

async function startFile(source: SourceOf<'file'>, options: ListenerOptions): Promise<Listening> {
  const path = options.folder(source.path);
  const stop = new AbortController();
  const tail = createTail({
    source: source.name,
    path,
    position: await options.log.mark(tailMark(source.name, path)),
    intake: options.intake,
    now: options.now,
    onLost: (what) => options.onLost(source.name, what),
  });
  const running = runTail(tail, stop.signal, (what) => options.onTrouble(source.name, what));
  return {
    source: source.name,
    what: path,
    stop: async () => {
      stop.abort();
      await running;
    },
  };
}

async function startSyslog(source: SourceOf<'syslog'>, options: ListenerOptions): Promise<Listening> {
  const { host, port } = hostAndPort(source.listen);
  const listener = await listenSyslog({
    source: source.name,
    over: source.over,
    host,
    port,
    intake: options.intake,
    now: options.now,
    onDropped: () => options.onLost(source.name, 'a datagram found no room'),
    onKernelDropped: (count) =>
      options.onLost(source.name, 'datagrams found no room in the buffer of the system', count),
    onCut: () => options.onTrouble(source.name, 'a message was longer than the limit and was cut'),
    ...tlsOf(source, options),
  });
  return {
    source: source.name,
    what: `syslog over ${source.over.toUpperCase()} on ${source.listen.replace(/:\d+$/, '')}:${listener.port}`,
    stop: () => listener.close(),
  };
}

function tlsOf(source: SourceOf<'syslog'>, options: ListenerOptions) {
  const cert = source['cert-file'];
  const key = source['key-file'];
  return source.over !== 'tls' || cert === undefined || key === undefined
    ? {}
    : { tls: { cert: readBytes(options.folder(cert)), key: readBytes(options.folder(key)) } };
}

async function startMqtt(source: SourceOf<'mqtt'>, options: ListenerOptions): Promise<Listening> {
  const password = source['password-file'];
  const ca = source['ca-file'];
  const listener = await listenMqtt({
    source: source.name,
    url: source.url,
    topics: source.topics,
    clientId: `${options.clientId}-${source.name}`,
    intake: options.intake,
    now: options.now,
    ...(source.username === undefined ? {} : { username: source.username }),
    ...(password === undefined ? {} : { password: readSecret(options.folder(password)) }),
    ...(ca === undefined ? {} : { ca: readBytes(options.folder(ca)) }),
  });
  return {
    source: source.name,
    what: `${source.url} ${source.topics.join(', ')}`,
    stop: () => listener.close(),
  };
}
