// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { VerdictState } from '../../analysis/verdict.ts';
import { whatIfHandlers } from './what-if.ts';

const counts = { insecure: 1, secure: 0, unknown: 0 };
const report = { counts, verdicts: [] };

/** Of a verdict over a file of this digest. */
function handlers(sha256: string) {
  const state = { state: 'ready', at: '', stale: false, certificate: new Uint8Array(), report, sha256 };
  return whatIfHandlers({
    file: {
      name: 'ensuresec.yaml',
      read: () => ({ bytes: new Uint8Array(), sha256: 'of-now' }),
      write: () => undefined,
      stamp: () => '',
    },
    analyst: {
      problemsOf: async () => [],
      report: async () => ({ report, certificate: new Uint8Array() }) as never,
      trial: async () => ({ turns: [] }),
    },
    verdict: { state: () => state as unknown as VerdictState },
    now: () => 0,
  });
}

test('a verdict of the model as it was is compared with nothing', async () => {
  const asked = { body: { text: 'ensuresec: 1', add: [], remove: [] } } as never;
  const current = handlers('of-now');
  expect(await current.tryMeasures(asked)).toMatchObject({ before: counts, after: counts });
  expect(await current.whatIf(asked)).toMatchObject({ before: counts, after: counts });
  const changed = { status: 409, message: expect.stringContaining('changed since its verdict') };
  await expect(handlers('of-before').tryMeasures(asked)).rejects.toMatchObject(changed);
  await expect(handlers('of-before').whatIf(asked)).rejects.toMatchObject(changed);
});
