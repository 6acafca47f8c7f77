// SPDX-License-Identifier: Apache-2.0
// MQTT in, as a client of the operator's broker: a message is acknowledged (PUBACK) when it is on disk, so the broker
// keeps and sends again what we had not stored when we went away.
import { type EventEmitter, once } from 'node:events';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { Intake } from '../../core/ports/index.ts';
import { untilStored } from './until-stored.ts';

export interface MqttOptions {
  readonly source: string;
  /** `mqtt://host:1883` or `mqtts://host:8883`. */
  readonly url: string;
  readonly topics: readonly string[];
  /** The broker keeps messages for this name while we are away; another one for each data folder. */
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** Certificates that are trusted beside those of the system. */
  readonly ca?: Uint8Array;
  readonly intake: Intake;
  readonly now: () => number;
}

export interface MqttListener {
  readonly connected: boolean;
  close(): Promise<void>;
}

const MAX_PACKET_BYTES = 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;

/** Comes back by itself when the broker goes away later. @throws when the broker does not answer at first, or refuses. */
export async function listenMqtt(options: MqttOptions): Promise<MqttListener> {
  const stop = new AbortController();
  const { connect } = await import('mqtt');
  const client = connect(options.url, connection(options));
  // The library acknowledges when this calls back, and takes the next message only then: MQTT 3.1.1 §4.3.2 and §4.6.
  client.handleMessage = (packet, done): void => {
    const bytes = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const received = {
      source: options.source,
      transport: 'mqtt' as const,
      headers: {},
      origin: packet.topic,
      bytes,
      receivedAt: options.now(),
      authenticated: options.username !== undefined,
    };
    untilStored(options.intake, received, stop.signal).then(
      (stored) => done(stored === undefined ? new Error('The listener is closed') : undefined),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  };
  await connected(client, options.topics);
  return {
    get connected() {
      return client.connected;
    },
    close: async () => {
      stop.abort();
      await client.endAsync(true);
    },
  };
}

/** The broker may send what it kept before we have subscribed, so the handler is there first. */
async function connected(client: MqttClient, topics: readonly string[]): Promise<void> {
  try {
    await once(client as unknown as EventEmitter, 'connect', {
      signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS),
    });
    await client.subscribeAsync([...topics], { qos: 1 });
  } catch (error) {
    await client.endAsync(true);
    throw error;
  } finally {
    client.on('error', () => undefined);
  }
}

function connection(options: MqttOptions): IClientOptions {
  const { clientId, username, password, ca } = options;
  return {
    clientId,
    clean: false,
    protocolVersion: 4,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 2000,
    resubscribe: true,
    properties: { maximumPacketSize: MAX_PACKET_BYTES },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca: Buffer.from(ca) }),
  };
}
