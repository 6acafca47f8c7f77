// SPDX-License-Identifier: Apache-2.0
// The playbooks of the packs, against the official schemas of CACAO 2.0.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { resolvePack } from '../../src/model/index.ts';
import { packIds, packReader } from '../../src/platform/index.ts';
import { packPlaybooks } from '../../src/respond/index.ts';
import { describeCorpus } from './corpora.ts';

const packs = join(import.meta.dirname, '../../packs');

describeCorpus('cacao-schemas/schemas', 'a playbook of a pack', (folder) => {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  const schemas = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  for (const schema of schemas) ajv.addSchema(schema);
  const validate = ajv.getSchema(schemas[files.indexOf('playbook.json')].$id);
  const playbooks = packIds(packs).flatMap((id) => {
    const pack = resolvePack(id, packReader(packs)).value;
    const book = pack === undefined ? [] : (packPlaybooks(pack, 'en').value ?? []);
    return book
      .filter(({ source }) => source.pack === id)
      .map(({ source, playbook }) => ({ id: source.id, playbook }));
  });

  it.each(playbooks)('is valid: $id', ({ playbook }) => {
    expect(validate?.(playbook), JSON.stringify(validate?.errors, null, 1)).toBe(true);
    expect(validate?.({ ...playbook, workflow_start: 'nowhere' })).toBe(false);
  });
});
