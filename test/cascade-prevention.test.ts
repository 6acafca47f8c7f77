// SPDX-License-Identifier: Apache-2.0
// "The one measure that would have prevented it", asked again of every measure in the same run.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replayOf, type Simulation, scenarioRequest, simulate } from '../src/cascade/index.ts';
import { loadModel } from '../src/model/index.ts';
import { loadedPack } from './support/loaded-pack.ts';

const pack = loadedPack('e-commerce');
const file = 'examples/demo-shop/ensuresec.yaml';
const loaded = loadModel(readFileSync(resolve(file)), file, pack).value;
if (loaded === undefined) throw new Error('The demo shop does not load');
const { model } = loaded;

const answers = pack.scenarios.map(({ id }) => {
  const source = pack.scenarios.find((each) => each.id === id) as (typeof pack.scenarios)[number];
  const prepared = scenarioRequest(source, model, pack, { seed: 1, measures: [] });
  return { id, prepared, answer: simulate({ ...prepared, runs: 40 }) };
});

type Told = Simulation['without']['replay'];

describe.each(answers)('$id', ({ prepared, answer }) => {
  const { replay } = answer.without;
  const every = [...prepared.measures, ...prepared.others]
    .toSorted((a, b) => a.cost - b.cost)
    .map((measure) => ({ id: measure.id, replay: replayOf(prepared.frame, [measure], replay.run) }));
  const cheapest = (isSpared: (after: Told) => boolean): string | null =>
    every.find(({ replay: after }) => isSpared(after))?.id ?? null;

  test('an outage names the cheapest measure that alone spares the service, or there is none', () => {
    for (const { asset, preventedBy } of replay.outages)
      expect([asset, preventedBy]).toEqual([
        asset,
        cheapest(({ outages }) => !outages.some((each) => each.asset === asset)),
      ]);
  });

  test('what is wrong or read names it too, and where none prevents, the one that leaves least', () => {
    const counted = new Set(
      [...answer.without.services, ...answer.without.records].map(({ asset }) => asset),
    );
    for (const { asset, channel, preventedBy } of replay.marks.filter((mark) => counted.has(mark.asset)))
      expect([asset, preventedBy]).toEqual([
        asset,
        cheapest(({ marks }) => !marks.some((each) => each.asset === asset && each.channel === channel)),
      ]);
    for (const { preventedBy, easedBy } of [...replay.outages, ...replay.marks])
      if (easedBy !== undefined) {
        expect(preventedBy).toBeNull();
        expect(easedBy.left).toBeGreaterThan(0);
        expect(easedBy.left).toBeLessThan(0.95);
        expect(answer.single.map(({ id }) => id)).toContain(easedBy.measure);
      }
  });
});

test('some outages of the pack have such a measure and some have none', () => {
  const all = answers.flatMap(({ answer }) => answer.without.replay.outages);
  expect(new Set(all.map(({ preventedBy }) => preventedBy === null)).size).toBe(2);
});
