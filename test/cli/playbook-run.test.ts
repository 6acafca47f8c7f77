// SPDX-License-Identifier: Apache-2.0
// Playbooks carried out from the command line: what persons type, what they read, and what programs get.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunReport } from '../../src/respond/index.ts';
import { idOf, wholePlaybook } from '../../src/respond/playbook/playbook.fixture.ts';
import { EFFECT_EXTENSION } from '../../src/respond/playbook/run/effect-properties.ts';
import { answerSchemas } from '../../tools/generate/report-schema.ts';
import { type Ended, ensuresec } from './terminal.ts';

let cwd = '';
const respond = (...argv: string[]): Promise<Ended> =>
  ensuresec(['respond', ...argv, '--data', 'd'], { cwd });
const report = (ended: Ended) => JSON.parse(ended.stdout) as RunReport;
const json = async (...argv: string[]) => report(await respond(...argv, '--json'));
const write = (name: string, value: unknown) => writeFileSync(path.join(cwd, name), JSON.stringify(value));

const AGENT = idOf('individual', 1);
const http = (command: string, more: object = {}) => ({
  commands: [{ type: 'http-api', command }],
  agent: AGENT,
  ...more,
});

/** Find out (by hand) → block (a person approves) → delete (two persons) → end. */
function blocking() {
  return {
    ...wholePlaybook(),
    name: 'Block \u001b[2J an account',
    playbook_variables: {
      __ip__: { type: 'string', external: true },
      __account__: { type: 'string' },
    },
    extension_definitions: {
      [EFFECT_EXTENSION]: {
        type: 'extension-definition',
        name: 'e',
        created_by: idOf('identity', 1),
        schema: 'x',
        version: '1',
      },
    },
    workflow: {
      [idOf('start', 1)]: { type: 'start', on_completion: idOf('action', 1) },
      [idOf('action', 1)]: {
        type: 'action',
        name: 'Find the account',
        commands: [{ type: 'manual', command: 'Whose orders came from __ip__:value?' }],
        agent: AGENT,
        out_args: ['__account__'],
        on_completion: idOf('action', 2),
      },
      [idOf('action', 2)]: {
        type: 'action',
        name: 'Block it',
        ...http('PUT /blocks/__account__:value'),
        step_extensions: {
          [EFFECT_EXTENSION]: {
            undo: { type: 'http-api', command: 'DELETE /blocks/__account__:value' },
            ttl_ms: 1000,
          },
        },
        on_completion: idOf('action', 3),
      },
      [idOf('action', 3)]: {
        type: 'action',
        name: 'End its sessions',
        ...http('DELETE /sessions/__account__:value'),
        on_completion: idOf('end', 1),
      },
      [idOf('end', 1)]: { type: 'end' },
    },
  };
}

beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-run-'));
  write('block.json', blocking());
  write('whole.json', wholePlaybook());
  write('world.json', {
    answers: {
      'Find the account': [{ __account__: 'c-7' }],
      [idOf('action', 4)]: [{ __left__: '1' }, { __left__: '0' }],
    },
  });
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('a simulated run touches nothing but its world, and answers by the schema', async () => {
  expect((await respond('show')).code, 'before the first run').toBe(4);
  const ended = await respond(
    'run',
    'whole.json',
    '--simulate',
    '--world',
    'world.json',
    '--id',
    'sim',
    '--json',
  );
  expect([ended.code, ended.stderr]).toEqual([0, 'Run sim is on disk\n']);
  const schema = answerSchemas().find(({ path: file }) => file.includes('playbook-run'));
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema?.text ?? '') as object);
  expect(validate(report(ended)), JSON.stringify(validate.errors)).toBe(true);
  expect(report(ended)).toMatchObject({ state: 'success', simulated: true, variables: { __left__: '0' } });
  const world = JSON.parse(readFileSync(path.join(cwd, 'd/playbook-worlds/sim.json'), 'utf8')) as {
    effects: unknown[];
  };
  expect(world.effects.length).toBe(report(ended).effects.length);
  expect((await respond('resume', 'sim')).code, 'nothing is done again').toBe(0);
});

