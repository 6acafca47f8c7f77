// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { cadenceMs, hostAndPort, isLoopback, parseSources } from './sources.ts';

const parse = (text: string) => parseSources(new TextEncoder().encode(text), 'sources.yaml');

describe('sources', () => {
  test('reads one of each kind', () => {
    const { value, problems } = parse(`sources:
  - { name: web, kind: file, path: /var/log/nginx/access.log, cadence: 15m, format: lines }
  - { name: net, kind: syslog, over: udp, listen: "127.0.0.1:5514" }
  - { name: floor, kind: mqtt, url: "mqtts://broker:8883", topics: ["plant/#"], username: u, password-file: p }
  - { name: orders, kind: http, token-file: orders.token }
  - { name: payments, kind: webhook, sender: stripe, key-file: [old.secret, new.secret] }
`);
    expect(problems).toEqual([]);
    expect(value?.map(({ name, kind }) => [name, kind])).toEqual([
      ['web', 'file'],
      ['net', 'syslog'],
      ['floor', 'mqtt'],
      ['orders', 'http'],
      ['payments', 'webhook'],
    ]);
  });

  test.each([
    ['a kind that there is not', '{ name: a, kind: kafka }', /SOURCE_/],
    ['a key that there is not', '{ name: a, kind: file, path: p, colour: red }', /SOURCE_UNKNOWN_KEY/],
    ['a file without its path', '{ name: a, kind: file }', /SOURCE_MISSING_KEY/],
    ['a name that is none', '{ name: "A b", kind: http }', /SOURCE_BAD_VALUE/],
    ['a cadence that is none', '{ name: a, kind: http, cadence: soon }', /SOURCE_BAD_VALUE/],
    ['a name twice', '{ name: a, kind: http }, { name: a, kind: http }', /SOURCE_DUPLICATE_NAME/],
    ['syslog for everybody', '{ name: a, kind: syslog, over: udp, listen: "0.0.0.0:514" }', /SOURCE_EXPOSED/],
    [
      'TLS without a certificate',
      '{ name: a, kind: syslog, over: tls, listen: "127.0.0.1:6514" }',
      /SOURCE_EXPOSED/,
    ],
  ])('refuses %s, with its place', (_name, sources, code) => {
    const { problems } = parse(`sources: [${sources}]\n`);
    expect(problems.map((each) => each.code).join()).toMatch(code);
    for (const { at, severity } of problems) expect([at.line, severity]).toEqual([1, 'error']);
  });

  test.each([
    [
      '{ name: a, kind: fil, path: p }',
      'expected `http` or `webhook` or `file` or `syslog` or `mqtt`',
      'Did you mean `file`?',
    ],
    ['{ name: a }', 'expected `http` or `webhook` or `file` or `syslog` or `mqtt`', undefined],
    [
      '{ name: a, kind: file, path: p, topics: [t] }',
      'expected kind, name, cadence, format, path',
      undefined,
    ],
    ['{ name: a, kind: file, pth: p }', 'expected kind, name, cadence, format, path', 'Did you mean `path`?'],
  ])('tells of %s what its kind may have', (sources, expected, hint) => {
    const told = parse(`sources: [${sources}]\n`).problems.find(({ message }) =>
      message.endsWith(`: ${expected}`),
    );
    expect(told).toMatchObject({ severity: 'error' });
    expect(told?.hint).toBe(hint);
  });

  test('takes syslog for everybody when that is said', () => {
    expect(
      parse('sources: [{ name: a, kind: syslog, over: tcp, listen: "0.0.0.0:601", exposed: true }]').problems,
    ).toEqual([]);
  });

  test.each([
    ['127.0.0.1:80', '127.0.0.1', 80, true],
    ['[::1]:80', '::1', 80, true],
    ['localhost:1', 'localhost', 1, true],
    ['0.0.0.0:80', '0.0.0.0', 80, false],
    ['[::]:80', '::', 80, false],
    ['127.0.0.1.example:80', '127.0.0.1.example', 80, false],
  ])('reads the address %s', (text, host, port, loopback) => {
    expect(hostAndPort(text)).toEqual({ host, port });
    expect(isLoopback(host)).toBe(loopback);
  });

  test.each([
    ['30s', 30_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('reads the cadence %s', (text, ms) => expect(cadenceMs(text)).toBe(ms));
});
