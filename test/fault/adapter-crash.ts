// SPDX-License-Identifier: Apache-2.0
// A playbook with a command of each type, carried out by the adapters of a real run over a machine that dies at its writes.
import type { EventLog } from '../../src/core/ports/index.ts';
import type { Certainty } from '../../src/respond/playbook/certainty.ts';
import { idOf, wholePlaybook } from '../../src/respond/playbook/playbook.fixture.ts';
import type { HttpAnswer, HttpRequest } from '../../src/respond/playbook/run/adapters/http-call.ts';
import { liveAdapters } from '../../src/respond/playbook/run/adapters/live.ts';
import { answerEffect, waitOf } from '../../src/respond/playbook/run/answer.ts';
import { EFFECT_EXTENSION } from '../../src/respond/playbook/run/effect-properties.ts';
import { NO_OPERATOR, type Operator } from '../../src/respond/playbook/run/operator.ts';
import { NO_SECRETS, Stopped } from '../../src/respond/playbook/run/ports.ts';
import { readRuns } from '../../src/respond/playbook/run/recorder.ts';
import { jumpingClock, playbookFrom, portsOf } from '../../src/respond/playbook/run/run.fixture.ts';
import { beginRun, goOn } from '../../src/respond/playbook/run/run.ts';
import type { Life, Points } from './playbook-crash.ts';

/** What the machine and the services around it have kept: each effect with how often it took place. */
export interface Around {
  readonly effects: Map<string, number>;
  /** Ids that services know: of OpenC2 commands, of operations, of idempotency keys. */
  readonly ids: Set<string>;
}

const coded = (text: string) => Buffer.from(text).toString('base64');
const openc2 = (name: string) => ({
  type: 'openc2-http',
  command: 'POST /.well-known/openc2 HTTP/1.1',
  content_b64: coded(JSON.stringify({ action: 'deny', target: { domain_name: name } })),
});
const extended = (properties: object) => ({ step_extensions: { [EFFECT_EXTENSION]: properties } });
const at = (name: string) => ({ type: 'http-api', name, address: { dname: [`${name}.example`] } });

export interface Row {
  readonly certainty: Certainty;
  readonly command: object;
  readonly targets?: readonly string[];
  readonly more?: object;
  /** Its name among the effects; queries have none. */
  readonly effect?: string;
}

/** Every class that an adapter declares of a command. */
export const ROWS: Readonly<Record<string, Row>> = {
  bash: { certainty: 'blind', command: { type: 'bash', command: 'tool bash' }, effect: 'tool bash' },
  'bash that may be done again': {
    certainty: 'idempotent',
    command: { type: 'bash', command: 'set again' },
    more: extended({ idempotent: true }),
    effect: 'set again',
  },
  'bash with a probe': {
    certainty: 'probeable',
    command: { type: 'bash', command: 'tool probed' },
    more: extended({ probe: { type: 'bash', command: 'look probed' } }),
    effect: 'tool probed',
  },
  'caldera-cmd': {
    certainty: 'probeable',
    command: { type: 'caldera-cmd', command: 'a1' },
    targets: ['caldera', 'blue'],
    effect: 'operation blue',
  },
  elastic: {
    certainty: 'idempotent',
    command: { type: 'elastic', command_b64: coded('a:b') },
    targets: ['elastic'],
  },
  'http-api': {
    certainty: 'blind',
    command: { type: 'http-api', command: 'POST /blind' },
    targets: ['api'],
    effect: 'POST /blind',
  },
  'http-api with keys': {
    certainty: 'idempotent',
    command: { type: 'http-api', command: 'POST /keyed' },
    targets: ['keyed'],
    effect: 'POST /keyed',
  },
  jupyter: { certainty: 'idempotent', command: { type: 'jupyter', command_b64: coded('a.ipynb') } },
  kestrel: {
    certainty: 'idempotent',
    command: { type: 'kestrel', command_b64: coded('p = NEW process ["a"]') },
  },
  'openc2-http': {
    certainty: 'blind',
    command: openc2('plain.example'),
    targets: ['api'],
    effect: 'deny plain.example',
  },
  'openc2-http that is known by its id': {
    certainty: 'probeable',
    command: openc2('known.example'),
    targets: ['consumer'],
    effect: 'deny known.example',
  },
  powershell: { certainty: 'blind', command: { type: 'powershell', command: 'Stop-It' }, effect: 'pwsh' },
  sigma: { certainty: 'idempotent', command: { type: 'sigma', command_b64: coded('title: x') } },
  ssh: {
    certainty: 'blind',
    command: { type: 'ssh', command: 'nft x' },
    targets: ['web'],
    effect: 'ssh nft x',
  },
  yara: {
    certainty: 'idempotent',
    command: { type: 'yara', command_b64: coded('rule a { condition: true }') },
  },
};

const OPERATOR: Operator = {
  ...NO_OPERATOR,
  http: [
    { host: 'api.example' },
    { host: 'keyed.example', 'idempotency-key': true },
    { host: 'consumer.example', 'command-id': true },
    { host: 'caldera.example' },
    { host: 'elastic.example' },
  ],
  programs: ['/bin/tool', '/bin/set', '/bin/look'],
  ssh: { program: '/bin/ssh', hosts: [{ host: 'web.example', user: 'respond' }] },
  powershell: { program: '/bin/pwsh' },
  yara: { program: '/bin/yara', paths: ['/srv'] },
  kestrel: { program: '/bin/kestrel', sources: ['stixshifter://logs'] },
  jupyter: { program: '/bin/jupyter', notebooks: '/srv' },
};

const AGENT = idOf('individual', 1);
const NAMES = Object.keys(ROWS);
const STEPS = NAMES.map((_, place) => idOf('action', place + 1));

