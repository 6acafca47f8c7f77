// SPDX-License-Identifier: Apache-2.0
// Every route over HTTP: who may, what is refused, and that answers are as the contract says.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type HttpListener, listenHttp, openSqliteEventLog } from '../../platform/index.ts';
import { answerAnalysis } from '../analysis/analyst.ts';
import { openModelFile } from '../analysis/model-file.ts';
import { keepVerdict } from '../analysis/verdict.ts';
import { createCounters } from '../metrics.ts';
import { createHealth } from '../report.ts';
import { CONTRACT, type Route } from './contract/index.ts';
import type { Reader } from './gate.ts';
import { type Api, createApi } from './index.ts';
import { openApi } from './openapi.ts';

const MODEL = readFileSync(resolve('examples/demo-shop/ensuresec.yaml'), 'utf8');
const MEBIBYTE = 1024 * 1024;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Started {
  readonly url: string;
  readonly api: Api;
  readonly path: string;
  readonly log: Awaited<ReturnType<typeof openSqliteEventLog>>;
}

async function start(
  reader: Reader = 'anybody',
  incidents = async (query: object): Promise<string> => JSON.stringify({ incidents: [], more: 7, query }),
  text: string = 'ensuresec: 1\nname: Small\npack: common\n',
): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-api-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'ensuresec.yaml');
  writeFileSync(path, text);
  let clock = 1_700_000_000_000;
  const log = await openSqliteEventLog(join(folder, 'events.db'), { now: () => clock++ });
  ends.push(() => log.close());
  const file = openModelFile('ensuresec.yaml', path);
  const answer = answerAnalysis({ id: /pack: (\S+)/.exec(text)?.[1] ?? '', shelves: [resolve('packs')] });
  const analyst = {
    problemsOf: async (model: { name: string; bytes: Uint8Array }) =>
      answer({ ask: 'problems', model }) as never,
    report: async (model: { name: string; bytes: Uint8Array }, today: string) =>
      answer({ ask: 'report', model, today }) as never,
  };
  const verdict = keepVerdict({ file, analyst, now: Date.now, onChange: () => undefined });
  ends.push(() => verdict.stop());
  const api = createApi({
    log,
    detecting: { incidents },
    verdict,
    analyst,
    file,
    sources: [{ kind: 'http', name: 'orders', cadence: '1s' }],
    watch: { ages: () => new Map([['orders', 1500]]) },
    counters: createCounters(),
    health: createHealth(),
    now: Date.now,
    reader,
    version: '0.0.0',
  });
  const server: HttpListener = await listenHttp({
    host: '127.0.0.1',
    port: 0,
    sources: [{ name: 'http' }],
    intake: async () => ({ status: 'stored', stored: 0, duplicates: 0, unread: [] }),
    now: Date.now,
    unhealthy: () => undefined,
    metrics: async () => '',
    extend: api.bind,
  });
  ends.push(() => server.close());
  ends.push(() => api.close());
  return { url: server.url, api, path, log };
}

const ROUTES = Object.entries(CONTRACT) as [string, Route][];
const pathOf = (route: Route): string => route.path.replace('{id}', 'none');

