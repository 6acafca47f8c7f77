// SPDX-License-Identifier: Apache-2.0
// Variables that say which service a program calls: `PAYMENT_ADDR=payment:50051`. Hints, never proofs.

import type { Names } from './names.ts';

/** A variable of a container; no value when only its name is known. */
export interface Variable {
  readonly key: string;
  readonly value?: string;
}

/** A service that a variable names. */
export interface Endpoint {
  /** Name of the service as the caller knows it. */
  readonly target: string;
  /** Number, or the variable that holds it; absent when nothing says. */
  readonly port?: number;
  readonly confidence: number;
  readonly note: string;
}

/** Ports that a scheme stands for (IANA service names; defaults of the products for the rest). */
const SCHEME_PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
  ['postgres', 5432],
  ['postgresql', 5432],
  ['mysql', 3306],
  ['mariadb', 3306],
  ['redis', 6379],
  ['rediss', 6379],
  ['amqp', 5672],
  ['amqps', 5671],
  ['mongodb', 27017],
  ['nats', 4222],
  ['ldap', 389],
  ['ldaps', 636],
  ['smtp', 25],
  ['smtps', 465],
  ['mqtt', 1883],
  ['mqtts', 8883],
  ['memcached', 11211],
  ['clickhouse', 9000],
  ['cassandra', 9042],
  ['sqlserver', 1433],
]);

const SUFFIX =
  /_(?:ADDR|ADDRESS|HOST|HOSTNAME|URL|URI|ENDPOINT|DSN|SERVERS?|BROKERS?|BOOTSTRAP_SERVERS|UPSTREAM|TARGET|BACKEND|ORIGIN|SERVICE|NODES?|CONNECTION|CONNECTION_STRING)$/i;
const BARE_KEY = /^(?:HOST|SERVER|UPSTREAM|BACKEND|DATABASE_HOST)$/i;
const MAX_VALUE = 8_192;

/**
 * The services of `names` that the variables of one container point to. `names` holds what a caller can resolve;
 * values that name the container itself are left to the caller to drop.
 */
export function endpointsIn(
  variables: readonly Variable[],
  names: Names<unknown>,
): readonly (Endpoint & { readonly variable: Variable })[] {
  const values = new Map(variables.map((variable) => [variable.key, variable.value]));
  return variables.flatMap((variable) => {
    const value = variable.value?.slice(0, MAX_VALUE);
    const found = value === undefined ? [] : inValue(variable.key, value, values, names);
    const guessed = found.length > 0 ? found : inNames(variable.key, value, names);
    return guessed.map((endpoint) => ({ ...endpoint, variable }));
  });
}

function inValue(
  key: string,
  value: string,
  values: ReadonlyMap<string, string | undefined>,
  names: Names<unknown>,
): Endpoint[] {
  return addressesIn(key, value, values).filter((endpoint) => names.get(endpoint.target) !== undefined);
}

/** All hosts that a value names, known or not; each with its port once. */
export function addressesIn(
  key: string,
  value: string,
  values: ReadonlyMap<string, string | undefined>,
): Endpoint[] {
  const found = [
    ...urls(key, value),
    ...hostPorts(key, value),
    ...connections(key, value),
    ...bareHost(key, value, values),
  ];
  const unique = new Map<string, Endpoint>();
  for (const endpoint of found) {
    const place = `${endpoint.target}:${endpoint.port ?? ''}`;
    if (!unique.has(place)) unique.set(place, endpoint);
  }
  return [...unique.values()];
}

function urls(key: string, value: string): Endpoint[] {
  return [
    ...value.matchAll(
      /\b([a-z][a-z0-9+.-]{0,30}):\/\/(?:[^\s/@]{0,256}@)?([\w][\w.-]{0,252})(?::(\d{1,5}))?/gi,
    ),
  ].map(([, scheme = '', host = '', digits]) => {
    const port =
      digits === undefined
        ? SCHEME_PORTS.get(scheme.toLowerCase().replace(/^jdbc:|\+.*$/g, ''))
        : Number(digits);
    return endpoint(host, port, 0.9, `${key} holds an address of ${host}`);
  });
}

function hostPorts(key: string, value: string): Endpoint[] {
  return [...value.matchAll(/(?:^|[\s,;=@([])([A-Za-z0-9][\w.-]{0,252}):(\d{1,5})(?=$|[\s,;/)\]?])/g)].map(
    ([, host = '', digits]) => endpoint(host, Number(digits), 0.9, `${key} holds an address of ${host}`),
  );
}

/** `Host=db;Port=5432;…` as drivers write it. */
function connections(key: string, value: string): Endpoint[] {
  const host =
    /(?:^|[;,\s])(?:host|server|data source|addr|address)\s*=\s*(?:tcp:)?([A-Za-z0-9][\w.-]{0,252})(?:[:,](\d{1,5}))?/i.exec(
      value,
    );
  if (host === null) return [];
  const port = host[2] ?? /(?:^|[;,\s])port\s*=\s*(\d{1,5})/i.exec(value)?.[1];
  return [
    endpoint(
      host[1] ?? '',
      port === undefined ? undefined : Number(port),
      0.9,
      `${key} holds a connection to ${host[1]}`,
    ),
  ];
}

/** The value is nothing but a name; `X_PORT` beside `X_HOST` says the port. */
function bareHost(key: string, value: string, values: ReadonlyMap<string, string | undefined>): Endpoint[] {
  if (!SUFFIX.test(key) && !BARE_KEY.test(key)) return [];
  return value
    .split(/[\s,;]+/)
    .filter((host) => /^[A-Za-z0-9][\w.-]{0,252}$/.test(host))
    .map((host) => {
      const port = Number(
        values.get(`${key.replace(SUFFIX, '')}_PORT`) ?? values.get(key.replace(/HOST(?:NAME)?$/i, 'PORT')),
      );
      const paired = Number.isInteger(port) && port > 0;
      return endpoint(host, paired ? port : undefined, paired ? 0.85 : 0.8, `${key} names ${host}`);
    });
}

/** No value to read: the names of the variable, and of the variables in its value, may still resemble a service. */
function inNames(key: string, value: string | undefined, names: Names<unknown>): Endpoint[] {
  const unresolved =
    value === undefined ? [key] : [...value.matchAll(/\$\{(\w{1,100})/g)].map(([, name = '']) => name);
  return unresolved
    .filter((name) => SUFFIX.test(name))
    .flatMap((name) => {
      const target = names.resembling(name.replace(SUFFIX, ''));
      return target === undefined
        ? []
        : [endpoint(target, undefined, 0.5, `${name} has no known value; its name resembles ${target}`)];
    });
}

function endpoint(host: string, port: number | undefined, confidence: number, note: string): Endpoint {
  const usable = port !== undefined && port > 0 && port <= 65_535;
  return { target: host, confidence, note: `${note.slice(0, 400)}`, ...(usable ? { port } : {}) };
}
