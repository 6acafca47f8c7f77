// SPDX-License-Identifier: Apache-2.0
// Baselines of a pack, checked against the detectors and the events they name.
import type { Parsed, Problem } from '../../../core/problem.ts';
import type { BaselineSource, Pack, Path, Placed } from '../../../model/index.ts';
import { createAnomalyDetector } from '../registry.ts';

/** A baseline that can run. */
export type Baseline = Placed<BaselineSource>;

/** All baselines without a problem; one with a problem is left out, and said so at its place. */
export function compileBaselines(pack: Pick<Pack, 'baselines' | 'events'>): Parsed<readonly Baseline[]> {
  const checked = pack.baselines.map((baseline) => ({ baseline, problems: problemsOf(baseline, pack) }));
  return {
    value: checked.flatMap(({ baseline, problems }) => (problems.length === 0 ? [baseline] : [])),
    problems: checked.flatMap(({ problems }) => problems),
  };
}

function problemsOf(baseline: Baseline, pack: Pick<Pack, 'events'>): readonly Problem[] {
  const { refused } = createAnomalyDetector(baseline.detector, baseline.parameters ?? {}, 1);
  return [
    ...refused.map(({ path, message }) =>
      path.length === 0 && message.startsWith('expected a detector')
        ? problem(
            baseline,
            'BASELINE_DETECTOR',
            ['detector'],
            `Cannot find \`${baseline.detector}\`: ${message}`,
          )
        : problem(
            baseline,
            'BASELINE_PARAMETERS',
            baseline.parameters === undefined ? [] : ['parameters', ...path.map(part)],
            `Cannot use the parameters of \`${baseline.detector}\`: ${[...path.map(String), message].join(': ')}`,
          ),
    ),
    ...fieldsOf(baseline).flatMap(([name, path]) =>
      baseline.events.every((type) => hasField(pack, type, name))
        ? []
        : [
            problem(
              baseline,
              'BASELINE_FIELD',
              path,
              `Cannot find \`${name}\`: expected a key or a field that every event in \`events\` may have`,
            ),
          ],
    ),
  ];
}

function part(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}

function problem(baseline: Baseline, code: string, path: Path, message: string): Problem {
  return { code, severity: 'error', message, at: baseline.locate(path) };
}

/** Every name of a field that the baseline uses, and where. */
function fieldsOf({ key, group, where, measure }: Baseline): readonly (readonly [string, Path])[] {
  return [
    ...(key === undefined ? [] : [[key, ['key']] as const]),
    ...(group === undefined ? [] : [[group, ['group']] as const]),
    ...Object.keys(where ?? {}).map((name) => [name, ['where', name]] as const),
    ...('field' in measure ? [[measure.field, ['measure', 'field']] as const] : []),
    ...(measure.kind === 'share'
      ? Object.keys(measure.of).map((name) => [name, ['measure', 'of', name]] as const)
      : []),
    ...(measure.kind === 'fields'
      ? Object.entries(measure.fields).map(([at, name]) => [name, ['measure', 'fields', at]] as const)
      : []),
  ];
}

function hasField(pack: Pick<Pack, 'events'>, type: string, name: string): boolean {
  const event = pack.events.find(({ id }) => id === type);
  return event === undefined || event.keys.includes(name) || Object.hasOwn(event.fields, name);
}
