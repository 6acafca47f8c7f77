// SPDX-License-Identifier: Apache-2.0
// The playbooks that the recovery planner writes, against the official schemas of CACAO 2.0.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { planRecovery, readPlaybook, recoveryPlaybook } from '../../src/respond/index.ts';
import { describeCorpus } from './corpora.ts';

describeCorpus('cacao-schemas/schemas', 'a recovery playbook', (folder) => {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  const schemas = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  for (const schema of schemas) ajv.addSchema(schema);
  const validate = ajv.getSchema(schemas[files.indexOf('playbook.json')].$id);

  it.each([1, 2])('of %i crews is valid', (crews) => {
    const jobs = [
      { id: 'database', hours: 2, weight: 0, needs: [] },
      { id: 'web', hours: 1, weight: 900, needs: [0] },
      { id: 'mail', hours: 4, weight: 1_000, needs: [] },
    ];
    const playbook = recoveryPlaybook(planRecovery(jobs, crews), [], 'Recovery', '2026-03-02T09:00:00.000Z');
    expect(validate?.(playbook), JSON.stringify(validate?.errors, null, 1)).toBe(true);
    expect(readPlaybook(Buffer.from(JSON.stringify(playbook)), 'recovery.json').problems).toEqual([]);
    expect(validate?.({ ...playbook, workflow_start: 'nowhere' })).toBe(false);
  });
});
