// SPDX-License-Identifier: Apache-2.0
// What the operator allows playbooks here, from the command line: the dry run says so, and a run does it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlaybookPlan, RunReport } from '../../src/respond/index.ts';
import { idOf, wholePlaybook } from '../../src/respond/playbook/playbook.fixture.ts';
import { type FakePrograms, fakePrograms } from '../support/fake-programs.ts';
import { type Ended, ensuresec } from './terminal.ts';

let cwd = '';
let programs: FakePrograms;
const respond = (...argv: string[]): Promise<Ended> =>
  ensuresec(['respond', ...argv, '--data', '.'], { cwd });
const coded = (text: string) => Buffer.from(text).toString('base64');
const RULE = `title: From there
logsource: { category: application }
detection: { one: { ip: "__ip__:value" }, condition: one }
`;

beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-means-'));
  programs = fakePrograms();
  const action = (name: string, command: object, place: number, more: object = {}) => ({
    [idOf('action', place)]: {
      ...{ type: 'action', name, commands: [command], agent: idOf('individual', 1) },
      on_completion: place === 3 ? idOf('end', 1) : idOf('action', place + 1),
      ...more,
    },
  });
  const playbook = {
    ...wholePlaybook(),
    name: 'Look, then block',
    playbook_variables: {
      __ip__: { type: 'string', external: true },
      __hits__: { type: 'integer' },
    },
    target_definitions: {
      [idOf('ssh', 1)]: { type: 'ssh', name: 'Gateway', address: { dname: ['gate.example'] } },
    },
    workflow: {
      [idOf('start', 1)]: { type: 'start', on_completion: idOf('action', 1) },
      ...action('Look', { type: 'sigma', command_b64: coded(RULE) }, 1, { out_args: ['__hits__'] }),
      ...action('Block', { type: 'ssh', command: 'nft add __ip__:value # __hits__:none' }, 2, {
        targets: [idOf('ssh', 1)],
      }),
      ...action('Hunt', { type: 'jupyter', command_b64: coded('hunt.ipynb') }, 3),
      [idOf('end', 1)]: { type: 'end' },
    },
  };
  writeFileSync(path.join(cwd, 'block.json'), JSON.stringify(playbook));
  writeFileSync(
    path.join(cwd, 'a.ndjson'),
    '{"ip": "192.0.2.9"}\n{"ip": "192.0.2.8"}\n{"ip": "192.0.2.9"}\n',
  );
  writeFileSync(
    path.join(cwd, 'operator.yaml'),
    `operator: 1
sigma: { files: [a.ndjson] }
ssh: { program: ${programs.make('ssh')}, hosts: [{ host: gate.example, user: respond }] }
`,
  );
});
afterAll(() => {
  rmSync(cwd, { recursive: true });
  programs.remove();
});

test('the dry run says what each command would do here and touch, and which ones go to a person', async () => {
  const { code, stdout } = await respond('plan', 'block.json');
  expect(code).toBe(0);
  expect(stdout).toContain('here: look with the rule in a.ndjson; touches a.ndjson');
  expect(stdout).toContain('here: run on gate.example as respond: nft add __ip__');
  expect(stdout).toContain('here: The operator lets playbooks use no Jupyter');
  const plan = JSON.parse((await respond('plan', 'block.json', '--json')).stdout) as PlaybookPlan;
  expect(plan.commands.map(({ type, touches, certainty }) => [type, touches, certainty])).toEqual([
    ['sigma', ['a.ndjson'], 'idempotent'],
    ['ssh', ['gate.example'], 'blind'],
    ['jupyter', [], 'idempotent'],
  ]);
  expect(programs.calls('ssh')).toEqual([]);
});

test('a run looks by itself, blocks when two persons have approved, and asks a person for the rest', async () => {
  const begun = await respond('run', 'block.json', '--set', 'ip=192.0.2.9', '--id', 'r', '--json');
  const { variables, effects } = JSON.parse(begun.stdout) as RunReport;
  expect([begun.code, variables['__hits__'], effects.map(({ state }) => state)]).toEqual([
    5,
    '2',
    ['done', 'asked'],
  ]);
  expect((await respond('approve', 'r', '2', '--actor', 'ada')).code).toBe(5);
  expect(programs.calls('ssh')).toEqual([]);
  const last = await respond('approve', 'r', '2', '--actor', 'ben', '--json');
  const { effects: after } = JSON.parse(last.stdout) as RunReport;
  expect(after.map(({ type, state }) => [type, state])).toEqual([
    ['sigma', 'done'],
    ['ssh', 'done'],
    ['jupyter', 'parked'],
  ]);
  expect(after[2]?.note).toContain('The operator lets playbooks use no Jupyter');
  expect(programs.calls('ssh').map(({ words }) => words.slice(-2))).toEqual([
    ['gate.example', 'nft add 192.0.2.9 # __hits__:none'],
  ]);
});

test('plan: with a model it names the assets that each command would touch', async () => {
  const shop = path.resolve('examples/demo-shop/ensuresec.yaml');
  const { code, stdout } = await ensuresec([
    'respond',
    'plan',
    'checkout-skimmer',
    '--model',
    shop,
    '--json',
  ]);
  expect(code).toBe(0);
  const { commands } = JSON.parse(stdout) as { commands: { targets: string[]; assets: string[] }[] };
  const on = (target: string) => commands.find(({ targets }) => targets.at(-1) === target)?.assets;
  // The model has a tag manager and a secret-free shop; an asset of a narrower type counts for the wider one.
  expect(on('Tag manager')).toEqual(['tags']);
  expect(on('Checkout page')).toContain('checkout');
  const said = (await ensuresec(['respond', 'plan', 'checkout-skimmer', '--model', shop])).stdout;
  expect(said.replaceAll(/\s+/g, ' ')).toContain('on Control interface, Tag manager; in the model tags;');
  expect((await ensuresec(['respond', 'plan', 'checkout-skimmer'])).stdout).not.toContain('in the model');
});
