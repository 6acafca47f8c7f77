// SPDX-License-Identifier: Apache-2.0
// What goes out over HTTP for OpenC2, Elasticsearch and Caldera, and what is made of the answers.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callHttp } from '../src/platform/index.ts';
import type { Did, Probed, Work } from '../src/respond/playbook/run/adapter.ts';
import { calderaAdapter } from '../src/respond/playbook/run/adapters/caldera.ts';
import { elasticAdapter } from '../src/respond/playbook/run/adapters/elastic.ts';
import { httpAdapter } from '../src/respond/playbook/run/adapters/http-api.ts';
import type { HttpAnswer, HttpMeans, HttpRequest } from '../src/respond/playbook/run/adapters/http-call.ts';
import { idOfKey } from '../src/respond/playbook/run/adapters/key-id.ts';
import { NotSent } from '../src/respond/playbook/run/adapters/not-sent.ts';
import { openc2Adapter } from '../src/respond/playbook/run/adapters/openc2-http.ts';
import type { HttpHost } from '../src/respond/playbook/run/operator.ts';
import { NO_SECRETS } from '../src/respond/playbook/run/ports.ts';
import { resolveCommand } from '../src/respond/playbook/run/resolve.ts';
import { riskOf } from '../src/respond/playbook/run/risk.ts';
import { operatorSecrets } from '../src/respond/playbook/run/secrets.ts';
import type { Command } from '../src/respond/playbook/shape/commands.ts';
import { type SecurityServices, securityServices } from './support/security-services.ts';

let services: SecurityServices;
beforeAll(async () => {
  services = await securityServices();
});
afterAll(() => services.close());

const HOST: HttpHost = { host: '127.0.0.1', private: true, clear: true };
const means = (send: HttpMeans['send'], host: Partial<HttpHost> = {}): HttpMeans => ({
  hosts: [{ ...HOST, ...host }],
  secrets: NO_SECRETS,
  send,
});
const real = (host: Partial<HttpHost> = {}) =>
  means((request) => callHttp(request, (reason) => new NotSent(reason)), host);
const attempt = { signal: new AbortController().signal, isRetry: false };
const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

