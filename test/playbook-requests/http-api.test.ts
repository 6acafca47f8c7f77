// SPDX-License-Identifier: Apache-2.0
// What every request over HTTP has to keep: its host, its secrets, its risk.
import { expect, test } from 'vitest';
import { httpAdapter } from '../../src/respond/playbook/run/adapters/http-api.ts';
import type { HttpAnswer, HttpRequest } from '../../src/respond/playbook/run/adapters/http-call.ts';
import { NO_SECRETS } from '../../src/respond/playbook/run/ports.ts';
import { resolveCommand } from '../../src/respond/playbook/run/resolve.ts';
import { riskOf } from '../../src/respond/playbook/run/risk.ts';
import { operatorSecrets } from '../../src/respond/playbook/run/secrets.ts';
import type { Command } from '../../src/respond/playbook/shape/commands.ts';
import { ABILITY, attempt, coded, HOST, means, openc2, useServices, workOf } from './requests.ts';

useServices();

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
