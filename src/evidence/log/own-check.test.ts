// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { leafHash } from '../merkle/hash.ts';
import { rootsOf } from '../merkle/roots.ts';
import { COSIGNATURE, ED25519, type Signer, signerFrom } from '../note/key.ts';
import { parseNote, signatureLine } from '../note/note.ts';
import { type OwnEntry, ownEntries } from './keys.ts';
import { createLog, key } from './log.fixture.ts';
import { checkOwn } from './own-check.ts';

/** A log that has changed its key so many times, with a witness between two changes. */
async function changedOften(times: number) {
  const { store, keys, open } = createLog();
  const log = await open();
  const witness = signerFrom('witness.example/w', COSIGNATURE, key()) as Signer;
  for (let at = 0; at < times; at++) {
    const { size } = log.head();
    const checkpoint = log.checkpoint();
    const signed = signatureLine(parseNote(checkpoint)?.text ?? '', witness, 1);
    const body = {
      witness: witness.verifier.vkey,
      size,
      note: `${checkpoint}${signed}`,
      by: 'w',
      time: '2026-01-01T00:00:01Z',
    };
    await log.witnessed(body, 'ops');
    const next = signerFrom('test.example/log', ED25519, key()) as Signer;
    keys.set(next.verifier.vkey, next);
    await log.changeKey(next, 'ops');
  }
  const own = ownEntries(store.rows.filter((row) => row.own));
  const rootAt = rootsOf(store.rows.map(({ data }) => leafHash(data)));
  return { own, checkpoint: log.checkpoint(), rootAt };
}

function counting(own: readonly OwnEntry[]): {
  readonly own: readonly OwnEntry[];
  readonly looks: () => number;
} {
  let looks = 0;
  const counted = own.map((entry) => ({
    ...entry,
    get kind() {
      looks++;
      return entry.kind;
    },
  }));
  return { own: counted, looks: () => looks };
}

test('a log with many keys and witnesses is looked at entry by entry, not each change against all entries', async () => {
  const looksAt = async (times: number): Promise<number> => {
    const claim = await changedOften(times);
    const { own, looks } = counting(claim.own);
    const { key: last, faults } = await checkOwn({ ...claim, own });
    expect(faults).toEqual([]);
    expect(last).toBeDefined();
    return looks();
  };
  expect((await looksAt(120)) / (await looksAt(30))).toBeLessThan(5);
});
