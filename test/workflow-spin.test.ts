// SPDX-License-Identifier: Apache-2.0
// The search against Spin, where it is installed: the same verdict with all checks, and without each one and each two of
// them; and the same number of states where nothing breaks.
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compileWorkflows, promela, search } from '../src/analyse/index.ts';
import { type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';
import { compileSpin, hasSpin, type SpinModel } from './oracle/spin.ts';

const shelf = packReader(join(import.meta.dirname, '../packs'));
const pack = resolvePack('e-commerce', shelf).value as Pack;
const installed = hasSpin();
const where = installed ? '' : ' (skipped: spin or gcc is not installed)';

describe.skipIf(!installed)(`search and Spin agree${where}`, () => {
  const opened: SpinModel[] = [];
  afterAll(() => {
    for (const model of opened) model.close();
  });
  test.each((compileWorkflows(pack).value ?? []).map((workflow) => [workflow.id, workflow] as const))(
    '%s',
    (_, workflow) => {
      const attackers = new Set(workflow.attackers);
      const { checks } = workflow;
      const spin = compileSpin(promela(workflow, { missing: new Set(), attackers }));
      opened.push(spin);
      const verdicts = { broken: 0, held: 0 };
      for (const out of setsOf(checks)) {
        const missing = new Set(out);
        const name = `without ${out.join(' and ')}`;
        const answer = spin.run(checks.map((check) => !missing.has(check)));
        const isBroken = search(workflow, { missing, attackers }).found.length > 0;
        expect(answer.errors > 0, name).toBe(isBroken);
        verdicts[isBroken ? 'broken' : 'held']++;
        if (isBroken) continue;
        const whole = search(workflow, { missing, attackers, symmetry: false });
        expect(answer.states, name).toBe(whole.states);
      }
      expect(verdicts.broken).toBeGreaterThanOrEqual(checks.length);
      expect(verdicts.held).toBeGreaterThan(0);
    },
    600_000,
  );
});

/** None, each one, each two. */
function setsOf(checks: readonly string[]): readonly (readonly string[])[] {
  const twos = checks.flatMap((first, at) => checks.slice(at + 1).map((second) => [first, second]));
  return [[], ...checks.map((check) => [check]), ...twos];
}
