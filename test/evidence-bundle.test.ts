// SPDX-License-Identifier: Apache-2.0
// Bundles that were changed at random: both verifiers find every change, say the same place, and it is the right one.
// ENSURESEC_MUTATIONS=80000 runs the long one: 80,000 damaged and 20,000 forged.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyBundle } from '../src/evidence/index.ts';
import { type MadeBundle, makeBundle } from './support/evidence-bundle.ts';
import { createRandom, forge, type Mutation, mutate } from './support/evidence-mutations.ts';
import { hasPeers } from './support/peers.ts';

const MUTATIONS = Number(process.env['ENSURESEC_MUTATIONS'] ?? 300);
const PEER = path.join(import.meta.dirname, 'support', 'verify_many.py');

let bundle: MadeBundle;
const python = spawn(hasPeers ? 'python3' : process.execPath, hasPeers ? [PEER] : ['-e', ''], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
beforeAll(async () => {
  bundle = await makeBundle(600, [3, 7, 300, 599]);
});
afterAll(() => python.kill());

interface Place {
  readonly where: string;
  readonly entry: number | null;
  readonly last: number | null;
}

async function byPython(bytes: Uint8Array): Promise<readonly Place[]> {
  const line = `${Buffer.from(bytes).toString('base64')}\n`;
  if (!python.stdin.write(line)) await once(python.stdin, 'drain');
  const { value } = await answers.next();
  return JSON.parse(String(value)) as readonly Place[];
}

async function byNode(bytes: Uint8Array): Promise<readonly Place[]> {
  const { faults } = await verifyBundle(bytes, bundle.key);
  return faults.map(({ where, entry, last }) => ({
    where,
    entry: entry ?? null,
    last: last ?? entry ?? null,
  }));
}

const text = ({ where, entry, last }: Place): string => `${where} ${entry ?? '-'} ${last ?? '-'}`;

test.skipIf(!hasPeers)('a bundle as it was written holds, for both', async () => {
  expect(await byNode(bundle.bytes)).toEqual([]);
  expect(await byPython(bundle.bytes)).toEqual([]);
});

test.skipIf(!hasPeers).each([
  ['damage', mutate, MUTATIONS],
  ['forgery', forge, Math.ceil(MUTATIONS / 4)],
] as const)(
  '%s is found and located by both',
  async (_, change, count) => {
    const random = createRandom(7);
    for (let at = 0; at < count; at++) {
      const mutation: Mutation = change(bundle, random);
      const found = [await byNode(mutation.bytes), await byPython(mutation.bytes)];
      const what = `${at}: ${mutation.what}`;
      expect(found[0]?.length, what).toBeGreaterThan(0);
      expect(found[1]?.slice(0, 1).map(text), what).toEqual(found[0]?.slice(0, 1).map(text));
      expect(mutation.isPlace(found[0]?.[0] as Place), `${what} → ${text(found[0]?.[0] as Place)}`).toBe(
        true,
      );
    }
  },
  120_000 + 200 * MUTATIONS,
);
