// SPDX-License-Identifier: Apache-2.0
// A command as an adapter gets it, and services of security tools that answer it.
import { afterAll, beforeAll } from 'vitest';
import { callHttp } from '../../src/platform/index.ts';
import type { Work } from '../../src/respond/playbook/run/adapter.ts';
import type { HttpMeans } from '../../src/respond/playbook/run/adapters/http-call.ts';
import { NotSent } from '../../src/respond/playbook/run/adapters/not-sent.ts';
import type { HttpHost } from '../../src/respond/playbook/run/operator.ts';
import { NO_SECRETS } from '../../src/respond/playbook/run/ports.ts';
import { resolveCommand } from '../../src/respond/playbook/run/resolve.ts';
import type { Command } from '../../src/respond/playbook/shape/commands.ts';
import { type SecurityServices, securityServices } from '../support/security-services.ts';

let services: SecurityServices;
/** The services of this test file, from its first test to its last. */
export function useServices(): () => SecurityServices {
  beforeAll(async () => {
    services = await securityServices();
  });
  afterAll(() => services.close());
  return () => services;
}

export const HOST: HttpHost = { host: '127.0.0.1', private: true, clear: true };
export const means = (send: HttpMeans['send'], host: Partial<HttpHost> = {}): HttpMeans => ({
  hosts: [{ ...HOST, ...host }],
  secrets: NO_SECRETS,
  send,
});
export const real = (host: Partial<HttpHost> = {}) =>
  means((request) => callHttp(request, (reason) => new NotSent(reason)), host);
export const attempt = { signal: new AbortController().signal, isRetry: false };
export const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

export function workOf(command: Command, more: Partial<Work> = {}): Work {
  const target = {
    ...{ id: 't', type: 'http-api', name: 't' },
    address: { url: [`http://127.0.0.1:${services.port}`] },
  };
  return {
    ...{ step: 's', name: 's', agent: { ...target, address: {} }, targets: [target], risk: 'none' as const },
    command: resolveCommand(command, { value: () => 'v', isSecret: () => false }),
    outArgs: { __out__: '>' },
    ...more,
  };
}

export const openc2 = (content: unknown, more: object = {}): Command => ({
  type: 'openc2-http',
  command: 'POST /.well-known/openc2 HTTP/1.1',
  content_b64: coded(content),
  ...more,
});
export const DENY = { action: 'deny', target: { domain_name: 'evil.example' } };
export const ABILITY = { type: 'caldera-cmd', command: 'a1-b2' };
