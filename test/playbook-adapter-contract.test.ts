// SPDX-License-Identifier: Apache-2.0
// What every adapter of playbooks keeps, one suite for all of them: without a line of the operator nothing begins, a plan
// touches nothing and names what it would touch, and what an adapter says of itself is true of what it does.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callHttp, runProgram } from '../src/platform/index.ts';
import type { Certainty } from '../src/respond/playbook/certainty.ts';
import type { Adapter, Party, Work } from '../src/respond/playbook/run/adapter.ts';
import { liveAdapters } from '../src/respond/playbook/run/adapters/live.ts';
import { NotSent } from '../src/respond/playbook/run/adapters/not-sent.ts';
import type { SigmaSearch } from '../src/respond/playbook/run/adapters/sigma.ts';
import { NO_OPERATOR, type Operator } from '../src/respond/playbook/run/operator.ts';
import { resolveCommand } from '../src/respond/playbook/run/resolve.ts';
import { operatorSecrets } from '../src/respond/playbook/run/secrets.ts';
import { adapterFor } from '../src/respond/playbook/run/work.ts';
import { COMMAND_TYPES } from '../src/respond/playbook/shape/commands.ts';
import { type FakePrograms, fakePrograms } from './support/fake-programs.ts';
import { type SecurityServices, securityServices } from './support/security-services.ts';

let programs: FakePrograms;
let services: SecurityServices;
const paths: Record<string, string> = {};
let searches = 0;

beforeAll(async () => {
  programs = fakePrograms();
  services = await securityServices();
  for (const [name, says] of Object.entries({
    tool: 'done\n',
    ssh: '{"pid": "7"}',
    pwsh: 'ok',
    yara: 'skimmer /srv/shop/a.js\nskimmer /srv/shop/b c.js\n',
    kestrel: 'name pid\n',
    jupyter: JSON.stringify({ cells: [{ outputs: [{ text: ['{"pid": "7"}\n'] }] }] }),
  }))
    paths[name] = programs.make(name, says);
});
afterAll(() => {
  programs.remove();
  services.close();
});

const secrets = operatorSecrets({ caldera: { env: 'C' }, __token__: { env: 'T' } }, () => 'hunter2/+');
const notSent = (reason: string) => new NotSent(reason);
const foundBySigma = { events: 9, hits: 2, first: [{ ip: '192.0.2.9' }] };
const search = (isAllowed: boolean): SigmaSearch => ({
  places: isAllowed ? ['the stored events'] : [],
  search: async (rule) => {
    searches++;
    return rule.includes('title') ? foundBySigma : { refused: 'It holds no rule' };
  },
});

const HOST = '127.0.0.1';
const openHost = { host: HOST, private: true, clear: true } as const;

function adapters(isAllowed: boolean, more: Partial<Operator> = {}): readonly Adapter[] {
  const at = (name: string) => paths[name] as string;
  const allowed: Operator = {
    ...NO_OPERATOR,
    http: [{ ...openHost, 'command-id': true, header: { name: 'KEY', secret: 'caldera' } }],
    programs: [at('tool')],
    ssh: { program: at('ssh'), hosts: [{ host: 'web1.example', user: 'respond', port: 2222 }] },
    powershell: { program: at('pwsh') },
    yara: { program: at('yara'), paths: ['/srv/shop', '/srv/mail'] },
    kestrel: { program: at('kestrel'), sources: ['stixshifter://logs'] },
    jupyter: { program: at('jupyter'), notebooks: '/srv/notebooks/' },
  };
  return liveAdapters(
    { ...(isAllowed ? allowed : NO_OPERATOR), ...more },
    {
      secrets,
      send: (request) => callHttp(request, notSent),
      run: (call, signal) => runProgram(call, signal, notSent),
      pause: async () => undefined,
      sigma: search(isAllowed),
    },
  );
}

const party = (id: string, address: Party['address'], more: Partial<Party> = {}): Party => ({
  id,
  type: 'http-api',
  name: id,
  address,
  ...more,
});
const service = () => party('service', { url: [`http://${HOST}:${services.port}`] });
const machine = () => party('web', { dname: ['web1.example'] }, { port: '2222' });
const coded = (text: string) => Buffer.from(text).toString('base64');
const openc2 = (action: string) => coded(JSON.stringify({ action, target: { ipv4_net: '__v__:value' } }));

interface Row {
  readonly command: object;
  readonly targets: () => readonly Party[];
  readonly certainty: Certainty;
  readonly touches: readonly string[];
  readonly text: RegExp;
  /** How often it took place so far. */
  readonly count: () => number;
  /** Variables that it sets, and what they are then. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Can be undone, and how sure that is. */
  readonly undo?: Certainty;
}

const called = (name: string) => () => programs.calls(name).length;
const effect = (start: string) => () => services.effects.filter((each) => each.startsWith(start)).length;
const asked = (path: string) => () => services.asked.filter(({ line }) => line.endsWith(path)).length;
const here = () => [];
const HITS = { __hits__: '2' };

