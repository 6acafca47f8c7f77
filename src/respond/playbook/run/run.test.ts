// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { idOf, wholePlaybook } from '../playbook.fixture.ts';
import type { Adapter, Did } from './adapter.ts';
import { personAdapter } from './adapters/person.ts';
import { simulatedAdapter } from './adapters/simulated.ts';
import { answerEffect, approveEffect, waitOf } from './answer.ts';
import { EFFECT_EXTENSION } from './effect-extension.ts';
import { DEFAULT_POLICY } from './policy.ts';
import { type RunPorts, Stopped } from './ports.ts';
import { readRuns } from './recorder.ts';
import { jumpingClock, memoryLog, memoryWorld, playbookFrom, portsOf } from './run.fixture.ts';
import { beginRun, goOn, runFaults, stopRun } from './run.ts';
import type { Effect, RunState } from './state.ts';
import { expired, undoEffect } from './undo.ts';

const LEFT = { [idOf('action', 4)]: [{ __left__: '1' }, { __left__: '0' }] };
const AGENT = idOf('individual', 1);
const request = (command: string, more: object = {}) => ({ type: 'http-api', command, ...more });

/** start → the steps one after the other → end. */
function chain(steps: readonly object[], more: object = {}) {
  const ids = steps.map((step, at) => idOf((step as { type?: string }).type ?? 'action', at + 1));
  const workflow = Object.fromEntries(
    steps.map((step, at) => [
      ids[at] as string,
      { type: 'action', agent: AGENT, on_completion: ids[at + 1] ?? idOf('end', 1), ...step },
    ]),
  );
  return playbookFrom({
    ...wholePlaybook(),
    playbook_variables: { __ip__: { type: 'string', value: '203.0.113.9' }, __out__: { type: 'string' } },
    ...more,
    workflow: {
      [idOf('start', 1)]: { type: 'start', on_completion: ids[0] as string },
      ...workflow,
      [idOf('end', 1)]: { type: 'end' },
    },
  });
}

async function start(playbook: ReturnType<typeof chain>, ports: RunPorts, values = {}): Promise<RunState> {
  return beginRun({ run: 'r', playbook, library: [], values, simulated: true }, ports);
}

const effects = (state: RunState) => [...state.effects.values()];
const only = (state: RunState) => effects(state)[0] as Effect;
const notes = (state: RunState) => effects(state).map(({ outcome }) => outcome?.note);

it('goes through all eight kinds of step, and through nothing again when it is read anew', async () => {
  const world = memoryWorld({ answers: LEFT });
  const ports = portsOf({ adapters: [simulatedAdapter(world)] });
  const called = playbookFrom({ ...wholePlaybook(), id: idOf('playbook', 2), name: 'Called' });
  const state = await beginRun(
    { run: 'r', playbook: playbookFrom(wholePlaybook()), library: [called], values: {}, simulated: true },
    ports,
  );
  expect(await goOn(state, ports)).toBe('success');
  const steps = world.read().effects.map(({ step }) => step.at(-1));
  // Two at once, if, twice the loop, and the same in the playbook that is called; what it calls is itself, to the bound.
  expect(steps.slice(0, 5)).toEqual(['1', '2', '3', '4', '4']);
  const before = world.read();
  const again = (await readRuns(ports.log)).get('r') as RunState;
  expect(again.values).toEqual(state.values);
  expect(await goOn(again, ports)).toBe('success');
  delete again.ended;
  expect(await goOn(again, { ...ports, log: memoryLog() })).toBe('success');
  expect(world.read()).toEqual(before);
});

