// SPDX-License-Identifier: Apache-2.0
// The detection that the how-to shows, in a pack of its own: it loads, fires on its hit, and not on its miss.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';
import { firedBy } from './support/chain-events.ts';

const ROOT = join(import.meta.dirname, '..');
const HEAD =
  'id: house\nversion: 0.1.0\nname: { en: House }\ntext: { en: Of the how-to. }\nuses: [e-commerce]\nlicense: Apache-2.0\n';
const shelf = mkdtempSync(join(tmpdir(), 'ensuresec-how-to-'));
afterAll(() => rmSync(shelf, { recursive: true }));

it('shows a detection that fires on its hit and not on its miss', () => {
  const page = readFileSync(join(ROOT, 'docs/how-to/write-a-detection.md'), 'utf8');
  const [, shown = ''] = /^```yaml\n(.*?)^```/ms.exec(page) ?? [];
  cpSync(join(ROOT, 'packs'), shelf, { recursive: true });
  mkdirSync(join(shelf, 'house'));
  writeFileSync(join(shelf, 'house/pack.yaml'), HEAD);
  writeFileSync(join(shelf, 'house/shown.yaml'), shown.replace('e-commerce/detection/', 'house/detection/'));
  const { value: pack, problems } = resolvePack('house', packReader(shelf));
  expect(problems).toEqual([]);
  const [detection] = pack?.detections.filter((each) => each.pack === 'house') ?? [];
  if (pack === undefined || detection === undefined) throw new Error('The page shows no detection');
  expect(firedBy(pack, detection, detection.hit)).toContain(detection.id);
  expect(firedBy(pack, detection, detection.miss)).not.toContain(detection.id);
});
