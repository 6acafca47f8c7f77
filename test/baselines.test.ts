// SPDX-License-Identifier: Apache-2.0
// The baselines of the packs: they compile, alert in what is described as their hit, and are silent in their miss.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json } from '../src/core/canonical-json.ts';
import type { Stretch } from '../src/model/index.ts';
import {
  type Baseline,
  compileBaselines,
  createAnomalyMonitor,
  describedSeries,
} from '../src/monitor/index.ts';
import { packIds } from '../src/platform/index.ts';
import { loadedPack } from './support/loaded-pack.ts';

const folder = join(import.meta.dirname, '../packs');
const PLACE = { file: 'described', line: 1 };

for (const id of packIds(folder)) {
  const pack = loadedPack(id);
  const own = pack.baselines.filter((baseline) => baseline.pack === id);
  const { value: baselines = [], problems } = compileBaselines({ ...pack, baselines: own });
  describe(`baselines of ${id}`, () => {
    it('compile', () => {
      expect(problems).toEqual([]);
      expect(baselines.length).toBe(own.length);
    });
    if (baselines.length === 0) return;
    it.each(baselines.map((baseline) => [baseline.id, baseline] as const))(
      '%s alerts in its hit',
      (_, baseline) => {
        const alerts = alertsOf(baseline, baseline.hit);
        expect(alerts.length).toBeGreaterThan(0);
        for (const alert of alerts) {
          expect(alert.rule).toMatchObject({ id: baseline.id, kind: 'baseline', level: baseline.level });
          expect(alert.reasons?.length).toBeGreaterThanOrEqual(2);
          expect(alert.reasons?.join(' ')).not.toMatch(/undefined|NaN|Infinity/);
        }
      },
    );
    it.each(baselines.map((baseline) => [baseline.id, baseline] as const))(
      '%s is silent in its miss',
      (_, baseline) => {
        expect(alertsOf(baseline, baseline.miss).map(({ reasons }) => reasons)).toEqual([]);
      },
    );
    it.each(baselines.map((baseline) => [baseline.id, baseline] as const))(
      '%s goes on after restore as if nothing had happened',
      (_, baseline) => {
        const { events } = describedSeries(baseline.hit, 1);
        const cut = Math.floor(events.length * 0.9);
        const one = createAnomalyMonitor([baseline], { seed: 1 });
        for (const event of events.slice(0, cut)) one.accept(event, PLACE);
        const saved = JSON.parse(JSON.stringify(one.save())) as Json;
        const two = createAnomalyMonitor([baseline], { seed: 99, saved });
        const rest = (monitor: typeof one) => [
          ...events.slice(cut).flatMap((event) => monitor.accept(event, PLACE)),
          ...monitor.end(),
        ];
        expect(rest(two)).toEqual(rest(one));
      },
    );
  });
}

it('the packs have at least twelve baselines', () => {
  const pack = loadedPack('e-commerce');
  expect(pack.baselines.length).toBeGreaterThanOrEqual(12);
});

/** Alerts of the last stretch. */
function alertsOf(baseline: Baseline, stretches: readonly Stretch[]) {
  const { events, last } = describedSeries(stretches, 1);
  const monitor = createAnomalyMonitor([baseline], { seed: 1 });
  const alerts = [...events.flatMap((event) => monitor.accept(event, PLACE)), ...monitor.end()];
  return alerts.filter(({ time }) => time !== undefined && time >= last);
}