const PLAYBOOK = playbookFrom({
  ...wholePlaybook(),
  extension_definitions: {
    [EFFECT_EXTENSION]: {
      ...{ type: 'extension-definition', name: 'effect', created_by: idOf('identity', 1) },
      ...{ schema: 'x', version: '1' },
    },
  },
  target_definitions: {
    ...Object.fromEntries(
      ['api', 'keyed', 'consumer', 'caldera', 'elastic', 'web'].map((name) => [name, at(name)]),
    ),
    blue: { type: 'group', name: 'blue' },
  },
  workflow: {
    [idOf('start', 1)]: { type: 'start', on_completion: STEPS[0] as string },
    ...Object.fromEntries(
      NAMES.map((name, place) => {
        const { command, targets, more = {} } = ROWS[name] as Row;
        const step = {
          ...{ type: 'action', name, agent: AGENT, commands: [command] },
          on_completion: STEPS[place + 1] ?? idOf('end', 1),
          ...(targets === undefined ? {} : { targets }),
        };
        return [STEPS[place], { ...step, ...more }];
      }),
    ),
    [idOf('end', 1)]: { type: 'end' },
  },
});

/** Something takes place: the process may die before and after it. */
function happen(around: Around, points: Points, name: string, id?: string): void {
  points.at();
  around.effects.set(name, (around.effects.get(name) ?? 0) + 1);
  if (id !== undefined) around.ids.add(id);
  points.at();
}

function portsAround(log: EventLog, around: Around, points: Points) {
  const send = async ({ method, url, headers, body = '' }: HttpRequest): Promise<HttpAnswer> => {
    if (url.hostname === 'caldera.example') return caldera(around, points, method, url.pathname, body);
    if (url.pathname.includes('openc2')) return consumer(around, points, body);
    const key = String(headers['idempotency-key']);
    if (url.hostname === 'elastic.example') return { status: 200, text: '{"count": 1}' };
    if (url.hostname !== 'keyed.example' || !around.ids.has(key))
      happen(around, points, `${method} ${url.pathname}`, key);
    return { status: 200, text: '{}' };
  };
  const adapters = liveAdapters(OPERATOR, {
    secrets: NO_SECRETS,
    send,
    run: async ({ program, words }) => {
      const name = program.slice('/bin/'.length);
      const said = { stdout: '{}', stderr: '' };
      if (name === 'look') return { ...said, code: around.effects.has('tool probed') ? 0 : 1 };
      // What may be done again is one effect, however often.
      if (name === 'set') around.effects.delete('set again');
      if (name === 'tool' || name === 'set') happen(around, points, `${name} ${words.join(' ')}`);
      if (name === 'ssh') happen(around, points, `ssh ${words.at(-1)}`);
      if (name === 'pwsh') happen(around, points, 'pwsh');
      return { ...said, code: 0 };
    },
    pause: async () => undefined,
    sigma: { places: ['events'], search: async () => ({ events: 0, hits: 0, first: [] }) },
  });
  const append: EventLog['append'] = async (batch) => {
    points.at();
    const appended = await log.append(batch);
    points.at();
    return appended;
  };
  return portsOf({ log: { ...log, append }, clock: jumpingClock(), adapters });
}

function consumer(around: Around, points: Points, body: string): HttpAnswer {
  const { body: inner } = JSON.parse(body) as {
    body: { openc2: { request: { action: string; command_id: string; target: Record<string, string> } } };
  };
  const { action, command_id: id, target } = inner.openc2.request;
  if (action === 'query') return { status: around.ids.has(target['command'] ?? '') ? 200 : 404, text: '{}' };
  happen(around, points, `deny ${target['domain_name']}`, id);
  return { status: 200, text: '{}' };
}

const OPERATION = '{"state": "finished", "chain": [{"status": 0}]}';

function caldera(around: Around, points: Points, method: string, path: string, body: string): HttpAnswer {
  const kind = path.split('/')[3];
  if (method === 'GET')
    return { status: around.ids.has(`${kind} ${path.split('/')[4]}`) ? 200 : 404, text: OPERATION };
  const sent = JSON.parse(body) as { id?: string; adversary_id?: string; group?: string };
  const id = `${kind} ${sent.id ?? sent.adversary_id}`;
  if (around.ids.has(id)) return { status: 400, text: 'already exists' };
  if (kind === 'operations') happen(around, points, `operation ${sent.group}`, id);
  else around.ids.add(id);
  return { status: 200, text: '{}' };
}

/** One process: goes on until the run is over or it dies; a person looks at what is parked, and says what is there. */
export async function live(open: () => Promise<EventLog>, around: Around, points: Points): Promise<Life> {
  const log = await open();
  const before = (await readRuns(log)).get('r');
  const doubtful = [...(before?.effects.values() ?? [])]
    .filter(({ intent, outcome }) => intent !== undefined && outcome === undefined)
    .map(({ work }) => work.name);
  const parked = new Set<string>();
  try {
    const ports = portsAround(log, around, points);
    const request = { run: 'r', playbook: PLAYBOOK, library: [], values: {}, simulated: true };
    const state = before?.started === undefined ? await beginRun(request, ports) : before;
    while ((await goOn(state, ports)) === 'waiting')
      for (const effect of state.effects.values()) {
        if (waitOf(effect) !== 'answer') continue;
        parked.add(effect.work.name);
        const name = ROWS[effect.work.name]?.effect ?? '';
        const answer = around.effects.has(name) ? 'done' : 'again';
        await answerEffect(state, effect, { answer, values: {}, note: '' }, ports);
      }
    return { state, doubtful, parked: [...parked] };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { state: undefined, doubtful, parked: [...parked] };
  } finally {
    await log.close();
  }
}
