// SPDX-License-Identifier: Apache-2.0
// What goes out over HTTP for Elasticsearch, and what is made of the answers.
import { expect, test } from 'vitest';
import { elasticAdapter } from '../../src/respond/playbook/run/adapters/elastic.ts';
import type { HttpAnswer, HttpRequest } from '../../src/respond/playbook/run/adapters/http-call.ts';
import { attempt, means, useServices, workOf } from './requests.ts';

useServices();

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
    { status: 'done', values: { __out__: '1' }, note: '1 hit' },
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
  [
    'of a part of the shards, in another way of writing numbers',
    { status: 200, text: '{"_shards": {"failed": 1.0}, "hits": {"total": {"value": 0}, "hits": []}}' },
    { status: 'failed' },
  ],
  [
    'of numbers with a point',
    { status: 200, text: '{"_shards": {"failed": 0}, "hits": {"total": {"value": 1.0}, "hits": []}}' },
    { status: 'done', values: { __out__: '1.0' }, note: '1 hit' },
  ],
  ['an error', { status: 400, text: 'parse' }, { status: 'failed', reason: 'It answered 400: parse' }],
  ['what was cut off', { status: 200, text: '{"hits": {' }, { status: 'failed' }],
])('Elasticsearch answers %s', async (_, answer, did) => {
  const work = workOf(elastic('a:b'), { outArgs: { __hits__: '>' } });
  const found = await elasticAdapter(means(async () => answer)).do('k', work, attempt);
  const wanted = JSON.parse(JSON.stringify(did).replace('__out__', '__hits__')) as object;
  expect(found).toMatchObject(wanted);
});

test('a search that takes long is asked for until it is over, and taken away', async () => {
  const asked: string[] = [];
  const running = {
    id: 'FmR=',
    is_running: true,
    is_partial: true,
    response: { hits: { total: 1, hits: [] } },
  };
  const over = {
    ...{ id: 'FmR=', is_running: false, is_partial: false },
    response: { hits: { total: { value: 3 }, hits: [{ _source: { ip: '192.0.2.9' } }] } },
  };
  const answers: object[] = [running, running, over, {}];
  const send = async ({ method, url }: HttpRequest): Promise<HttpAnswer> => {
    asked.push(`${method} ${url.pathname}${url.search}`);
    return { status: 200, text: JSON.stringify(answers[asked.length - 1]) };
  };
  const work = workOf(elastic('POST /logs/_async_search?keep_alive=1h\n{"query": {"match_all": {}}}'), {
    outArgs: { __hits__: '>', __first__: '>' },
  });
  expect(await elasticAdapter(means(send)).do('k', work, attempt)).toEqual({
    status: 'done',
    values: { __hits__: '3', __first__: '[{"ip":"192.0.2.9"}]' },
    note: '3 hits',
  });
  expect(asked).toEqual([
    'POST /logs/_async_search?keep_alive=1h&wait_for_completion_timeout=20s',
    'GET /_async_search/FmR%3D?wait_for_completion_timeout=20s',
    'GET /_async_search/FmR%3D?wait_for_completion_timeout=20s',
    'DELETE /_async_search/FmR%3D',
  ]);
});

test('an index whose name looks like a long search is searched at once', async () => {
  const asked: string[] = [];
  const send = async ({ url }: HttpRequest): Promise<HttpAnswer> => {
    asked.push(url.pathname + url.search);
    return { status: 200, text: '{"hits": {"total": 0, "hits": []}}' };
  };
  const work = workOf(elastic('POST /my_async_search/_search'));
  expect((await elasticAdapter(means(send)).do('k', work, attempt)).status).toBe('done');
  expect(asked).toEqual(['/my_async_search/_search']);
});

test.each<[string, object, RegExp]>([
  ['that ended with a part', { is_running: false, is_partial: true, response: {} }, /a part of the data/],
  ['that does not end', { id: 'a', is_running: true, is_partial: true, response: {} }, /longer than an hour/],
])('a long search %s has failed', async (_, answer, reason) => {
  const send = async (): Promise<HttpAnswer> => ({ status: 200, text: JSON.stringify(answer) });
  const work = workOf(elastic('POST /logs/_async_search'));
  expect(await elasticAdapter(means(send)).do('k', work, attempt)).toEqual({
    status: 'failed',
    reason: expect.stringMatching(reason) as string,
  });
});
