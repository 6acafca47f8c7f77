// SPDX-License-Identifier: Apache-2.0
// Names of protocols in drawings → ports and protections.

const PORTS: ReadonlyMap<string, number> = new Map([
  ['ftp', 21],
  ['ssh', 22],
  ['sftp', 22],
  ['telnet', 23],
  ['smtp', 25],
  ['dns', 53],
  ['http', 80],
  ['ws', 80],
  ['https', 443],
  ['http/s', 443],
  ['wss', 443],
  ['ldap', 389],
  ['ldaps', 636],
  ['amqp', 5672],
  ['amqps', 5671],
  ['mqtt', 1883],
  ['mqtts', 8883],
  ['mysql', 3306],
  ['postgresql', 5432],
  ['redis', 6379],
]);

const ENCRYPTED = new Set([
  'ssh',
  'sftp',
  'https',
  'http/s',
  'wss',
  'ldaps',
  'amqps',
  'mqtts',
  'tls',
  'ssl',
  'mtls',
  'ipsec',
  'wireguard',
]);

/** What the name of a protocol tells: its word in the model, its usual port, and whether it encrypts. */
export interface ProtocolFacts {
  readonly protocol?: string;
  readonly port?: number;
  readonly encrypted: boolean;
}

/** Reads `HTTPS`, `HTTP/S`, `TLS 1.3`, `AMQP over TLS` …; nothing is known about an empty or unknown name. */
export function protocolOf(text: string | undefined): ProtocolFacts {
  const words = (text ?? '')
    .slice(0, 200)
    .toLowerCase()
    .split(/[^a-z0-9/]+/)
    .filter((word) => word !== '');
  const known = words.find((word) => PORTS.has(word));
  const protocol = known ?? words.find((word) => /^[a-z][a-z0-9/]{0,63}$/.test(word));
  const port = known === undefined ? undefined : PORTS.get(known);
  return {
    ...(protocol === undefined ? {} : { protocol }),
    ...(port === undefined ? {} : { port }),
    encrypted: words.some((word) => ENCRYPTED.has(word)),
  };
}
