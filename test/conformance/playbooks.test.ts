// SPDX-License-Identifier: Apache-2.0
// Playbooks that strangers wrote: the examples of SOARCA.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasErrors } from '../../src/core/problem.ts';
import {
  beginRun,
  goOn,
  type Playbook,
  planPlaybook,
  readPlaybook,
  simulatedAdapter,
} from '../../src/respond/index.ts';
import { memoryWorld, portsOf } from '../../src/respond/playbook/run/run.fixture.ts';
import { describeCorpus } from './corpora.ts';

describeCorpus('soarca/examples', 'an example of SOARCA', (folder) => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

  it('is there', () => expect(files.length).toBe(6));

  it.each(files)('%s is read and planned', (file) => {
    const { value, problems } = readPlaybook(readFileSync(join(folder, file)), file);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const plan = planPlaybook(value as NonNullable<typeof value>);
    expect(plan.commands.length).toBeGreaterThan(0);
    expect(plan.commands.every(({ step }) => value?.workflow[step]?.type === 'action')).toBe(true);
  });

  it.each(files)('%s runs to its end in a simulation, each command once', async (file) => {
    const playbook = readPlaybook(readFileSync(join(folder, file)), file).value as Playbook;
    const world = memoryWorld();
    const ports = portsOf({ adapters: [simulatedAdapter(world)] });
    const given = Object.entries(playbook.playbook_variables ?? {}).filter(
      ([, { external, value }]) => external === true && (value ?? '') === '',
    );
    const values = Object.fromEntries(given.map(([name]) => [name, 'given']));
    const state = await beginRun({ run: 'r', playbook, library: [], values, simulated: true }, ports);
    expect([await goOn(state, ports), state.ended?.why]).toEqual(['success', '']);
    const done = world.read().effects.map(({ key }) => key);
    expect(new Set(done).size).toBe(done.length);
    expect(done.length).toBeGreaterThanOrEqual(planPlaybook(playbook).commands.length);
  });

  it.each([
    [
      'missing step',
      /"on_completion":"end--[^"]+"/,
      '"on_completion":"end--00000000-0000-4000-8000-000000000000"',
      'STEP',
    ],
    ['bad identity', /"created_by":\s*"[^"]+"/, '"created_by":"not.an@identity"', 'BAD_VALUE'],
    [
      'endless',
      /"on_completion":"end--[^"]+"/,
      '"on_completion":"action--eb9372d4-d524-49fc-bf24-be26ea084779"',
      'ENDLESS',
    ],
    [
      'unreachable',
      /"on_completion":"action--[^"]+"/,
      '"on_completion":"end--a6f0b81e-affb-4bca-b4f6-a2d5af908958"',
      'UNREACHABLE',
    ],
  ])('with a seeded defect is refused: %s', (_, from, to, code) => {
    const text = JSON.stringify(JSON.parse(readFileSync(join(folder, 'http-playbook.json'), 'utf8')));
    const seeded = text.replace(from, to);
    expect(seeded).not.toBe(text);
    const { problems } = readPlaybook(Buffer.from(seeded), 'seeded.json');
    expect(hasErrors(problems)).toBe(true);
    expect(problems.map((problem) => problem.code)).toContain(`PLAYBOOK_${code}`);
  });
});