it('waits for persons in all branches at once, and goes on with what they say', async () => {
  const ports = portsOf({ adapters: [personAdapter] });
  const state = await beginRun(
    { run: 'r', playbook: playbookFrom(wholePlaybook()), library: [], values: {}, simulated: false },
    ports,
  );
  const answer = { answer: 'done', values: {}, note: '' } as const;
  expect(await goOn(state, ports)).toBe('waiting');
  expect(effects(state).map(({ work }) => work.command.text)).toEqual(['Look at web', 'Look at web']);
  for (const effect of effects(state)) await answerEffect(state, effect, answer, ports);
  expect(await goOn(state, ports)).toBe('waiting');
  await answerEffect(state, effects(state)[2] as Effect, answer, ports);
  for (const left of ['1', '0']) {
    expect(await goOn(state, ports)).toBe('waiting');
    const last = effects(state).at(-1) as Effect;
    await expect(answerEffect(state, last, { ...answer, values: { __x__: '' } }, ports)).rejects.toThrow(
      'does not set __x__: expected __left__',
    );
    await answerEffect(state, last, { ...answer, values: { __left__: left } }, ports);
    await expect(answerEffect(state, last, answer, ports)).rejects.toThrow('is over: done');
  }
  expect(await goOn(state, ports)).toBe('waiting');
  expect(effects(state).at(-1)?.work.command.text).toMatch(/^Run the playbook playbook--.*2, which/);
  await answerEffect(
    state,
    effects(state).at(-1) as Effect,
    { ...answer, answer: 'failed', note: 'no' },
    ports,
  );
  // on_completion goes on whatever the outcome was.
  expect(await goOn(state, ports)).toBe('success');
});

it('asks as many different persons as the risk wants, and the allow-list before all of them', async () => {
  const policy = { ...DEFAULT_POLICY, allowList: ['203.0.113.0/24', 'vip.example'] };
  const world = memoryWorld();
  const ports = portsOf({ adapters: [simulatedAdapter(world)], policy });
  const step = (command: string) => ({ commands: [request(command)] });
  const state = await start(
    chain([
      step('GET /x'),
      step('POST /holds'),
      step('DELETE /accounts/7'),
      step('POST /blocks/__ip__:value'),
    ]),
    ports,
  );
  const by = (actor: string) => ({ ...ports, actor });
  const at = (place: number) => effects(state)[place] as Effect;
  expect([await goOn(state, ports), at(1).needs, waitOf(at(1))]).toEqual(['waiting', 1, 'approval']);
  await approveEffect(state, at(1), by('maria'));
  expect([await goOn(state, ports), at(2).needs]).toEqual(['waiting', 2]);
  await approveEffect(state, at(2), by('maria'));
  await expect(approveEffect(state, at(2), by(' Maria'))).rejects.toThrow('expected another person');
  expect(await goOn(state, ports)).toBe('waiting');
  await approveEffect(state, at(2), by('jon'));
  expect(await goOn(state, ports)).toBe('success');
  expect(world.read().effects.map(({ text }) => text)).toEqual([
    'GET /x',
    'POST /holds',
    'DELETE /accounts/7',
  ]);
  expect(notes(state).at(-1)).toBe('203.0.113.0/24 is on the allow-list');
});

it('takes a rejection for a failure, and nobody can approve what was rejected', async () => {
  const ports = portsOf({ adapters: [simulatedAdapter(memoryWorld())], policy: DEFAULT_POLICY });
  const state = await start(
    chain([{ commands: [request('POST /holds')], on_completion: undefined, on_success: idOf('end', 1) }]),
    ports,
  );
  await goOn(state, ports);
  const wrong = { answer: 'done', values: {}, note: '' } as const;
  await expect(answerEffect(state, only(state), wrong, ports)).rejects.toThrow('waits for an approval');
  await answerEffect(state, only(state), { ...wrong, answer: 'failed', note: 'not now' }, ports);
  await expect(approveEffect(state, only(state), ports)).rejects.toThrow('was rejected by maria');
  expect([await goOn(state, ports), notes(state)]).toEqual(['failure', ['maria rejected it: not now']]);
});

it('takes no approval and no answer for a run that was stopped', async () => {
  const ports = portsOf({ adapters: [simulatedAdapter(memoryWorld())], policy: DEFAULT_POLICY });
  const state = await start(chain([{ commands: [request('POST /holds')] }]), ports);
  await goOn(state, ports);
  await stopRun(state, 'enough', ports);
  await expect(approveEffect(state, only(state), ports)).rejects.toThrow('The run r is over: failure');
  const answer = { answer: 'failed', values: {}, note: '' } as const;
  await expect(answerEffect(state, only(state), answer, ports)).rejects.toThrow('The run r is over: failure');
  expect((await readRuns(ports.log)).get('r')?.events.at(-1)?.kind).toBe('ended');
});

