// SPDX-License-Identifier: Apache-2.0
// The playbooks that the recovery planner writes, against the official schemas of CACAO 2.0.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import {
  beginRun,
  goOn,
  type Playbook,
  planRecovery,
  readPlaybook,
  recoveryPlaybook,
  simulatedAdapter,
} from '../../src/respond/index.ts';
import { memoryWorld, portsOf } from '../../src/respond/playbook/run/run.fixture.ts';
import { describeCorpus } from './corpora.ts';

describeCorpus('cacao-schemas/schemas', 'a recovery playbook', (folder) => {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  const schemas = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  for (const schema of schemas) ajv.addSchema(schema);
  const validate = ajv.getSchema(schemas[files.indexOf('playbook.json')].$id);

  it.each([1, 2])('of %i crews is valid, and runs', async (crews) => {
    const jobs = [
      { id: 'database', hours: 2, weight: 0, needs: [] },
      { id: 'web', hours: 1, weight: 900, needs: [0] },
      { id: 'mail', hours: 4, weight: 1_000, needs: [] },
    ];
    const playbook = recoveryPlaybook(planRecovery(jobs, crews), [], 'Recovery', '2026-03-02T09:00:00.000Z');
    expect(validate?.(playbook), JSON.stringify(validate?.errors, null, 1)).toBe(true);
    expect(readPlaybook(Buffer.from(JSON.stringify(playbook)), 'recovery.json').problems).toEqual([]);
    // The same executor runs it: crews at the same time, each repair after its backup was looked at.
    const read = readPlaybook(Buffer.from(JSON.stringify(playbook)), 'recovery.json').value as Playbook;
    const world = memoryWorld();
    const ports = portsOf({ adapters: [simulatedAdapter(world)] });
    const state = await beginRun(
      { run: 'r', playbook: read, library: [], values: {}, simulated: true },
      ports,
    );
    expect(await goOn(state, ports)).toBe('success');
    const told = world.read().effects.map(({ text }) => text);
    expect(told.filter((text) => text.startsWith('Repair')).length).toBe(jobs.length);
    for (const { id } of jobs)
      expect(told.findIndex((text) => text.includes(`backup of ${id}`))).toBeLessThan(
        told.indexOf(`Repair and restart ${id}`),
      );
  });

  it('of another start is not', () => {
    const playbook = recoveryPlaybook(planRecovery([], 1), [], 'Recovery', '2026-03-02T09:00:00.000Z');
    expect(validate?.({ ...playbook, workflow_start: 'nowhere' })).toBe(false);
  });
});
