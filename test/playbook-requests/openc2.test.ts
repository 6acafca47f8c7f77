// SPDX-License-Identifier: Apache-2.0
// What goes out over HTTP for OpenC2, and what is made of the answers.
import { expect, test } from 'vitest';
import type { Did, Work } from '../../src/respond/playbook/run/adapter.ts';
import type { HttpAnswer, HttpRequest } from '../../src/respond/playbook/run/adapters/http-call.ts';
import { idOfKey } from '../../src/respond/playbook/run/adapters/key-id.ts';
import { openc2Adapter } from '../../src/respond/playbook/run/adapters/openc2-http.ts';
import type { HttpHost } from '../../src/respond/playbook/run/operator.ts';
import { riskOf } from '../../src/respond/playbook/run/risk.ts';
import { attempt, DENY, means, openc2, real, useServices, workOf } from './requests.ts';

const services = useServices();

test('a bare command becomes a message of OpenC2 over HTTPS 1.1, with the same ids at every attempt', async () => {
  const adapter = openc2Adapter(real());
  for (let at = 0; at < 2; at++) await adapter.do('r:a/c0', workOf(openc2(DENY)), attempt);
  const sent = services().asked.slice(-2);
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
