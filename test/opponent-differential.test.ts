// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AnalysisInput, analyse } from '../src/analyse/analyse.ts';
import { installed } from '../src/analyse/harden/task.ts';
import { createOpponent, type Opponent } from '../src/analyse/opponent/opponent.ts';
import { compileRules } from '../src/analyse/rules/compile.ts';
import { createRandom } from '../src/core/random.ts';
import { loadModel, type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';

const pack = resolvePack('e-commerce', packReader('packs')).value as Pack;
const file = 'examples/two-person-shop/ensuresec.yaml';
const loaded = loadModel(readFileSync(file), file, pack).value as AnalysisInput['loaded'];
const compiled = compileRules(pack).value as AnalysisInput['compiled'];
const input: AnalysisInput = { loaded, pack, compiled, today: '2027-01-31' };
let opponent: Opponent;
beforeAll(() => {
  opponent = createOpponent(input);
});

const nameOf = (each: { attack: string; attacker: string; target: string }): string =>
  `${each.attack} ${each.attacker} ${each.target}`;

/** What the whole analysis says with these offers installed. */
function insecure(chosen: readonly number[]): string[] {
  const offers = chosen.map((at) => ({ ...(opponent.offers[at] as Opponent['offers'][number]), cuts: [] }));
  const { report } = analyse({ ...input, loaded: installed(loaded, offers) });
  return report.verdicts
    .filter(({ verdict }) => verdict === 'INSECURE')
    .map(nameOf)
    .sort();
}

describe('the opponent', () => {
  it.each([0, 1, 2, 3])(
    'has the ways that the analysis of the changed model finds (%i)',
    (round) => {
      const random = createRandom(round);
      const met = [
        ...new Set(opponent.ways([]).flatMap(({ steps }) => steps.flatMap((step) => step.stoppedBy))),
      ];
      const chosen = round === 0 ? [] : met.filter(() => random.below(4) < round);
      expect(opponent.ways(chosen).map(nameOf).sort()).toEqual(insecure(chosen));
    },
    60_000,
  );

  it('meets no measure that is installed, and answers the same whatever was asked before', () => {
    const [way] = opponent.ways([]);
    const stop = way?.steps.flatMap(({ stoppedBy }) => stoppedBy)[0] as number;
    const left = opponent.ways([stop]);
    expect(left.flatMap(({ steps }) => steps.flatMap(({ stoppedBy }) => stoppedBy))).not.toContain(stop);
    expect(createOpponent(input).ways([stop])).toEqual(left);
  }, 60_000);

  it('takes the quickest way: measures only make ways longer', () => {
    const before = new Map(opponent.ways([]).map((way) => [nameOf(way), way.days]));
    const stops = opponent.ways([]).flatMap(({ steps }) => steps.flatMap(({ stoppedBy }) => stoppedBy));
    for (const stop of [...new Set(stops)].slice(0, 12))
      for (const way of opponent.ways([stop]))
        expect(way.days).toBeGreaterThanOrEqual((before.get(nameOf(way)) ?? Number.NaN) - 1e-9);
  }, 60_000);
});