function workOf(command: Command, more: Partial<Work> = {}): Work {
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

const openc2 = (content: unknown, more: object = {}): Command => ({
  type: 'openc2-http',
  command: 'POST /.well-known/openc2 HTTP/1.1',
  content_b64: coded(content),
  ...more,
});
const DENY = { action: 'deny', target: { domain_name: 'evil.example' } };

test('a bare command becomes a message of OpenC2 over HTTPS 1.1, with the same ids at every attempt', async () => {
  const adapter = openc2Adapter(real());
  for (let at = 0; at < 2; at++) await adapter.do('r:a/c0', workOf(openc2(DENY)), attempt);
  const sent = services.asked.slice(-2);
  const id = idOfKey('r:a/c0');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  for (const { line, headers, body } of sent) {
    expect(line).toBe('POST /.well-known/openc2');
    expect(headers).toMatchObject({
      'content-type': 'application/openc2+json;version=1.0',
      accept: 'application/openc2+json;version=1.0',
      'x-request-id': id,
      'cache-control': 'no-cache',
    });
    expect(JSON.parse(body)).toEqual({
      headers: { request_id: id },
      body: { openc2: { request: { command_id: id, ...DENY } } },
    });
  }
});

test('a message keeps its own header and id, and a command of 1.0 is sent as it is', async () => {
  const bodies: string[] = [];
  const send = async ({ body = '' }: HttpRequest): Promise<HttpAnswer> => {
    bodies.push(body);
    return { status: 200, text: '{"status": 200, "results": {"out": "x"}}' };
  };
  const adapter = openc2Adapter(means(send));
  const message = {
    headers: { request_id: 'mine', from: 'soc' },
    body: { openc2: { request: { command_id: 'c1', ...DENY } } },
  };
  expect(await adapter.do('k', workOf(openc2(message)), attempt)).toMatchObject({ values: { __out__: 'x' } });
  const headers = { 'Content-Type': ['application/openc2-cmd+json;version=1.0'] };
  await adapter.do('k', workOf(openc2(DENY, { headers })), attempt);
  expect(bodies.map((each) => JSON.parse(each) as unknown)).toEqual([
    message,
    { command_id: idOfKey('k'), ...DENY },
  ]);
});

test.each<[string, HttpAnswer, Did['status']]>([
  ['200 in the body', { status: 200, text: '{"status": 200}' }, 'done'],
  [
    'a refusal in the body',
    { status: 200, text: '{"status": 501, "status_text": "no such action"}' },
    'failed',
  ],
  ['an error after the work', { status: 200, text: '{"status": 500}' }, 'unknown'],
  ['what goes on', { status: 200, text: '{"status": 102}' }, 'unknown'],
  ['400 of HTTP', { status: 400, text: '{"status": 400}' }, 'failed'],
])('OpenC2 answers %s', async (_, answer, status) => {
  const adapter = openc2Adapter(means(async () => answer));
  expect((await adapter.do('k', workOf(openc2(DENY)), attempt)).status).toBe(status);
});

test.each<[string, Partial<HttpHost>, object, Partial<Work>, string]>([
  ['a question', {}, openc2({ action: 'query', target: { features: [] } }), {}, 'idempotent'],
  ['a host that knows ids', { 'command-id': true }, openc2(DENY), {}, 'probeable'],
  ['a host that honours keys', { 'idempotency-key': true }, openc2(DENY), {}, 'idempotent'],
  ['all others', {}, openc2(DENY), {}, 'blind'],
])('%s: how sure an OpenC2 command is', (_, host, command, more, certainty) => {
  const work = workOf(command as { type: string }, more);
  expect(openc2Adapter(real(host)).plan(work).certainty).toBe(certainty);
});

test.each<[string, object, RegExp]>([
  ['no OpenC2', openc2({ target: {} }), /no OpenC2 command/],
  ['GET', openc2(DENY, { command: 'GET /.well-known/openc2 HTTP/1.1' }), /sent with POST/],
])('OpenC2 parks %s', async (_, command, reason) => {
  const did = await openc2Adapter(real()).do('k', workOf(command as { type: string }), attempt);
  expect(did).toEqual({ status: 'parked', reason: expect.stringMatching(reason) as string });
});

test.each<[string, unknown, string]>([
  ['a question', { action: 'query', target: { features: [] } }, 'none'],
  ['a change', DENY, 'change'],
  ['what removes', { action: 'delete', target: { file: {} } }, 'destructive'],
  ['an action that a variable will be', { action: '__v__:value', target: {} }, 'destructive'],
  ['an action in a target, which is none', { target: { action: 'query' }, action: 'stop' }, 'destructive'],
])('the risk of an OpenC2 command is that of %s', (_, content, risk) => {
  expect(riskOf(openc2(content), {})).toBe(risk);
});

test('of two actions the one counts that is sent', () => {
  const twice = Buffer.from('{"action":"query","action":"delete","target":{}}').toString('base64');
  expect(riskOf({ ...openc2(DENY), content_b64: twice }, {})).toBe('destructive');
});

const elastic = (text: string) => ({ type: 'elastic', command_b64: Buffer.from(text).toString('base64') });

test.each<[string, HttpAnswer, object]>([
  [
    'hits of a search',
    { status: 200, text: '{"hits": {"total": {"value": 31}, "hits": [{"_source": {"a": 1}}]}}' },
    { status: 'done', values: { __out__: '31' }, note: '31 hits' },
  ],
  [
    'a count',
    { status: 200, text: '{"count": 4}' },
    { status: 'done', values: { __out__: '4' }, note: '4 hits' },
  ],
  [
    'events of EQL',
    { status: 200, text: '{"hits": {"total": {"value": 1}, "events": [{"_source": {}}]}}' },
    { status: 'done', values: { __out__: '1' }, note: '1 hits' },
  ],
  [
    'a total as a number',
    { status: 200, text: '{"hits": {"total": 3, "hits": [{"_source": {}}]}}' },
    { status: 'done', values: { __out__: '3' } },
  ],
  [
    'no total',
    { status: 200, text: '{"hits": {"hits": [null, {"_source": {}}]}}' },
    { status: 'done', values: { __out__: '2' } },
  ],
  [
    'something else',
    { status: 200, text: '{"hits": {"hits": 7}}' },
    { status: 'done', values: { __out__: '0' } },
  ],
  [
    'of a part of the shards',
    { status: 200, text: '{"_shards": {"failed": 1}, "hits": {"total": {"value": 0}, "hits": []}}' },
    { status: 'failed' },
  ],
  [
    'when its time was over',
    { status: 200, text: '{"timed_out": true, "hits": {"total": {"value": 0}, "hits": []}}' },
    { status: 'failed' },
  ],
  ['an error', { status: 400, text: 'parse' }, { status: 'failed', reason: 'It answered 400: parse' }],
  ['what was cut off', { status: 200, text: '{"hits": {' }, { status: 'failed' }],
])('Elasticsearch answers %s', async (_, answer, did) => {
  const work = workOf(elastic('a:b'), { outArgs: { __hits__: '>' } });
  const found = await elasticAdapter(means(async () => answer)).do('k', work, attempt);
  const wanted = JSON.parse(JSON.stringify(did).replace('__out__', '__hits__')) as object;
  expect(found).toMatchObject(wanted);
});

const ABILITY = { type: 'caldera-cmd', command: 'a1-b2' };
const group = { id: 'g', type: 'group', name: 'blue', address: {} };

test.each<[string, object, boolean, RegExp]>([
  ['no group: an operation would be for all agents', ABILITY, false, /names no group/],
  ['an ability of its own', { ...ABILITY, command: '{"executors": []}' }, true, /ability of its own/],
])('Caldera parks %s', async (_, command, hasGroup, reason) => {
  const work = workOf(command as { type: string });
  const targets = hasGroup ? [...work.targets, group] : work.targets;
  const did = await calderaAdapter(real()).do('k', { ...work, targets }, attempt);
  expect(did).toEqual({ status: 'parked', reason: expect.stringMatching(reason) as string });
});

test('Caldera gets an adversary of one ability, then the operation, and is asked for it by its id', async () => {
  const asked: string[] = [];
  const answers = [404, 200, 200, 200, 404, 403, 400];
  const send = async ({ method, url, body = '' }: HttpRequest): Promise<HttpAnswer> => {
    asked.push(`${method} ${url.pathname} ${body}`.trim());
    return {
      status: answers[asked.length - 1] ?? 500,
      text: '{"error": "This operation has already finished."}',
    };
  };
  const adapter = calderaAdapter(means(send));
  const work = workOf(ABILITY);
  const given = { ...work, targets: [...work.targets, group] };
  const id = idOfKey('k');
  expect((await adapter.do('k', given, attempt)).status).toBe('done');
  const probes: Probed['seen'][] = [];
  for (let at = 0; at < 3; at++) probes.push((await adapter.probe('k', given, attempt)).seen);
  expect(probes).toEqual(['done', 'absent', 'unknown']);
  expect((await adapter.undo('k', given, attempt)).status).toBe('done');
  expect(asked).toEqual([
    `GET /api/v2/adversaries/${id}`,
    `POST /api/v2/adversaries {"adversary_id":"${id}","name":"ensuresec ${id}","atomic_ordering":["a1-b2"]}`,
    `POST /api/v2/operations {"id":"${id}","name":"ensuresec ${id}","group":"blue","adversary":{"adversary_id":"${id}"},"auto_close":true}`,
    ...Array.from({ length: 3 }, () => `GET /api/v2/operations/${id}`),
    `PATCH /api/v2/operations/${id} {"state":"cleanup"}`,
  ]);
});

test.each<[string, Command, string]>([
  [
    'the action of the body that is sent, whatever else the command holds',
    {
      ...openc2({ action: 'delete', target: { file: {} } }),
      command_b64: coded({ action: 'query', target: { features: [] } }),
    },
    'destructive',
  ],
  [
    'a method that a header changes',
    { type: 'http-api', command: 'GET /x', headers: { 'X-HTTP-Method-Override': ['DELETE'] } },
    'destructive',
  ],
  ['a look', { type: 'http-api', command: 'GET /x' }, 'none'],
])('the risk is that of %s', (_, command, risk) => expect(riskOf(command, {})).toBe(risk));

test.each(['//evil.example/x', '//', '/\\\\evil.example/x'])(
  'the path `%s` leads to no other host',
  async (path) => {
    const sent: HttpRequest[] = [];
    const send = async (request: HttpRequest): Promise<HttpAnswer> => {
      sent.push(request);
      return { status: 200, text: '' };
    };
    const hosts = [HOST, { host: 'evil.example', clear: true as const }];
    const work = workOf({ type: 'http-api', command: `GET ${path}` });
    await httpAdapter({ hosts, secrets: NO_SECRETS, send }).do('k', work, attempt);
    expect(sent.map(({ url }) => url.hostname)).toEqual(['127.0.0.1']);
  },
);

test('an answer cannot name a variable after what every object has', async () => {
  const work = workOf(
    { type: 'http-api', command: 'GET /x' },
    { outArgs: { __constructor__: '>', __a__: '>' } },
  );
  const did = await httpAdapter(means(async () => ({ status: 200, text: '{"a": 1}' }))).do(
    'k',
    work,
    attempt,
  );
  expect(did).toMatchObject({ values: { __a__: '1' } });
  expect(Object.keys((did as { values: object }).values)).toEqual(['__a__']);
});

test('a secret stays in its string of a JSON body, and a header of the operator is set', async () => {
  const sent: HttpRequest[] = [];
  const send = async (request: HttpRequest): Promise<HttpAnswer> => {
    sent.push(request);
    return { status: 200, text: '' };
  };
  const secrets = operatorSecrets({ __s__: { env: 'S' }, k: { env: 'K' } }, () => 'a"b');
  const hosts = [{ ...HOST, header: { name: 'authorization', secret: 'k', prefix: 'ApiKey ' } }];
  const command = resolveCommand(
    { type: 'http-api', command: 'POST /x', content: '{"s": "__s__:value"}' },
    { value: () => '', isSecret: secrets.has },
  );
  await httpAdapter({ hosts, secrets, send }).do('k', { ...workOf(ABILITY), command }, attempt);
  expect([sent[0]?.body, sent[0]?.headers['authorization']]).toEqual(['{"s":"a\\"b"}', 'ApiKey a"b']);
});