const ROWS: Readonly<Record<string, Row>> = {
  bash: {
    command: { command: 'tool __v__:value' },
    targets: here,
    certainty: 'blind',
    touches: [`${'tool'}`],
    text: /^run tool 192\.0\.2\.9$/,
    count: called('tool'),
    values: { __only__: 'done' },
  },
  'caldera-cmd': {
    command: { command: 'id: 36eecb80-ede3-442b-8774-956e906aff02' },
    targets: () => [service(), party('blue', {})],
    certainty: 'probeable',
    touches: [HOST, 'blue'],
    text: /36eecb80.* on the group blue$/,
    count: effect('operation blue'),
    values: { __state__: 'finished' },
    undo: 'idempotent',
  },
  elastic: {
    command: { command_b64: coded('GET /logs/_search\n{"query":{"term":{"ip":"__v__:value"}}}') },
    targets: () => [service()],
    certainty: 'idempotent',
    touches: [HOST],
    text: /^ask http:\/\/127\.0\.0\.1:\d+\/logs\/_search$/,
    count: asked('/logs/_search'),
    values: { __hits__: '2', __first__: '[{"ip":"192.0.2.9"}]', __took__: '3' },
  },
  'http-api': {
    command: { command: 'POST /holds HTTP/1.1', content: '{"ip": "__v__:value"}' },
    targets: () => [service()],
    certainty: 'blind',
    touches: [HOST],
    text: /^POST http:\/\/127\.0\.0\.1:\d+\/holds$/,
    count: effect('hold'),
    values: { __case__: '7' },
  },
  jupyter: {
    command: { command_b64: coded('hunt.ipynb') },
    targets: here,
    certainty: 'idempotent',
    touches: ['/srv/notebooks/hunt.ipynb'],
    text: /^execute \/srv\/notebooks\/hunt\.ipynb$/,
    count: called('jupyter'),
    values: { __pid__: '7' },
  },
  kestrel: {
    command: {
      command_b64: coded("p = GET process FROM stixshifter://logs WHERE name = '__v__:value'\nDISP p"),
    },
    targets: here,
    certainty: 'idempotent',
    touches: ['stixshifter://logs'],
    text: /^hunt with .*kestrel: p = GET process/,
    count: called('kestrel'),
    values: { __only__: 'name pid' },
  },
  'openc2-http': {
    command: { command: 'POST /.well-known/openc2 HTTP/1.1', content_b64: openc2('deny') },
    targets: () => [service()],
    certainty: 'probeable',
    touches: [HOST],
    text: /: deny \{"ipv4_net":"192\.0\.2\.9"\}$/,
    count: effect('openc2 deny'),
    values: { __slpf__: '{"rule_number":1234}' },
  },
  powershell: {
    command: { command: 'Get-NetIPAddress __v__:value' },
    targets: here,
    certainty: 'blind',
    touches: ['pwsh'],
    text: /pwsh: Get-NetIPAddress '192\.0\.2\.9'$/,
    count: called('pwsh'),
    values: { __only__: 'ok' },
  },
  sigma: {
    command: { command_b64: coded('title: x') },
    targets: here,
    certainty: 'idempotent',
    touches: ['the stored events'],
    text: /^look with the rule in the stored events$/,
    count: () => searches,
    values: { ...HITS, __first__: '[{"ip":"192.0.2.9"}]', __events__: '9' },
  },
  ssh: {
    command: { command_b64: coded('nft add element inet x y { __v__:value }') },
    targets: () => [machine()],
    certainty: 'blind',
    touches: ['web1.example'],
    text: /^run on web1\.example as respond: nft add element/,
    count: called('ssh'),
    values: { __pid__: '7' },
  },
  yara: {
    command: { command_b64: coded('rule skimmer { strings: $a = "__v__:value" condition: $a }') },
    targets: here,
    certainty: 'idempotent',
    touches: ['/srv/shop', '/srv/mail'],
    text: /^look for skimmer in \/srv\/shop, \/srv\/mail$/,
    // Once a folder.
    count: () => programs.calls('yara').length / 2,
    values: { __hits__: '4' },
  },
};

function workOf(type: string, { command, targets, values }: Row, value = '192.0.2.9'): Work {
  return {
    step: 's',
    name: 's',
    command: resolveCommand({ type, ...command }, { value: () => value, isSecret: secrets.has }),
    agent: party('agent', {}),
    targets: [...targets()],
    outArgs: Object.fromEntries(Object.keys(values).map((name) => [name, '>'])),
    risk: 'none',
  };
}

const attempt = (isRetry = false) => ({ signal: new AbortController().signal, isRetry });
let keys = 0;
let key = '';
beforeEach(() => {
  key = `r:step/c${keys++}`;
});

