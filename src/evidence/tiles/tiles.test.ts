// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog, note } from '../log/log.fixture.ts';
import { leafHash } from '../merkle/hash.ts';
import { decodeBundle, encodeBundle, verifyTiles, writeTiles } from './folder.ts';
import { hashTiles, readTiles } from './hashes.ts';
import { numberPath, tilesOf } from './paths.ts';

test('paths and widths are those of the specification', () => {
  expect(numberPath(1234067, 256)).toBe('x001/x234/067');
  expect(numberPath(0, 256)).toBe('000');
  expect(numberPath(1000, 12)).toBe('x001/000.p/12');
  expect(tilesOf(0)).toEqual([]);
  // tlog-tiles, "Partial Tiles": a tree of 70,000, and one of 256.
  const count = (level: number, full: boolean) =>
    tilesOf(70_000).filter((tile) => tile.level === level && (tile.width === 256) === full);
  expect([0, 1, 2].map((level) => count(level, true).length)).toEqual([273, 1, 0]);
  expect([0, 1, 2].map((level) => count(level, false).map(({ width }) => width))).toEqual([[112], [17], [1]]);
  expect(tilesOf(256).map(({ path }) => path)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
});

test('hashes come back from their tiles, and a changed one is located to its tile', () => {
  const leaves = Array.from({ length: 70_000 }, (_, at) => leafHash(Buffer.from(String(at))));
  const files = new Map(hashTiles(leaves));
  const { leaves: found, faults } = readTiles(leaves.length, (path) => files.get(path));
  expect([Buffer.concat(found).equals(Buffer.concat(leaves)), faults]).toEqual([true, []]);
  const tile = Buffer.from(files.get('tile/0/100') as Uint8Array);
  tile[40] = (tile[40] ?? 0) ^ 1;
  files.set('tile/0/100', tile);
  const [fault, ...more] = readTiles(leaves.length, (path) => files.get(path)).faults;
  expect([fault?.where, fault?.entry, fault?.last, more.length]).toEqual(['tile/0/100', 25_600, 25_855, 0]);
  files.delete('tile/1/000');
  expect(readTiles(leaves.length, (path) => files.get(path)).faults[0]).toMatchObject({
    where: 'tile/1/000',
    entry: 0,
  });
});

test('entries go through bundles, and a cut one gives those before the cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), fc.nat(), (entries, cut) => {
      const bytes = encodeBundle(entries);
      expect(decodeBundle(bytes).map((one) => Buffer.from(one).toString('hex'))).toEqual(
        entries.map((one) => Buffer.from(one).toString('hex')),
      );
      expect(decodeBundle(bytes.subarray(0, cut % (bytes.length + 1))).length).toBeLessThanOrEqual(
        entries.length,
      );
    }),
  );
  expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(RangeError);
});

test('a log as files holds, and each changed file is found', async () => {
  const { store, open } = createLog();
  const log = await open();
  await log.append(Array.from({ length: 599 }, (_, at) => note(`${at}`)));
  const files = new Map<string, Uint8Array>();
  await writeTiles(store, log.checkpoint(), (path, bytes) => files.set(path, bytes));
  expect([...files.keys()].at(-1)).toBe('checkpoint');
  const check = () => verifyTiles((path) => files.get(path));
  expect((await check()).faults).toEqual([]);
  for (const [path, bytes] of [...files]) {
    const changed = Buffer.from(bytes);
    changed[bytes.length - 1] = (changed[bytes.length - 1] ?? 0) ^ 1;
    files.set(path, changed);
    expect((await check()).faults.length, path).toBeGreaterThan(0);
    files.set(path, bytes);
  }
  const bundle = Buffer.from(files.get('tile/entries/001') as Uint8Array);
  bundle.write('X', bundle.indexOf('"400"') + 1);
  files.set('tile/entries/001', bundle);
  expect((await check()).faults[0]).toMatchObject({ entry: 401, last: 401 });
});