function ask(url: string, route: Route, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}${pathOf(route)}`, {
    method: route.method,
    headers: { ...(route.body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(route.body === undefined ? {} : { body: '{}' }),
  });
}

describe('who may', () => {
  const TOKEN = 'a token to read with'.replaceAll(' ', '-');
  const READERS: readonly [string, Reader, Record<string, string>, 'all' | 'reads' | number][] = [
    ['this machine', 'anybody', {}, 'all'],
    ['a page of this server', 'anybody', { 'sec-fetch-site': 'same-origin' }, 'all'],
    ['a page of another site', 'anybody', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of the same site', 'anybody', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin', 'anybody', { origin: 'https://attacker.example' }, 403],
    ['no origin at all', 'anybody', { origin: 'null' }, 403],
    ['others without a token of the server', 'nobody', {}, 403],
    ['others without a token', { token: TOKEN }, {}, 401],
    ['others with a wrong token', { token: TOKEN }, { authorization: `Bearer ${TOKEN}x` }, 401],
    ['others with the token', { token: TOKEN }, { authorization: `Bearer ${TOKEN}` }, 'reads'],
  ];

  test.each(READERS)('%s', async (_, reader, headers, may) => {
    const { url } = await start(reader);
    const extra: Route[] = ['/v1/live', '/openapi.json'].map((path) => ({
      ...CONTRACT.status,
      path,
    }));
    for (const route of [...ROUTES.map(([, each]) => each), ...extra]) {
      const answer = await ask(url, route, headers);
      const refused = [401, 403].includes(answer.status) ? answer.status : undefined;
      const wanted =
        may === 'all' || (may === 'reads' && route.access === 'read')
          ? undefined
          : may === 'reads'
            ? 403
            : may;
      expect(refused, `${route.method} ${route.path}`).toBe(wanted);
      if (answer.headers.get('content-type')?.startsWith('text/event-stream')) await answer.body?.cancel();
    }
  });
});

describe('what is asked', () => {
  test.each(ROUTES.filter(([, { body }]) => body !== undefined))(
    '%s reads JSON in UTF-8 only',
    async (_, route) => {
      const { url } = await start();
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/json; charset=latin1',
      ])
        expect((await ask(url, route, { 'content-type': type })).status, type).toBe(415);
      const broken = await fetch(`${url}${route.path}`, {
        method: route.method,
        headers: { 'content-type': 'application/json' },
        body: '{"text":',
      });
      expect(broken.status).toBe(400);
    },
  );

  test('all that is wrong is told at once, with its place', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/v1/events?limit=x&from=yesterday&colour=red`);
    expect(answer.status).toBe(400);
    const { problems } = (await answer.json()) as { problems: { at: string }[] };
    expect(problems.map(({ at }) => at).sort()).toEqual(['/query', '/query/from', '/query/limit']);
  });

  test.each(['?limit=x', '?limit=1001', '?state=lost', '?limit=1&limit=2'])(
    'incidents%s is refused',
    async (query) => {
      const { url } = await start();
      expect((await fetch(`${url}/v1/incidents${query}`)).status).toBe(400);
    },
  );

  test('incidents are asked for as they were', async () => {
    const { url } = await start();
    const queryOf = async (query: string): Promise<unknown> =>
      ((await (await fetch(`${url}/v1/incidents${query}`)).json()) as { query: unknown }).query;
    expect(await queryOf('')).toEqual({ limit: 100 });
    expect(await queryOf('?limit=5&state=quiet')).toEqual({ limit: 5, state: 'quiet' });
    expect((await fetch(`${url}/v1/incidents/none`)).status).toBe(404);
  });

  test('incidents while detection starts', async () => {
    const { url } = await start('anybody', () => Promise.reject(new Error('Detection is starting')));
    const answer = await fetch(`${url}/v1/incidents`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    const status = CONTRACT.status.answer.parse(await (await fetch(`${url}/v1/status`)).json());
    expect(status.numbers.openIncidents).toBeNull();
  });
});

test('the verdict is that of the model, and follows it', async () => {
  const { url } = await start('anybody', undefined, MODEL);
  const verdict = async () => CONTRACT.verdict.answer.parse(await (await fetch(`${url}/v1/verdict`)).json());
  await expect.poll(async () => (await verdict()).state, { timeout: 20_000 }).toBe('ready');
  const first = await verdict();
  if (first.state !== 'ready') throw new Error('not ready');
  expect(first.report.counts.insecure).toBeGreaterThan(0);
  const worst = first.report.verdicts.find((each) => each.verdict === 'INSECURE');
  const asked = `from=${encodeURIComponent(worst?.attacker ?? '')}&to=${worst?.target}`;
  const { paths, held } = CONTRACT.paths.answer.parse(await (await fetch(`${url}/v1/paths?${asked}`)).json());
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.length + held.length).toBe(
    first.report.verdicts.filter((each) => each.attacker === worst?.attacker && each.target === worst?.target)
      .length,
  );
  const status = CONTRACT.status.answer.parse(await (await fetch(`${url}/v1/status`)).json());
  expect(status.numbers).toMatchObject({
    insecure: first.report.counts.insecure,
    openIncidents: 7,
    silentSources: 1,
  });
  const { sources } = CONTRACT.sources.answer.parse(await (await fetch(`${url}/v1/sources`)).json());
  expect(sources).toEqual([
    { name: 'orders', kind: 'http', cadenceSeconds: 1, silentSeconds: 1.5, silent: true },
  ]);
});