test('every command type of CACAO 2.0 has an adapter, and what is none goes to a person', () => {
  expect([...Object.keys(ROWS), 'manual'].toSorted()).toEqual([...COMMAND_TYPES]);
  const all = adapters(true);
  for (const type of Object.keys(ROWS)) expect(all.filter((each) => each.takes(type)).length).toBe(2);
  expect(adapterFor(all, 'x-fax')).toBe(all.at(-1));
});

describe.each(Object.entries(ROWS))('%s', (type, row) => {
  const adapter = (isAllowed = true, more: Partial<Operator> = {}) =>
    adapterFor(adapters(isAllowed, more), type);

  test('a plan names what it would touch and how sure it is, and touches nothing', () => {
    const before = row.count();
    const { text, certainty, touches, undo } = adapter().plan(workOf(type, row));
    const ends = touches.map((each, at) => (each.endsWith(`/${row.touches[at]}`) ? row.touches[at] : each));
    expect([certainty, ends, undo]).toEqual([row.certainty, row.touches, row.undo]);
    expect(text).toMatch(row.text);
    expect(row.count()).toBe(before);
  });

  test('without a line of the operator a person does it, and nothing begins', async () => {
    const before = row.count();
    const work = workOf(type, row);
    const { certainty, touches, text } = adapter(false).plan(work);
    expect([certainty, touches]).toEqual(['idempotent', []]);
    const did = await adapter(false).do(key, work, attempt());
    expect(did).toEqual({ status: 'parked', reason: text });
    expect(text.length).toBeGreaterThan(20);
    expect(row.count()).toBe(before);
  });

  test('it does its work once, and says what its variables are then', async () => {
    const before = row.count();
    const did = await adapter().do(key, workOf(type, row), attempt());
    expect(did).toMatchObject({ status: 'done', values: row.values });
    expect(row.count()).toBe(before + 1);
  });

  test('a second time is as sure as it says', async () => {
    const work = workOf(type, row);
    const before = row.count();
    if (row.certainty === 'probeable')
      expect(await adapter().probe(key, work, attempt(true))).toEqual({ seen: 'absent' });
    await adapter().do(key, work, attempt());
    if (row.certainty === 'probeable') {
      expect(await adapter().probe(key, work, attempt(true))).toMatchObject({ seen: 'done' });
      expect(await adapter().probe(`${key}0`, work, attempt(true))).toEqual({ seen: 'absent' });
      expect(row.count()).toBe(before + 1);
    }
    // What is asked again changes nothing.
    if (row.certainty === 'idempotent')
      expect(await adapter().do(key, work, attempt(true))).toMatchObject({ status: 'done' });
    // What is blind has no probe that could tell.
    if (row.certainty === 'blind')
      expect(await adapter().probe(key, work, attempt(true))).toMatchObject({ seen: 'unknown' });
  });

  test('it is undone as it says, and never by itself', async () => {
    const work = workOf(type, row);
    await adapter().do(key, work, attempt());
    const undone = await adapter().undo(key, work, attempt());
    expect(undone.status === 'done').toBe(row.undo !== undefined);
  });

  test('no secret gets where others read it', async () => {
    const work = workOf(type, row);
    const spoilt = {
      ...work,
      command: resolveCommand(
        JSON.parse(
          JSON.stringify({ type, ...row.command }).replace(
            /"(command|content)(_b64)?":"([^"]*)"/g,
            withSecret,
          ),
        ) as Parameters<typeof resolveCommand>[0],
        { value: () => 'x', isSecret: secrets.has },
      ),
    };
    expect(JSON.stringify(spoilt)).not.toContain('hunter2');
    await adapter().do(key, spoilt, attempt());
    const all = [
      programs.calls('tool'),
      programs.calls('ssh'),
      programs.calls('pwsh'),
      programs.calls('yara'),
    ];
    expect(JSON.stringify(all)).not.toMatch(/hunter2|\uE000/);
  });
});

/** The variable of a command becomes one that is a secret. */
function withSecret(whole: string, name: string, b64: string | undefined, text: string): string {
  const clear = b64 === undefined ? text : Buffer.from(text, 'base64').toString('utf8');
  if (!clear.includes('__v__')) return whole;
  const next = clear.replaceAll('__v__', '__token__');
  return `"${name}${b64 ?? ''}":"${b64 === undefined ? next : coded(next)}"`;
}

test('an answer that is lost leaves a probe that tells what took place', async () => {
  for (const type of ['openc2-http', 'caldera-cmd']) {
    const row = ROWS[type] as Row;
    const [work, adapter] = [workOf(type, row), adapterFor(adapters(true), type)];
    services.breakAnswers(true);
    const before = row.count();
    await expect(adapter.do(`${key}${type}`, work, attempt())).rejects.not.toBeInstanceOf(NotSent);
    services.breakAnswers(false);
    const probed = await adapter.probe(`${key}${type}`, work, attempt(true));
    // Of Caldera the first request, which only prepares, was lost: nothing had begun.
    expect(probed.seen).toBe(row.count() > before ? 'done' : 'absent');
  }
});
