// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { parseAccess } from './access-file.ts';

const parse = (text: string) => parseAccess(new TextEncoder().encode(text), 'access.yaml');
const OIDC = `oidc:
  issuer: https://login.shop.example/realms/shop
  client-id: ensuresec
  client-secret-file: oidc.secret
  claim: groups
  roles: [{ value: security, role: analyst }]
`;

describe('the file of access', () => {
  test('reads an address and a provider', () => {
    const { value, problems } = parse(`public: https://security.shop.example\n${OIDC}`);
    expect(problems).toEqual([]);
    expect(value).toMatchObject({
      public: 'https://security.shop.example',
      oidc: { 'client-id': 'ensuresec', scopes: [], roles: [{ value: 'security', role: 'analyst' }] },
    });
  });

  test.each([
    'https://security.shop.example',
    'https://security.shop.example/',
    'https://security.shop.example:8443',
    'http://localhost',
    'http://localhost:7400',
  ])('takes the address %s', (address) => expect(parse(`public: "${address}"`).problems).toEqual([]));

  test.each([
    'security.shop.example',
    'http://security.shop.example',
    'https://security.shop.example/console',
    'https://security.shop.example/?x',
    'https://user@security.shop.example',
    'https://192.168.1.5',
    'https://0x7f000001',
    'https://[::1]',
    'http://127.0.0.1:7400',
    'ftp://security.shop.example',
  ])('refuses the address %s, with its place', (address) =>
    expect(parse(`# who comes\npublic: "${address}"\n`).problems).toMatchObject([
      { code: 'ACCESS_BAD_ADDRESS', at: { line: 2 }, severity: 'error' },
    ]),
  );

  test.each([
    ['an issuer in the clear', OIDC.replace('https:', 'http:'), 'ACCESS_BAD_ADDRESS'],
    ['an issuer with a query', OIDC.replace('/realms/shop', '/?a=b'), 'ACCESS_BAD_ADDRESS'],
    ['an issuer with a password in it', OIDC.replace('login.', 'u:p@login.'), 'ACCESS_BAD_ADDRESS'],
    ['a role that there is not', OIDC.replace('analyst', 'king'), 'ACCESS_BAD_VALUE'],
    ['no role at all', OIDC.replace(/roles: .*/, 'roles: []'), 'ACCESS_BAD_VALUE'],
    ['no client', OIDC.replace(/ {2}client-id.*\n/, ''), 'ACCESS_MISSING_KEY'],
    ['a key that there is not', `${OIDC}  colour: red\n`, 'ACCESS_UNKNOWN_KEY'],
    ['a domain that is none', `${OIDC}  domains: ["*"]\n`, 'ACCESS_BAD_VALUE'],
    ['roles that are no list', OIDC.replace(/roles: .*/, 'roles: analyst'), 'ACCESS_WRONG_TYPE'],
  ])('refuses %s', (_, text, code) => {
    expect(parse(text).problems.map((each) => each.code)).toContain(code);
  });

  test('tells a wrong address beside what is wrong with the shape', () => {
    const text = `public: shop\n${OIDC.replace('https:', 'http:').replace('analyst', 'king')}`;
    expect(parse(text).problems.map(({ code, at }) => [code, at.line])).toEqual([
      ['ACCESS_BAD_VALUE', 7],
      ['ACCESS_BAD_ADDRESS', 1],
      ['ACCESS_BAD_ADDRESS', 3],
    ]);
  });

  test('takes a provider in the clear on this machine', () =>
    expect(parse(OIDC.replace('https://login.shop.example', 'http://127.0.0.1:8080')).problems).toEqual([]));
});