it.each<[string, object, object, string]>([
  ['no value', {}, {}, 'The variable __out__ has no value yet'],
  [
    'a line break in a header',
    { __out__: 'a\r\nb' },
    { headers: { X: ['__out__:value'] } },
    'The header X would have a line break in it',
  ],
])('fails a command with %s before any intent', async (_, values, more, reason) => {
  const ports = portsOf({ adapters: [simulatedAdapter(memoryWorld())] });
  const state = await start(chain([{ commands: [request('GET /__out__:value', more)] }]), ports, values);
  await goOn(state, ports);
  expect([notes(state), only(state).intent]).toEqual([[reason], undefined]);
});

it('keeps a value data: no other path, no other JSON, no other word', async () => {
  const ports = portsOf({ adapters: [simulatedAdapter(memoryWorld())] });
  const state = await start(
    chain([
      {
        commands: [
          request('POST /a/__out__:value/b?c=__out__:value', { content: '{"x": "<__out__:value>"}' }),
          { type: 'bash', command: `echo "a __out__:value" '__out__:value'b` },
          { type: 'bash', command: 'echo __out__:value | sh' },
        ],
      },
    ]),
    ports,
    { __out__: '../"; x' },
  );
  await goOn(state, ports);
  const commands = effects(state).map(({ work }) => work.command);
  expect(commands[0]?.request).toMatchObject({
    path: '/a/..%2F%22%3B%20x/b?c=..%2F%22%3B%20x',
    body: '{"x":"<../\\"; x>"}',
  });
  expect(commands[1]?.argv).toEqual(['echo', 'a ../"; x', '../"; xb']);
  expect(commands[2]?.argv).toBeUndefined();
});

it('waits for delays, and goes on at their time when they are too long to wait for', async () => {
  const clock = jumpingClock(1000);
  const ports = portsOf({ adapters: [simulatedAdapter(memoryWorld())], clock });
  const state = await start(
    chain([
      { commands: [request('GET /x')], delay: 500 },
      { commands: [request('GET /y')], delay: 5000 },
    ]),
    ports,
  );
  expect([await goOn(state, ports), effects(state).length]).toEqual(['waiting', 1]);
  clock.pass(4999);
  expect([await goOn(state, ports), effects(state).length]).toEqual(['success', 2]);
});

it('fails what a person did not answer in time, and ends what takes too long', async () => {
  const clock = jumpingClock();
  const slow: Adapter = {
    ...personAdapter,
    takes: (type) => type === 'http-api',
    plan: () => ({ text: '', certainty: 'idempotent' }),
    do: () => {
      queueMicrotask(() => clock.pass(2000));
      return new Promise<Did>(() => undefined);
    },
  };
  const ports = portsOf({ adapters: [slow, personAdapter], clock });
  const state = await start(
    chain([
      { commands: [request('GET /x')], timeout: 2000 },
      { commands: [{ type: 'manual', command: 'Call' }], timeout: 60_000 },
    ]),
    ports,
  );
  expect(await goOn(state, ports)).toBe('waiting');
  clock.pass(60_000);
  expect(await goOn(state, ports)).toBe('success');
  expect(notes(state)).toEqual([
    'The time of the step ran out; it may have taken place',
    'The time of the step ran out before a person answered',
  ]);
});

it('runs the exception step of a playbook that fails, and has failed all the same', async () => {
  const world = memoryWorld();
  const failing: Adapter = {
    ...personAdapter,
    takes: (type) => type === 'bash',
    do: async () => ({ status: 'failed', reason: 'broken' }),
  };
  const ports = portsOf({ adapters: [failing, simulatedAdapter(world)] });
  const base = chain([
    { commands: [{ type: 'bash', command: 'x' }], on_completion: undefined, on_success: idOf('end', 1) },
  ]);
  const state = await start(
    playbookFrom({
      ...base,
      workflow_exception: idOf('action', 9),
      workflow: {
        ...base.workflow,
        [idOf('action', 9)]: {
          type: 'action',
          agent: AGENT,
          commands: [request('POST /alarm')],
          on_completion: idOf('end', 9),
        },
        [idOf('end', 9)]: { type: 'end' },
      },
    }),
    ports,
  );
  expect([await goOn(state, ports), state.ended?.why.endsWith(': broken')]).toEqual(['failure', true]);
  expect(world.read().effects.map(({ text }) => text)).toEqual(['POST /alarm']);
});

