// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EvidenceError } from '../../core/ports/index.ts';
import { leafHash, nodeHash } from '../merkle/hash.ts';
import { largestPowerBelow } from '../merkle/tree.ts';
import { verifyConsistency, verifyInclusion } from '../merkle/verify.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { ED25519, parseVerifier, signerFrom, type Verifier } from '../note/key.ts';
import { parseNote, signersOf } from '../note/note.ts';
import { checkStore } from './check.ts';
import { decodeEntry } from './entry.ts';
import { latestKey } from './keys.ts';
import { createLog, key, note } from './log.fixture.ts';
import { readRecords } from './record.ts';

const rootIn = (checkpoint: string) => parseCheckpoint(parseNote(checkpoint)?.text ?? '');

test('every entry is proved under the checkpoint, at every size, also after opening again', async () => {
  const { store, open } = createLog();
  let log = await open();
  const roots: { size: number; root: Uint8Array }[] = [];
  for (let at = 0; at < 600; at += 37) {
    await log.append(Array.from({ length: 37 }, (_, one) => note(`${at + one}`)));
    roots.push(log.head());
    if (at % 5 === 0) log = await open();
  }
  const { size, root } = log.head();
  expect(size).toBe(1 + 37 * 17);
  const leaves = store.rows.map(({ data }) => leafHash(data));
  const naive = (from: number, to: number): Uint8Array => {
    if (to - from === 1) return leaves[from] as Uint8Array;
    const split = from + largestPowerBelow(to - from);
    return nodeHash(naive(from, split), naive(split, to));
  };
  expect(root).toEqual(naive(0, size));
  for (const index of [0, 1, 255, 256, 257, 511, 512, size - 1]) {
    const { data, proof } = await log.prove(index);
    expect(verifyInclusion({ index, size, leaf: leafHash(data), root, proof })).toBe(true);
  }
  for (const before of roots)
    expect(
      verifyConsistency({
        size1: before.size,
        size2: size,
        root1: before.root,
        root2: root,
        proof: await log.proveConsistency(before.size),
      }),
    ).toBe(true);
  await expect(log.prove(size)).rejects.toThrow('Cannot prove entry 630: the log has 630');
});

test('callers that wait together share one commit and get their own places', async () => {
  const { store, open } = createLog();
  const log = await open();
  const before = store.commits();
  const receipts = await Promise.all(
    Array.from({ length: 50 }, (_, at) => log.append([note(`${at}`), note('second')])),
  );
  expect(store.commits() - before).toBe(1);
  expect(receipts.map(({ first, count }) => [first, count])).toEqual(
    Array.from({ length: 50 }, (_, at) => [1 + 2 * at, 2]),
  );
  expect(decodeEntry(store.rows[99]?.data as Uint8Array)?.body).toEqual({ text: '49' });
});

test('a commit that fails is told, and the log goes on with what is stored', async () => {
  const { store, open } = createLog();
  const log = await open();
  for (const when of ['before', 'after'] as const) {
    store.fail(when);
    await expect(log.append([note('lost')])).rejects.toThrow('disk');
    await log.append([note('next')]);
    expect(log.head().size).toBe(store.rows.length);
  }
  expect((await checkStore(store)).faults).toEqual([]);
  expect(store.rows).toHaveLength(4);
});

test('a record that is too large fails its own call only', async () => {
  const { open } = createLog();
  const log = await open();
  const [large, small] = await Promise.allSettled([
    log.append([note('x'.repeat(70_000))]),
    log.append([note('small')]),
  ]);
  expect(large).toMatchObject({ status: 'rejected', reason: { code: 'refused' } });
  expect(small).toMatchObject({ status: 'fulfilled', value: { first: 1, count: 1 } });
});

test.each(['before', 'after'] as const)(
  'keys change under both signatures, also when a crash comes %s the second commit',
  async (when) => {
    const { store, open, keys } = createLog();
    const log = await open();
    const old = parseVerifier(latestKey(await log.own()) ?? '') as Verifier;
    const next = signerFrom('test.example/log', ED25519, key()) ?? expect.unreachable();
    keys.set(next.verifier.vkey, next);
    store.fail(when, 2);
    const { checkpoint: changed } = await log.changeKey(next, 'ops');
    await log.drained();
    expect(signersOf(parseNote(changed) ?? expect.unreachable(), [old, next.verifier])).toHaveLength(2);
    const again = await open();
    expect((await again.own()).map(({ kind }) => kind)).toEqual([
      'evidence.created',
      'evidence.key-changed',
      'evidence.key-confirmed',
    ]);
    expect((await again.own()).at(-1)?.body['checkpoint']).toBe(changed);
    const receipt = await again.append([note('after')]);
    const signed = parseNote(receipt.checkpoint) ?? expect.unreachable();
    expect(signersOf(signed, [next.verifier])).toHaveLength(1);
    expect(signersOf(signed, [old])).toHaveLength(0);
    expect(rootIn(receipt.checkpoint)?.size).toBe(4);
  },
);