test('a run waits for persons, asks two of them, and is undone in one step', async () => {
  const begun = await respond('run', 'block.json', '--set', 'ip=203.0.113.9', '--actor', 'maria');
  expect(begun.code).toBe(5);
  expect(begun.stdout).toContain('Whose orders came from 203.0.113.9?');
  expect(begun.stdout).toContain('ensuresec respond answer 2027-0001 1 done --set account=…');
  expect(begun.stdout).not.toContain('\u001b[2J');
  const run = '2027-0001';
  expect((await respond('answer', run, '1', 'done', '--set', 'other=1')).code).toBe(2);
  const found = await json('answer', run, '1', 'done', '--set', 'account=c-7', '--actor', 'maria');
  expect(found.effects.map(({ text, state, risk }) => [text, state, risk])).toEqual([
    ['Whose orders came from 203.0.113.9?', 'done', 'none'],
    ['PUT /blocks/c-7', 'asked', 'change'],
  ]);
  const blocked = await json('approve', run, '2', '--actor', 'maria');
  // Nobody has let playbooks call a host: a person is told why, and does it.
  expect(blocked.effects[1]).toMatchObject({
    state: 'parked',
    note: expect.stringContaining('states no address') as string,
  });
  const done = await json('answer', run, '2', 'done');
  expect(done.effects[2]).toMatchObject({ state: 'asked', approvals: { needed: 2, by: [] } });
  expect((await json('approve', run, '3', '--actor', 'maria')).effects[2]?.state).toBe('asked');
  const twice = await respond('approve', run, '3', '--actor', 'Maria ');
  expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('expected another person')]);
  expect((await json('approve', run, '3', '--actor', 'jon')).effects[2]?.state).toBe('parked');
  const last = await respond('answer', run, '3', 'failed', '--note', 'It has no sessions');
  expect([last.code, last.stdout]).toEqual([1, expect.stringContaining('failed: It has no sessions')]);
  expect(last.stdout).toContain('1 of its commands has failed');
  expect((await respond('answer', run, '3', 'done')).stderr).toContain('is over: failed');
  const all = await respond('show');
  expect(all.stdout).toMatch(/^2027-0001 {2}. success {2}Block .* an account$/m);
});

test('what has expired is taken back when runs are resumed, and only once', async () => {
  const args = ['run', 'block.json', '--set', 'ip=203.0.113.9', '--simulate', '--world', 'world.json'];
  const state = await json(...args, '--id', 'ttl');
  expect([state.state, state.effects[1]?.undo, state.due]).toEqual([
    'success',
    'none',
    '2027-01-31T00:00:01.000Z',
  ]);
  const undone = await json('undo', 'ttl', '2', '--actor', 'maria');
  expect([undone.effects[1]?.undo, undone.due]).toEqual(['done', undefined]);
  const world = () =>
    JSON.parse(readFileSync(path.join(cwd, 'd/playbook-worlds/ttl.json'), 'utf8')) as { resources: object };
  expect(Object.keys(world().resources)).toEqual([]);
  const before = undone.events;
  expect((await json('undo', 'ttl', '2')).events).toBe(before);
  const again = await respond('undo', 'ttl', '3');
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('Nothing says how')]);
});

test.each<[string, string[], number, RegExp]>([
  ['a variable that was not given', ['run', 'block.json'], 3, /__ip__ comes from outside and was not given/],
  ['a variable that there is not', ['run', 'whole.json', '--set', 'x=1'], 3, /no variable __x__/],
  ['a setting that is none', ['run', 'whole.json', '--set', 'x'], 2, /NAME=VALUE/],
  ['a world without a simulation', ['run', 'whole.json', '--world', 'world.json'], 2, /--simulate/],
  ['a world that is none', ['run', 'whole.json', '--simulate', '--world', 'block.json'], 3, /as a world/],
  ['an id that is a path', ['run', 'whole.json', '--id', '../x'], 2, /--id/],
  ['an id that there is', ['run', 'whole.json', '--simulate', '--id', 'sim'], 2, /resume sim goes on/],
  ['an operator that is none', ['run', 'whole.json', '--operator', 'world.json'], 3, /OPERATOR_/],
  ['a run that there is not', ['resume', 'none'], 4, /There are sim, 2027-0001/],
  ['a command that there is not', ['approve', 'sim', '99'], 2, /no command 99: expected 1 to/],
  ['an answer that is none', ['answer', 'sim', '1', 'yes'], 2, /done, failed or again/],
  ['an option of another verb', ['show', '--simulate'], 2, /does not know --simulate/],
])('%s is refused', async (_, argv, code, reason) => {
  const ended = await respond(...argv);
  expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(reason)]);
});

test('a refused run leaves nothing behind, and an open one goes on with all others', async () => {
  expect(existsSync(path.join(cwd, 'd/playbook-worlds/none.json'))).toBe(false);
  await respond('run', 'whole.json', '--id', 'hand');
  const ended = await respond('resume', '--json');
  expect(ended.code).toBe(5);
  expect(JSON.parse(ended.stdout)).toMatchObject({
    schema: 'ensuresec/playbook-runs/1',
    runs: [{ run: 'hand', state: 'waiting' }],
  });
});
