// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { idOf, wholePlaybook } from '../playbook.fixture.ts';
import type { Adapter, Did } from './adapter.ts';
import { personAdapter } from './adapters/person.ts';
import { simulatedAdapter } from './adapters/simulated.ts';
import { answerEffect, approveEffect, waitOf } from './answer.ts';
import { AGENT, chain, effects, LEFT, notes, only, request, start } from './chain.fixture.ts';
import { DEFAULT_POLICY } from './policy.ts';
import { readRuns } from './recorder.ts';
import { jumpingClock, memoryLog, memoryWorld, playbookFrom, portsOf } from './run.fixture.ts';
import { beginRun, goOn, stopRun } from './run.ts';
import type { Effect, RunState } from './state.ts';

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
    plan: () => ({ text: '', certainty: 'idempotent', touches: [] }),
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