test('erasing takes value and salt, leaves the tree, and is recorded', async () => {
  const { store, open } = createLog();
  const log = await open();
  const personal = { name: 'Ada', address: { street: 'Main 1' } };
  await log.append([{ ...note('order'), personal }]);
  const { data } = await log.prove(1);
  expect(Buffer.from(data).toString()).not.toMatch(/Ada|Main/);
  expect((await store.secrets(1)).map(({ name, value }) => [name, value])).toEqual([
    ['name', '"Ada"'],
    ['address', '{"street":"Main 1"}'],
  ]);
  await expect(log.erase(1, ['phone'], 'dpo', 'asked')).rejects.toThrow('expected name, address');
  await log.erase(1, ['name'], 'dpo', 'asked');
  expect((await store.secrets(1)).map(({ name }) => name)).toEqual(['address']);
  expect((await log.own()).at(-1)?.body).toEqual({ index: 1, names: ['name'], reason: 'asked' });
  expect((await log.prove(1)).data).toEqual(data);
  expect((await checkStore(store)).faults).toEqual([]);
});

test('the check finds the first entry that was tampered with', async () => {
  const { store, open } = createLog();
  const log = await open();
  await log.append(
    Array.from({ length: 700 }, (_, at) => ({ ...note(`${at}`), personal: { name: `p${at}` } })),
  );
  const found = async () => (await checkStore(store)).faults[0];
  expect(await found()).toBeUndefined();
  const victim = store.rows[300] ?? expect.unreachable();
  const forged = Buffer.from(Buffer.from(victim.data).toString().replace('299', '298'));
  store.rows[300] = { ...victim, data: forged };
  expect(await found()).toMatchObject({ entry: 300 });
  store.rows[300] = { ...victim, data: forged, leaf: leafHash(forged) };
  expect(await found()).toMatchObject({ where: 'block', entry: 256, last: 511 });
  store.rows[300] = victim;
  const [cut] = store.rows.splice(690, 1);
  expect(await found()).toMatchObject({ entry: 690 });
  store.rows.splice(690, 0, cut ?? expect.unreachable());
  store.rows.length = 695;
  expect(await found()).toMatchObject({ entry: 695, last: 700 });
  await expect(open()).rejects.toThrow(EvidenceError);
});

test('records with anything wrong are refused, each at its line', () => {
  const read = (text: string) => readRecords(Buffer.from(text), 'r.ndjson', 'me');
  expect(read('{"kind":"note","body":1}\n\n').value).toEqual([{ actor: 'me', kind: 'note', body: 1 }]);
  const cases: readonly (readonly [string, string])[] = [
    ['{', 'Cannot read'],
    ['[]', 'JSON object'],
    ['{"kind":"evidence.x","body":1}', "log's own"],
    ['{"kind":"a"}', 'needs a `body`'],
    ['{"kind":"a","body":1,"more":2}', 'has no `more`'],
    ['{"kind":"","body":1}', '`kind`'],
    ['{"kind":"a","body":1e999}', 'finite'],
    ['{"kind":"a","body":"\\ud800"}', 'surrogate'],
    ['{"kind":"a","body":1,"personal":[]}', '`personal`'],
    [`{"kind":"a","body":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 'Cannot read'],
  ];
  const { problems, value } = read(cases.map(([text]) => text).join('\n'));
  expect(value).toBeUndefined();
  expect(problems.map(({ at }) => at.line)).toEqual(cases.map((_, at) => at + 1));
  for (const [at, [, words]] of cases.entries()) expect(problems[at]?.message).toContain(words);
});

test('records and notes of any bytes give a value or problems', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const { value, problems } = readRecords(bytes, 'x', 'me');
      expect(value === undefined).toBe(problems.length > 0);
      parseNote(Buffer.from(bytes).toString());
      parseVerifier(Buffer.from(bytes).toString('latin1'));
    }),
  );
});
