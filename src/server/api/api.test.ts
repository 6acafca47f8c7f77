// SPDX-License-Identifier: Apache-2.0
// Every route over HTTP: who may, what is refused, and that answers are as the contract says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Started, startApi } from './api.fixture.ts';
import { type Answer, CONTRACT, type Route } from './contract/index.ts';
import { openApi } from './openapi.ts';

const MODEL = readFileSync(resolve('examples/demo-shop/ensuresec.yaml'), 'utf8');
const MEBIBYTE = 1024 * 1024;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

let operator = '';
/** Asks as the operator. */
function fetch(url: string, { headers, ...init }: RequestInit = {}): Promise<Response> {
  return globalThis.fetch(url, { ...init, headers: { authorization: operator, ...headers } });
}

async function start(
  ...options: Parameters<typeof startApi> extends [unknown, ...infer R] ? R : never
): Promise<Started> {
  const started = await startApi((end) => ends.push(end), ...options);
  operator = started.operator;
  return started;
}

const ROUTES = Object.entries(CONTRACT) as [string, Route][];
const pathOf = (route: Route): string => route.path.replace('{id}', 'none');

const WRONG_TYPES = [
  'text/plain',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/json-seq',
  'application/jsonx',
  'application/json; charset=utf-16',
  'text/plain, application/json',
  'json',
  ',',
];

function ask(url: string, route: Route, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}${pathOf(route)}`, {
    method: route.method,
    headers: { ...(route.body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(route.body === undefined ? {} : { body: '{}' }),
  });
}

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
      const broken = await fetch(`${url}${pathOf(route)}`, {
        method: route.method,
        headers: { 'content-type': 'application/json' },
        body: '{"text":',
      });
      expect(broken.status).toBe(400);
    },
  );

  test('no route takes anything else, those that read no body neither', async () => {
    const { url, clock } = await start();
    const answers: string[] = [];
    for (const [name, route] of ROUTES)
      for (const type of WRONG_TYPES) {
        clock.now += 1000;
        const answer = await fetch(`${url}${pathOf(route)}`, {
          method: route.method,
          headers: { 'content-type': type },
          ...(route.method === 'GET' ? {} : { body: '{}' }),
        });
        await answer.body?.cancel();
        if (answer.status !== 415) answers.push(`${name} ${type}: ${answer.status}`);
      }
    expect(answers).toEqual([]);
  });

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
    const { url } = await start(() => Promise.reject(new Error('Detection is starting')));
    const answer = await fetch(`${url}/v1/incidents`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    const status = CONTRACT.status.answer.parse(await (await fetch(`${url}/v1/status`)).json());
    expect(status.numbers.openIncidents).toBeNull();
  });
});

test('the verdict is that of the model, and follows it', async () => {
  const { url } = await start(undefined, MODEL);
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
  const post = (at: string, body: object): Promise<Response> =>
    fetch(`${url}${at}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const whatIf = (text: string): Promise<Response> => post('/v1/what-if', { text });
  const tryMeasures = async (body: object): Promise<Answer<'tryMeasures'>> =>
    CONTRACT.tryMeasures.answer.parse(await (await post('/v1/what-if/measures', body)).json());
  const [cut] = first.report.cuts;
  const tried = await tryMeasures({ add: [{ measure: cut?.measure, on: cut?.on }] });
  const cutsOff = ({ before, after }: Answer<'tryMeasures'>['changes'][number]): boolean =>
    before === 'INSECURE' && after !== 'INSECURE';
  expect(tried.changes.filter(cutsOff)).toHaveLength(cut?.removes ?? 0);
  expect(tried.after.insecure).toBe(tried.before.insecure - (cut?.removes ?? 0));
  // What was tried is not there any more, and what the model says is not taken away with it.
  expect((await tryMeasures({})).changes.map(({ before }) => before)).not.toContain('INSECURE');
  const installed = { measure: 'guard', on: 'yard' };
  await tryMeasures({ add: [installed] });
  expect(await tryMeasures({})).toMatchObject({
    before: first.report.counts,
    after: first.report.counts,
    changes: [],
  });
  for (const each of [
    { ...installed, measure: 'none' },
    { ...installed, on: 'none' },
  ])
    for (const side of ['add', 'remove'])
      expect((await post('/v1/what-if/measures', { [side]: [each] })).status, side).toBe(422);
  const line = first.report.verdicts
    .filter(({ verdict: outcome }) => outcome === 'SECURE')
    .flatMap(({ frontier }) => frontier)
    .find(({ decisive, missing }) => decisive && missing.startsWith('not measure('));
  const [, on, measure] = /\((\S+), (\S+)\)/.exec(line?.missing ?? '') ?? [];
  const without = await tryMeasures({ remove: [{ measure, on }] });
  expect(without.after.secure).toBeLessThan(without.before.secure);
  expect((await tryMeasures({})).after).toEqual(first.report.counts);
  const same = CONTRACT.whatIf.answer.parse(await (await whatIf(MODEL)).json());
  expect(same).toMatchObject({ before: first.report.counts, after: first.report.counts, changes: [] });
  const safer = await whatIf(MODEL.replaceAll('status: available', 'status: installed'));
  const { before, after, changes } = CONTRACT.whatIf.answer.parse(await safer.json());
  expect(changes.length).toBeGreaterThan(0);
  expect(after.insecure).toBeLessThan(before.insecure);
  for (const each of changes) expect(each.before).not.toBe(each.after);
  const wrong = await whatIf(`${MODEL}asets: []\n`);
  expect(wrong.status).toBe(422);
  expect(await wrong.json()).toMatchObject({ modelProblems: [{ code: 'MODEL_UNKNOWN_KEY' }] });
  expect((await verdict()).state).toBe('ready');
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

  test('tells what it calls its elements; without one that can be used, nothing', async () => {
    const named = async (url: string) =>
      CONTRACT.elementNames.answer.parse(await (await fetch(`${url}/v1/model/names`)).json()).names;
    const { url, path } = await start(undefined, MODEL);
    const names = await named(url);
    expect(names).toMatchObject({ orders: 'Order management', 'hall-net': 'Warehouse network' });
    expect(Object.keys(names)).not.toContain('internet');
    writeFileSync(path, 'ensuresec: 1\nasets: []\n');
    expect(await named(url)).toEqual({});
    rmSync(path);
    expect(await named(url)).toEqual({});
  });

  test('is completed: what can be written at a place', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/v1/model/complete`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'ensuresec: 1\nzo', line: 2, column: 3 }),
    });
    expect(CONTRACT.completeModel.answer.parse(await answer.json())).toMatchObject({
      from: 1,
      suggestions: [{ kind: 'key', label: 'zones', insert: 'zones:' }],
    });
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

test('upkeep is what the doctor finds in the folder', async () => {
  const { url } = await start();
  const { findings, at } = CONTRACT.upkeep.answer.parse(await (await fetch(`${url}/v1/upkeep`)).json());
  expect(findings).toContainEqual(expect.objectContaining({ id: 'no-backup', level: 'notice' }));
  // Many who ask share one look.
  expect(CONTRACT.upkeep.answer.parse(await (await fetch(`${url}/v1/upkeep`)).json()).at).toBe(at);
});
