// SPDX-License-Identifier: Apache-2.0
// Published documents that break readers, and strings that break programs, through every importer.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ImportInput, importers, importFiles, type Model } from '../../src/model/index.ts';
import { within } from '../support/patience.ts';
import { corpus } from './corpora.ts';

/** Milliseconds an importer may take for a small file. */
const LIMIT_MS = 1_000;
const INTO: Model = { ensuresec: 1, name: 'Imported', pack: 'common' };

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const prototypes = (): string =>
  [Object.prototype, Array.prototype].map((one) => Reflect.ownKeys(one).map(String).join()).join(';');

function survives(input: ImportInput): void {
  const before = prototypes();
  for (const format of importers) {
    const { value, problems } = within(LIMIT_MS, `${format.id} ${input.file}`, () =>
      importFiles([input], { into: INTO, hints: [], format }),
    );
    expect(value !== undefined || problems.length > 0, `${format.id} ${input.file}`).toBe(true);
  }
  expect(prototypes()).toBe(before);
}

const json = corpus('json-test-suite/test_parsing');
const yaml = corpus('yaml-test-suite');
const strings = corpus('blns/blns.json');

describe('every importer', () => {
  it.skipIf(json === undefined)('answers the JSON test suite', () => {
    const files = readdirSync(json as string);
    expect(files.length).toBeGreaterThan(300);
    for (const file of files) survives({ file, bytes: readFileSync(join(json as string, file)) });
  });

  it.skipIf(yaml === undefined)('answers the YAML test suite', () => {
    const files = readdirSync(yaml as string, { recursive: true, encoding: 'utf8' });
    const cases = files.filter((file) => file.endsWith('in.yaml'));
    expect(cases.length).toBeGreaterThan(300);
    for (const file of cases) survives({ file, bytes: readFileSync(join(yaml as string, file)) });
  });

  it.skipIf(strings === undefined)('takes naughty strings for names', () => {
    const names = JSON.parse(readFileSync(strings as string, 'utf8')) as string[];
    expect(names.length).toBeGreaterThan(500);
    for (const name of names) {
      survives({
        file: 'compose.yaml',
        bytes: encode(
          JSON.stringify({ services: { [name]: { image: name, environment: { [name]: name } } } }),
        ),
      });
      survives({
        file: 'app.json',
        bytes: encode(
          JSON.stringify({
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name, labels: { [name]: name } },
            spec: { containers: [{ image: name, env: [{ name, value: name }] }] },
          }),
        ),
      });
      survives({
        file: 'model.json',
        bytes: encode(JSON.stringify({ otmVersion: '0.2.0', components: [{ id: name, name, type: name }] })),
      });
      survives({
        file: 'bom.json',
        bytes: encode(
          JSON.stringify({
            bomFormat: 'CycloneDX',
            specVersion: '1.6',
            components: [{ type: 'application', name, version: name, purl: name }],
          }),
        ),
      });
    }
  });
});
