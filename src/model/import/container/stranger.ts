// SPDX-License-Identifier: Apache-2.0
// Variables that hold an address of something that is not among the inputs, or whose value nobody knows.
import { addressesIn, type Endpoint, endpointsIn, type Variable } from './endpoint.ts';
import type { Names } from './names.ts';

/** A variable with an address that leads to nothing here; no endpoint when its value is not known. */
export interface Stranger<V extends Variable> {
  readonly variable: V;
  readonly endpoint?: Endpoint;
}

/** Names of variables that hold addresses of others, as far as their name can say it. */
const ADDRESS_KEY =
  /_(?:ADDR|HOST|HOSTNAME|URL|URI|ENDPOINT|DSN|SERVERS?|BROKERS?|BOOTSTRAP_SERVERS|CONNECTION_STRING)$/i;
/** Where the program itself listens, or is seen from outside. */
const OWN_KEY =
  /(?:^|_)(?:ALLOWED|ADVERTISED|APP|BASE|BIND|CALLBACK|LISTEN(?:ING|ER)?|PUBLIC|REDIRECT|ROOT|SELF|SITE)_/i;
const OWN_HOST = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0)$/i;

/** The variables of one container that hold an address of nobody whom `names` knows. */
export function strangersIn<V extends Variable>(
  variables: readonly V[],
  names: Names<unknown>,
): Stranger<V>[] {
  const known = new Set<Variable>(endpointsIn(variables, names).map(({ variable }) => variable));
  const values = new Map(variables.map(({ key, value }) => [key, value]));
  return variables.flatMap((variable): Stranger<V>[] => {
    const { key, value } = variable;
    if (known.has(variable) || !ADDRESS_KEY.test(key) || OWN_KEY.test(key)) return [];
    if (value === undefined || value.includes('${')) return [{ variable }];
    return addressesIn(key, value, values)
      .filter(({ target }) => !OWN_HOST.test(target))
      .map((endpoint) => ({ variable, endpoint }));
  });
}

/** True for names that the whole internet resolves: with a dot, and not of a private top-level domain (RFC 6762 appendix G, RFC 8375). */
export function isPublicName(host: string): boolean {
  return (
    /\.[a-z]{2,63}$/i.test(host) &&
    !/\.(?:local|localdomain|internal|intranet|lan|home|corp|private|svc|arpa|test|invalid)$/i.test(host)
  );
}
