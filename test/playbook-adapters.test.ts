// SPDX-License-Identifier: Apache-2.0
// What carries out commands for real: requests to a server that is there, programs that are started.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callHttp, isPublicAddress, runProgram } from '../src/platform/index.ts';
import type { Did, Resolved, Work } from '../src/respond/playbook/run/adapter.ts';
import { bashAdapter } from '../src/respond/playbook/run/adapters/bash.ts';
import { httpAdapter } from '../src/respond/playbook/run/adapters/http-api.ts';
import { NotSent } from '../src/respond/playbook/run/adapters/not-sent.ts';
import { type HttpHost, readOperator } from '../src/respond/playbook/run/operator.ts';
import { resolveCommand } from '../src/respond/playbook/run/resolve.ts';
import { operatorSecrets } from '../src/respond/playbook/run/secrets.ts';

let server: Server;
let port = 0;
const taken: { line: string; headers: IncomingMessage['headers']; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      taken.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      const status = Number(/\/status\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
      if (request.url === '/slow') return;
      if (request.url === '/break') {
        request.socket.destroy();
        return;
      }
      response.writeHead(status, { location: 'http://169.254.169.254/' });
      response.end(request.url === '/text' ? 'plain\n' : '{"case": 7, "owner": "maria"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.closeAllConnections());

const notSent = (reason: string) => new NotSent(reason);
const secrets = operatorSecrets({ __token__: { env: 'T' }, 'api-key': { env: 'T' } }, () => 'hunter2/+');
const OPEN: HttpHost = { host: '127.0.0.1', private: true, clear: true };
const http = (hosts: readonly HttpHost[]) =>
  httpAdapter({ hosts, secrets, send: (request) => callHttp(request, notSent) });
const VALUES = { value: () => 'a/b', isSecret: secrets.has };
const command = (line: string, more: object = {}): Resolved =>
  resolveCommand({ type: 'http-api', command: line, ...more }, VALUES);

function workOn(resolved: Resolved, more: Partial<Work> = {}): Work {
  const target = {
    id: 't',
    type: 'http-api',
    name: 'API',
    address: { url: [`http://127.0.0.1:${port}/v1/`] },
  };
  return {
    step: 's',
    name: 's',
    command: resolved,
    agent: { ...target, address: {} },
    targets: [target],
    outArgs: {},
    risk: 'none',
    ...more,
  };
}

const attempt = (isRetry = false, signal = new AbortController().signal) => ({ signal, isRetry });
const root = { targets: [] as Work['targets'] };
const atRoot = (resolved: Resolved, more: Partial<Work> = {}): Work => {
  const work = workOn(resolved, more);
  return {
    ...work,
    targets: work.targets.map((each) => ({ ...each, address: { url: [`http://127.0.0.1:${port}`] } })),
  };
};

test('a request goes to the address of the target with its key, its login and its secrets', async () => {
  const work = workOn(
    command('POST /holds/__id__:value?k=__token__:value', {
      content: '{"t": "__token__:value"}',
      headers: { Host: ['evil'], 'X-A': ['1'] },
    }),
    {
      outArgs: { __case__: '>', __owner__: '>', __none__: '>' },
    },
  );
  const [target] = work.targets;
  const authentication = { type: 'http-basic', username: 'u', secret: 'api-key' };
  const did = await http([OPEN]).do(
    'r:a/c0',
    { ...work, targets: [{ ...(target as Work['agent']), authentication }] },
    attempt(),
  );
  expect(did).toEqual({
    status: 'done',
    values: { __case__: '7', __owner__: 'maria' },
    note: 'It answered 200',
  });
  const { line, headers, body } = taken.at(-1) as (typeof taken)[number];
  expect([line, body]).toEqual(['POST /v1/holds/a%2Fb?k=hunter2%2F%2B', '{"t":"hunter2/+"}']);
  expect(headers).toMatchObject({
    host: `127.0.0.1:${port}`,
    authorization: `Basic ${Buffer.from('u:hunter2/+').toString('base64')}`,
    'x-a': '1',
    'idempotency-key': expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(JSON.stringify(work)).not.toContain('hunter2');
  expect(secrets.redact(JSON.stringify(taken.at(-1)))).not.toMatch(/hunter2|dTpodW50ZXI/);
});

test.each<[string, string, boolean, Did['status']]>([
  ['what is gone the second time was taken away', 'DELETE /status/404', true, 'done'],
  ['what is not there the first time is none', 'DELETE /status/404', false, 'failed'],
  ['another method does not gain by it', 'PUT /status/404', true, 'failed'],
  ['a redirection is not followed', 'GET /status/302', false, 'failed'],
  ['an error of the server may come after the work', 'POST /status/500', false, 'unknown'],
  ['a refusal of load comes before it', 'POST /status/503', false, 'failed'],
])('%s', async (_, line, isRetry, status) => {
  expect((await http([OPEN]).do('k', atRoot(command(line)), attempt(isRetry))).status).toBe(status);
});

test('a connection that breaks tells nothing, one that never was tells that nothing was sent', async () => {
  await expect(http([OPEN]).do('k', atRoot(command('POST /break')), attempt())).rejects.not.toBeInstanceOf(
    NotSent,
  );
  const stop = new AbortController();
  const slow = http([OPEN]).do('k', atRoot(command('POST /slow')), attempt(false, stop.signal));
  setTimeout(() => stop.abort(), 50);
  await expect(slow).rejects.not.toBeInstanceOf(NotSent);
  const nobody = {
    ...workOn(command('POST /')),
    targets: [{ ...workOn(command('GET /')).agent, address: { url: ['http://127.0.0.1:1'] } }],
  };
  expect(await http([OPEN]).do('k', nobody, attempt())).toMatchObject({ status: 'failed' });
});

test.each<[string, HttpHost[], string[], RegExp]>([
  ['a host that the operator does not name', [], ['https://api.example/'], /not among the hosts/],
  [
    'another port of it',
    [{ host: 'api.example', port: 8443 }],
    ['https://api.example/'],
    /not among the hosts/,
  ],
  ['a host without TLS', [{ host: 'api.example' }], ['http://api.example/'], /without TLS/],
  ['a name that only ends in it', [{ host: 'api.example' }], ['https://evil-api.example/'], /not among/],
  ['a password in an address', [{ host: 'api.example' }], ['https://u:p@api.example/'], /password/],
  ['no address', [OPEN], [], /no address/],
])('parks %s', async (_, hosts, url, reason) => {
  const work = {
    ...workOn(command('GET /x')),
    targets: [{ ...workOn(command('GET /')).agent, address: { url } }],
  };
  expect(http(hosts).plan(work)).toMatchObject({
    text: expect.stringMatching(reason) as string,
  });
  const did = await http(hosts).do('k', work, attempt());
  expect(did).toMatchObject({ status: 'parked', reason: expect.stringMatching(reason) as string });
});

test('an address inside is refused, by number and by name, and nothing arrives there', async () => {
  const before = taken.length;
  for (const [host, url] of [
    ['127.0.0.1', `http://127.0.0.1:${port}`],
    ['localhost', `http://localhost:${port}`],
    ['::1', `http://[::1]:${port}`],
  ] as const) {
    const work = {
      ...workOn(command('GET /x')),
      targets: [{ ...workOn(command('GET /')).agent, address: { url: [url] } }],
    };
    const did = await http([{ host, clear: true }]).do('k', work, attempt());
    expect(did).toEqual({ status: 'failed', reason: expect.stringContaining('address inside') as string });
  }
  expect(taken.length).toBe(before);
});

test.each([
  ['1.0.0.1', true],
  ['192.0.2.1', false],
  ['10.1.2.3', false],
  ['169.254.169.254', false],
  ['0.0.0.0', false],
  ['239.1.1.1', false],
  ['2606:4700::1', true],
  ['::ffff:10.0.0.1', false],
  ['2002:0a00:0001::1', false],
  ['fd00::1', false],
  ['name', false],
])('%s is public: %s', (address, isPublic) => expect(isPublicAddress(address)).toBe(isPublic));

test('a probe tells what it found, and a POST is as certain as the operator and the probe say', async () => {
  const probe = (line: string) =>
    atRoot(command('POST /x'), { probe: command(line), outArgs: { __case__: '>' } });
  const adapter = http([OPEN]);
  expect(await adapter.probe('k', probe('GET /x'), attempt())).toEqual({
    seen: 'done',
    values: { __case__: '7' },
  });
  expect(await adapter.probe('k', probe('GET /status/404'), attempt())).toEqual({ seen: 'absent' });
  expect(await adapter.probe('k', probe('GET /status/403'), attempt())).toMatchObject({ seen: 'unknown' });
  expect(adapter.plan(probe('GET /x')).certainty).toBe('probeable');
  expect(adapter.plan(atRoot(command('POST /x'))).certainty).toBe('blind');
  expect(adapter.plan(atRoot(command('PUT /x'))).certainty).toBe('idempotent');
  expect(http([{ ...OPEN, 'idempotency-key': true }]).plan(atRoot(command('POST /x'))).certainty).toBe(
    'idempotent',
  );
});

const bash = (line: string, more: Partial<Work> = {}): Work =>
  workOn(
    resolveCommand(
      { type: 'bash', command: line },
      { value: () => 'x; touch /tmp/no "$(id)"', isSecret: secrets.has },
    ),
    {
      ...root,
      ...more,
    },
  );
const programs = bashAdapter(['/bin/echo', '/bin/sh', '/bin/false', '/bin/nothing'], (call, signal) =>
  runProgram(call, signal, notSent),
);

test('a program gets its words as they are, and no shell reads them', async () => {
  const did = await programs.do(
    'k',
    bash(`echo -n __a__:value '$HOME' "b  c"`, { outArgs: { __out__: '>' } }),
    attempt(),
  );
  expect(did).toMatchObject({ status: 'done', values: { __out__: 'x; touch /tmp/no "$(id)" $HOME b  c' } });
});

test.each<[string, string, Did['status'], RegExp]>([
  ['a program that fails', '/bin/false', 'failed', /ended with 1$/],
  ['what it said of it', `sh -c 'echo no >&2; exit 3'`, 'failed', /ended with 3: no$/],
  ['an end by a signal', `sh -c 'kill -9 $$'`, 'unknown', /signal/],
  ['a program that is not there', 'nothing', 'failed', /ENOENT/],
  ['a program that the operator does not name', 'rm -r /', 'parked', /not among the programs/],
  ['a line that needs a shell', 'echo a > /etc/passwd', 'parked', /needs a shell/],
  ['a secret in a command line', 'echo __token__:value', 'parked', /secret/],
])('%s is told as it is', async (_, line, status, reason) => {
  const did = await programs.do('k', bash(line), attempt());
  expect([did.status, 'reason' in did ? did.reason : '']).toEqual([status, expect.stringMatching(reason)]);
});

test('a program is for this machine, is ended in time, and may be looked at', async () => {
  const target = { id: 't', type: 'linux', name: 'web', address: { ipv4: ['192.0.2.7'] } };
  expect(programs.plan(bash('echo', { targets: [target] }))).toMatchObject({
    text: expect.stringContaining('192.0.2.7') as string,
  });
  await expect(
    programs.do('k', bash(`sh -c 'sleep 60'`), attempt(false, AbortSignal.timeout(50))),
  ).rejects.toThrow();
  const probe = (line: string) => bash('echo', { probe: bash(line).command });
  expect(await programs.probe('k', probe('echo'), attempt())).toMatchObject({ seen: 'done' });
  expect(await programs.probe('k', probe('false'), attempt())).toEqual({ seen: 'absent' });
  expect(programs.plan(probe('echo')).certainty).toBe('probeable');
  expect(programs.plan(bash('echo')).certainty).toBe('blind');
});

test('the file of the operator is read, and all that is wrong with it is told with its place', () => {
  const read = (text: string) => readOperator(Buffer.from(text), 'o.yaml');
  const { value, problems } = read(`operator: 1
approvals: { change: 0 }
allow-list: [192.0.2.0/24]
http: [{ host: api.example, idempotency-key: true }]
bash: { programs: [/usr/sbin/nft] }
secrets: { api-key: { env: KEY } }
`);
  expect(problems).toEqual([]);
  expect(value?.policy).toEqual({
    approvals: { none: 0, change: 0, destructive: 2 },
    allowList: ['192.0.2.0/24'],
    maxIterations: 1000,
  });
  const wrong = read('operator: 1\napprovals: { destructive: 1 }\nbash: { programs: [nft] }\nhttps: []\n');
  expect(wrong.value).toBeUndefined();
  expect(wrong.problems.map(({ code, at }) => `${at.line} ${code}`)).toEqual([
    '2 OPERATOR_BAD_VALUE',
    '3 OPERATOR_BAD_VALUE',
    '4 OPERATOR_UNKNOWN_KEY',
  ]);
  expect(read('').problems.map(({ code }) => code)).toEqual(['OPERATOR_EMPTY']);
});
