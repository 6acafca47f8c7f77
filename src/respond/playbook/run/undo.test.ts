// SPDX-License-Identifier: Apache-2.0
// Effects that are taken back, secrets, and undoing by hand.
import { expect, it } from 'vitest';
import { idOf } from '../playbook.fixture.ts';
import type { Adapter, Did } from './adapter.ts';
import { personAdapter } from './adapters/person.ts';
import { simulatedAdapter } from './adapters/simulated.ts';
import { answerEffect, waitOf } from './answer.ts';
import { chain, effects, notes, only, request, start } from './chain.fixture.ts';
import { EFFECT_EXTENSION } from './effect-properties.ts';
import { Stopped } from './ports.ts';
import { readRuns } from './recorder.ts';
import { jumpingClock, memoryLog, memoryWorld, portsOf } from './run.fixture.ts';
import { goOn, runFaults } from './run.ts';
import type { Effect, RunState } from './state.ts';
import { expired, undoEffect } from './undo.ts';

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
    plan: () => ({ text: '', certainty: 'blind', touches: [], undo: 'blind' }),
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