it('ends a loop at its bound', async () => {
  const world = memoryWorld({ answers: { [idOf('action', 4)]: [{ __left__: '1' }] } });
  const policy = { ...portsOf({}).policy, maxIterations: 20 };
  const ports = portsOf({ adapters: [simulatedAdapter(world)], policy });
  const whole = wholePlaybook();
  const loop = whole.workflow[idOf('while-condition', 1)] as { on_completion?: string; on_success?: string };
  loop.on_success = loop.on_completion as string;
  delete loop.on_completion;
  const state = await start(playbookFrom(whole), ports);
  expect([await goOn(state, ports), state.ended?.why]).toEqual([
    'failure',
    'A loop or a branch went past its bound',
  ]);
  expect(world.read().effects.filter(({ step }) => step === idOf('action', 4)).length).toBe(20);
});

const HELD = {
  commands: [request('PUT /holds/7', { content: '{"held": true}' })],
  step_extensions: { [EFFECT_EXTENSION]: { ttl_ms: 3_600_000, undo: request('DELETE /holds/7') } },
};
const EXTENDED = {
  extension_definitions: {
    [EFFECT_EXTENSION]: {
      type: 'extension-definition',
      name: 'effect',
      created_by: idOf('identity', 1),
      schema: 'x',
      version: '1',
    },
  },
};

it('takes an effect back once, by hand or when its time is over', async () => {
  const clock = jumpingClock();
  const world = memoryWorld();
  const ports = portsOf({ adapters: [simulatedAdapter(world)], clock });
  const state = await start(chain([HELD, { commands: [request('POST /notes')] }], EXTENDED), ports);
  await goOn(state, ports);
  expect(Object.keys(world.read().resources)).toEqual(['/holds/7', '/notes']);
  expect(expired(state, clock.now()).length).toBe(0);
  clock.pass(3_600_000);
  const [due] = expired(state, clock.now());
  expect(await undoEffect(state, due as Effect, ports)).toBe('done');
  expect(await undoEffect(state, due as Effect, ports)).toBe('done');
  expect([Object.keys(world.read().resources), expired(state, clock.now())]).toEqual([['/notes'], []]);
  const last = effects(state).at(-1) as Effect;
  await expect(undoEffect(state, last, ports)).rejects.toThrow('Nothing says how');
});

it('does not begin what cannot be run, and says all that is wrong', () => {
  const playbook = chain(
    [
      {
        ...HELD,
        step_extensions: { [EFFECT_EXTENSION]: { undo: { type: 'bash', command: 'x' }, risk: 'low' } },
      },
    ],
    {
      ...EXTENDED,
      revoked: true,
      playbook_variables: {
        __in__: { type: 'string', external: true },
        __c__: { type: 'string', value: 'x', constant: true },
      },
    },
  );
  expect(runFaults({ playbook, library: [], values: { __none__: '1', __c__: '2' } })).toEqual([
    'The playbook has no variable __none__',
    'The variable __c__ is constant',
    'The variable __in__ comes from outside and was not given',
    'The playbook is revoked',
    expect.stringMatching(/risk/),
  ]);
});

it('writes no secret into the log, and gives it to the adapter only by its name', async () => {
  const log = memoryLog();
  const secrets = {
    has: (name: string) => name === '__token__',
    take: () => 'hunter2',
    redact: (text: string) => text.replaceAll('hunter2', '[secret]'),
  };
  const leaking: Adapter = {
    ...personAdapter,
    do: async (_, work) => ({
      status: 'failed',
      reason: `refused ${work.command.request?.headers['X']?.[0]} hunter2`,
    }),
  };
  const ports = portsOf({ adapters: [leaking], secrets, log });
  const playbook = chain(
    [{ commands: [request('GET /x', { headers: { X: ['Bearer __token__:value'] } })] }],
    {
      playbook_variables: { __token__: { type: 'string' } },
    },
  );
  const state = await start(playbook, ports);
  await goOn(state, ports);
  expect(notes(state)).toEqual(['refused Bearer \uE000__token__\uE001 [secret]']);
  const bodies = (await log.read({ from: 0, limit: 100 })).map(({ body }) => body).join('');
  expect(bodies).not.toContain('hunter2');
});