describe('the model', () => {
  const put = (url: string, body: object): Promise<Response> =>
    fetch(`${url}/v1/model`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('is read, checked and replaced; a wrong or outdated one is refused and the file stays', async () => {
    const { url, path } = await start();
    const before = CONTRACT.model.answer.parse(await (await fetch(`${url}/v1/model`)).json());
    expect(before).toMatchObject({ file: 'ensuresec.yaml', writable: true, problems: [] });
    const wrong = `${before.text}asets: []\n`;
    const checked = await fetch(`${url}/v1/model/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: wrong }),
    });
    const { usable, problems } = CONTRACT.checkModel.answer.parse(await checked.json());
    expect(usable).toBe(false);
    expect(problems[0]).toMatchObject({ code: 'MODEL_UNKNOWN_KEY', at: { line: 4, column: 1 } });
    const refused = await put(url, { text: wrong, sha256: before.sha256 });
    expect(refused.status).toBe(422);
    expect(((await refused.json()) as { modelProblems: unknown[] }).modelProblems).toEqual(problems);
    expect((await put(url, { text: before.text, sha256: '0'.repeat(64) })).status).toBe(409);
    expect(readFileSync(path, 'utf8')).toBe(before.text);
    const text = before.text.replace('Small', 'Smaller');
    const [one, two] = await Promise.all([
      put(url, { text, sha256: before.sha256 }),
      put(url, { text: `${text}# again\n`, sha256: before.sha256 }),
    ]);
    expect([one?.status, two?.status].sort()).toEqual([200, 409]);
    const after = CONTRACT.putModel.answer.parse(await (one?.status === 200 ? one : two)?.json());
    expect(CONTRACT.model.answer.parse(await (await fetch(`${url}/v1/model`)).json()).sha256).toBe(
      after.sha256,
    );
  });

  test('that is too long is refused', async () => {
    const { url } = await start();
    const answer = await put(url, { text: 'x'.repeat(4 * MEBIBYTE + 1), sha256: '0'.repeat(64) });
    expect(answer.status).toBe(400);
  });
});

test('live: a status at once, then what is told, each as one event', async () => {
  const { url, api } = await start();
  const answer = await fetch(`${url}/v1/live`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  const until = async (wanted: RegExp): Promise<void> => {
    while (!wanted.test(text)) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`The stream ended after ${text}`);
      text += new TextDecoder().decode(value);
    }
  };
  await until(/event: status\ndata: .*\n\n/);
  api.live.tell({ name: 'notice', data: { text: 'line\n\nevent: forged\ndata: {}' } });
  await until(/event: notice\ndata: (.*)\n\n/);
  expect(text).not.toMatch(/^event: forged/m);
  await reader.cancel();
});

test('the document has every route, and no reference into nothing', () => {
  const document = openApi('1.2.3') as {
    paths: Record<string, object>;
    components: { schemas: Record<string, unknown> };
  };
  for (const [, route] of ROUTES)
    expect(document.paths[route.path]).toHaveProperty(route.method.toLowerCase());
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, at]) => at ?? '');
  expect(references.length).toBeGreaterThan(20);
  for (const at of references) {
    expect(at).toMatch(/^#\/components\/schemas\//);
    expect(document.components.schemas, at).toHaveProperty([at.split('/').at(-1) ?? '']);
  }
});
