// SPDX-License-Identifier: Apache-2.0
// The compiled program takes the packs as they were read when it was built: the same packs, in a sixth of the time.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPack, type Pack, readAhead } from '../src/model/index.ts';
import { packIds, packReader } from '../src/platform/index.ts';
import { compiled } from './support/compiled.ts';

const PACKS = join(import.meta.dirname, '..', 'packs');
const IDS = packIds(PACKS);
const platform = await compiled<typeof import('../src/platform/index.ts')>('src/platform/index.js');

test.each(IDS)('each file of %s was read ahead', (id) => {
  const files = platform.packReader(PACKS)(id).value ?? [];
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) if (!file.path.endsWith('/pack.yaml')) expect(file.ahead).toBe(readAhead(file));
});

test.each(IDS)('%s is the same pack, read ahead or not', (id) => {
  const load = (reader: ReturnType<typeof packReader>, name: string): Pack => {
    const used = name === 'common' ? [] : [load(reader, 'common')];
    const { value, problems } = loadPack(reader(name).value ?? [], used);
    expect(problems).toEqual([]);
    return value as Pack;
  };
  const [plain, ahead] = [load(packReader(PACKS), id), load(platform.packReader(PACKS), id)];
  expect(JSON.stringify(ahead)).toBe(JSON.stringify(plain));
  const places = ({ playbooks, rules, policies }: Pack) =>
    [...playbooks, ...rules, ...policies].flatMap((item) =>
      Object.keys(item).map((key) => item.locate([key, 0])),
    );
  expect(places(plain).length).toBeGreaterThan(100);
  expect(places(ahead)).toEqual(places(plain));
});

describe('what was built', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-ahead-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const built = { folder, code: join(folder, 'code.js') };
  const target = join(folder, 'common', 'assets', 'assets.yaml.json');
  mkdirSync(join(folder, 'common', 'assets'), { recursive: true });
  writeFileSync(target, 'what was read');
  writeFileSync(built.code, '');
  const aheadOf = () =>
    packReader(PACKS, built)('common').value?.find(({ path }) => path.endsWith('/assets/assets.yaml'))?.ahead;

  test('counts while the code is no younger', () => {
    utimesSync(built.code, 100, 100);
    utimesSync(target, 100, 100);
    expect(aheadOf()).toBe('what was read');
    utimesSync(built.code, 101, 101);
    expect(aheadOf()).toBeUndefined();
  });

  test('may be missing', () => {
    rmSync(target);
    expect(aheadOf()).toBeUndefined();
  });
});