it('takes the secrets that the maker of a playbook wrote into it out of what is written down', async () => {
  const log = memoryLog();
  const ports = portsOf({ adapters: [personAdapter], log });
  const playbook = chain([{ commands: [request('GET /x')], targets: [idOf('http-api', 1)] }], {
    playbook_variables: { __pw__: { type: 'string', value: 'hunter2' } },
    target_definitions: {
      [idOf('http-api', 1)]: { type: 'http-api', name: 'API', authentication_info: idOf('http-basic', 1) },
    },
    authentication_info_definitions: {
      [idOf('http-basic', 1)]: { type: 'http-basic', username: 'u', password: 'letmein9' },
      [idOf('http-basic', 2)]: { type: 'http-basic', username: 'u', password: '__pw__:value' },
    },
  });
  const state = await start(playbook, ports);
  await goOn(state, ports);
  const bodies = (await log.read({ from: 0, limit: 100 })).map(({ body }) => body).join('');
  expect(bodies).not.toMatch(/hunter2|letmein9/);
  expect(only(state).work.targets[0]?.authentication).toEqual({
    type: 'http-basic',
    username: 'u',
    secret: idOf('http-basic', 1),
  });
});

it('puts an undo that no machine can do before a person, and takes the answer', async () => {
  const ports = portsOf({ adapters: [personAdapter] });
  const state = await start(chain([HELD], EXTENDED), ports);
  await goOn(state, ports);
  const said = { values: {}, note: 'by telephone' };
  await answerEffect(state, only(state), { ...said, answer: 'done' }, ports);
  expect(await goOn(state, ports)).toBe('success');
  expect(await undoEffect(state, only(state), ports)).toBe('parked');
  expect([waitOf(only(state)), only(state).undo.note]).toEqual([
    'undo',
    'To be undone by hand: DELETE /holds/7',
  ]);
  await expect(answerEffect(state, only(state), { ...said, answer: 'again' }, ports)).rejects.toThrow(
    'The undo of',
  );
  await answerEffect(state, only(state), { ...said, answer: 'done' }, ports);
  expect([waitOf(only(state)), await undoEffect(state, only(state), ports)]).toEqual([undefined, 'done']);
});

it('takes no answer that is larger than an event', async () => {
  const large: Adapter = {
    ...personAdapter,
    do: async () => ({ status: 'done', values: { __out__: 'x'.repeat(600_000) } }),
  };
  const ports = portsOf({ adapters: [large] });
  const state = await start(chain([{ commands: [request('GET /x')], out_args: ['__out__'] }]), ports);
  await goOn(state, ports);
  expect([only(state).outcome?.status, notes(state)[0]]).toEqual([
    'failed',
    expect.stringContaining('500000'),
  ]);
});

it('does no undo again of which nobody knows, and begins one again that failed', async () => {
  let undone = 0;
  const undos: (() => Promise<Did>)[] = [
    async () => Promise.reject(new Stopped()),
    async () => ({ status: 'failed', reason: 'refused' }),
    async () => ({ status: 'done' }),
  ];
  const blind: Adapter = {
    ...personAdapter,
    plan: () => ({ text: '', certainty: 'blind', undo: 'blind' }),
    do: async () => ({ status: 'done' }),
    undo: async () => (undos[undone++] as () => Promise<Did>)(),
  };
  const ports = portsOf({ adapters: [blind] });
  const state = await start(chain([HELD], EXTENDED), ports);
  await goOn(state, ports);
  await expect(undoEffect(state, only(state), ports)).rejects.toBeInstanceOf(Stopped);
  const again = (await readRuns(ports.log)).get('r') as RunState;
  expect([await undoEffect(again, only(again), ports), undone]).toEqual(['parked', 1]);
  await answerEffect(again, only(again), { answer: 'failed', values: {}, note: 'still held' }, ports);
  expect([await undoEffect(again, only(again), ports), undone]).toEqual(['failed', 2]);
  expect([await undoEffect(again, only(again), ports), undone]).toEqual(['done', 3]);
  expect((await readRuns(ports.log)).get('r')?.effects).toEqual(again.effects);
});
