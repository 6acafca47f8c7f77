// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { doorsOf } from './doors.ts';

const BASE = { data: '.', host: '127.0.0.1', behindProxy: false };

describe('the public address', () => {
  test.each([
    ['this machine alone', BASE, 'http://localhost:7400'],
    ['this machine alone, encrypted', { ...BASE, tls: {} }, 'https://localhost:7400'],
    ['behind a proxy, nothing stated', { ...BASE, behindProxy: true }, undefined],
    ['open to others, nothing stated', { ...BASE, host: '0.0.0.0', tls: {} }, undefined],
    ['stated', { ...BASE, access: { public: 'https://a.example/' } }, 'https://a.example'],
    [
      'stated, behind a proxy',
      { ...BASE, behindProxy: true, access: { public: 'https://a.example' } },
      'https://a.example',
    ],
  ])('%s', (_, options, wanted) => {
    const doors = doorsOf(options);
    const before = doors.site?.();
    doors.opened('http://127.0.0.1:7400');
    expect(doors.site?.()).toBe(wanted);
    // Where the server listens is known only once it does.
    expect(before).toBe('access' in options ? wanted : undefined);
  });

  test('a secret of the provider that cannot be read keeps the server from starting', () => {
    const oidc = {
      ...{
        issuer: 'https://a.example',
        'client-id': 'x',
        scopes: [],
        claim: 'c',
        roles: [{ value: 'v', role: 'owner' as const }],
      },
      'client-secret-file': 'no-such.secret',
    };
    expect(() => doorsOf({ ...BASE, access: { oidc } })).toThrow(/no-such\.secret/);
  });
});
