// SPDX-License-Identifier: Apache-2.0
// Playbooks of others and of the packs as courses of action: valid by the official schemas, and byte by byte the same again.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { resolvePack } from '../../src/model/index.ts';
import { packIds, packReader } from '../../src/platform/index.ts';
import {
  foldIncidents,
  type Incident,
  type Playbook,
  type PlaybookFile,
  packPlaybooks,
  readCourseOfAction,
  readPlaybook,
  readStixObject,
  stixBundle,
} from '../../src/respond/index.ts';
import { corpus, describeCorpus } from './corpora.ts';

const PACKS = join(import.meta.dirname, '../../packs');
const at = { actor: 'a', subject: 'x' };
const incident = foldIncidents([
  {
    ...{ ...at, index: 1, time: '2026-03-02T09:00:00.000Z', kind: 'incident.reported' },
    body: { title: 'Card form read', pack: 'e-commerce', zone: 'UTC' },
  },
  {
    ...{ ...at, index: 2, time: '2026-03-02T09:10:00.000Z', kind: 'incident.observed' },
    body: { type: 'domain-name', value: 'cdn-metrics.example' },
  },
]).get('x') as Incident;

type Thing = Readonly<Record<string, unknown>> & { readonly type: string };
const bundleOf = (files: readonly PlaybookFile[]) =>
  JSON.parse(JSON.stringify(stixBundle(incident, 'amber', true, files))) as {
    bundle: { objects: Thing[] };
    left: unknown[];
  };

const soarca = corpus('soarca/examples');
const examples: readonly PlaybookFile[] =
  soarca === undefined
    ? []
    : readdirSync(soarca)
        .filter((file) => file.endsWith('.json'))
        .map((file) => {
          const bytes = readFileSync(join(soarca, file));
          return { bytes, playbook: readPlaybook(bytes, file).value as Playbook };
        });
const ours: readonly PlaybookFile[] = packIds(PACKS).flatMap((id) => {
  const pack = resolvePack(id, packReader(PACKS)).value;
  const book = pack === undefined ? [] : (packPlaybooks(pack, 'en').value ?? []);
  return book
    .filter(({ source }) => source.pack === id)
    .map(({ playbook }) => ({ playbook, bytes: Buffer.from(`${JSON.stringify(playbook, null, 1)}\n`) }));
});

test.each([
  // Two of its examples carry a password as plain text: they stay here.
  ['SOARCA', examples, soarca === undefined ? 0 : 6, 2],
  ['the packs', ours, 25, 0],
] as const)('playbooks of %s come in byte by byte as they went out', (_, files, least, kept) => {
  expect(files.length).toBeGreaterThanOrEqual(least);
  let back = 0;
  // Each in a bundle of its own: examples of strangers share ids.
  for (const file of files) {
    const { bundle, left } = bundleOf([file]);
    const read = bundle.objects.flatMap((each) => readCourseOfAction(each, undefined) ?? []);
    if (left.length === 0) expect(read).toMatchObject([{ bytes: file.bytes, playbook: file.playbook }]);
    else expect([read, left]).toMatchObject([[], [{ why: expect.stringContaining('plain text') }]]);
    back += read.length;
    for (const each of bundle.objects) expect(readStixObject(each)).toHaveProperty('body');
  }
  expect(back).toBe(files.length === 0 ? 0 : files.length - kept);
});

describeCorpus('stix/schemas', 'the official schemas of STIX 2.1', (folder) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: false });
  const schemas = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { $id: string; title: string });
  for (const schema of schemas) ajv.addSchema(schema);
  const validate = (each: Thing): string => {
    const check = ajv.getSchema(schemas.find(({ title }) => title === each.type)?.$id ?? '');
    return check === undefined ? 'no schema' : check(each) === true ? 'valid' : JSON.stringify(check.errors);
  };

  test('take each object of a bundle with playbooks', () => {
    const { objects } = bundleOf([...examples.slice(0, 1), ...ours]).bundle;
    const types = new Set(objects.map(({ type }) => type));
    for (const type of ['course-of-action', 'extension-definition', 'relationship', 'indicator'])
      expect(types).toContain(type);
    for (const each of objects) expect(validate(each), each.type).toBe('valid');
    const { created: _, ...spoilt } = objects.find(({ type }) => type === 'course-of-action') as Thing;
    expect(validate(spoilt as Thing)).toContain('created');
  });
});
