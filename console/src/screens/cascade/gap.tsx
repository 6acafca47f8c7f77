// SPDX-License-Identifier: Apache-2.0
// The gap in numbers: EUR, and units of what customers wait for, over all runs.
import { visible } from '../../parts/visible.ts';
import { euro, number } from '../../words/format.ts';
import { type Language, useWords } from '../../words/index.ts';
import { useChoosing } from './measures.tsx';
import type { Simulated } from './view.ts';

type Side = Simulated['answer']['without'];

interface GapOptions {
  readonly simulated: Simulated;
  readonly isOld: boolean;
}

export function Gap({ simulated, isOld }: GapOptions) {
  const { say, language } = useWords();
  const { answer } = simulated;
  const { chosen } = useChoosing(simulated);
  const { without, avoided, runs } = answer;
  const after = chosen.length === 0 ? undefined : answer.with;
  const range = ({ eur: { p5, p95 } }: Side): string =>
    say('cascade.range', { low: euro(language, p5), high: euro(language, p95) });
  return (
    <div>
      <dl className="numbers cascade-numbers">
        <div>
          <dt>{say('cascade.lossWithout')}</dt>
          <dd>{euro(language, without.eur.mean)}</dd>
          <dd className="beside">{range(without)}</dd>
        </div>
        {after === undefined ? null : (
          <div>
            <dt>{say('cascade.lossWith')}</dt>
            <dd>{euro(language, after.eur.mean)}</dd>
            <dd className="beside">{range(after)}</dd>
          </div>
        )}
        {after === undefined || avoided === undefined ? null : (
          <div className="gained">
            <dt>{say('cascade.avoided')}</dt>
            <dd>{euro(language, avoided.mean)}</dd>
            <dd className="beside">
              {say('cascade.interval', {
                low: euro(language, avoided.low),
                high: euro(language, avoided.high),
              })}
            </dd>
          </div>
        )}
        {unitsOf(without, after).map(({ asset, unit, lost, saved, kind }) => (
          <div key={`${kind} ${asset} ${unit}`}>
            <dt>{say(UNIT_WORDS[kind][after === undefined ? 0 : 1], { unit: visible(unit) })}</dt>
            <dd>{number(language, after === undefined ? lost : saved)}</dd>
            {after === undefined ? null : (
              <dd className="beside">{say('cascade.ofLost', { lost: number(language, lost) })}</dd>
            )}
          </div>
        ))}
      </dl>
      <p className="small soft" role="status">
        {isOld ? say('cascade.computing') : say('cascade.runs', { runs: number(language, runs) })}
      </p>
    </div>
  );
}

/** What the measures avoid on average, in one line: EUR, then units. */
export function gapText({ answer }: Simulated, language: Language): string {
  if (answer.with === undefined || answer.avoided === undefined) return '';
  const units = unitsOf(answer.without, answer.with).filter(({ saved }) => Math.abs(saved) >= 0.5);
  return [
    euro(language, answer.avoided.mean),
    ...units.map(({ unit, saved }) => `${number(language, saved)} ${visible(unit)}`),
  ].join(', ');
}

/** What happened to units, without measures and as what they avoid. */
const UNIT_WORDS = {
  lost: ['cascade.lost', 'cascade.saved'],
  wrong: ['cascade.wrong', 'cascade.notWrong'],
  leaked: ['cascade.leaked', 'cascade.notLeaked'],
} as const;

interface Units {
  readonly kind: keyof typeof UNIT_WORDS;
  readonly asset: string;
  readonly unit: string;
  /** Of all runs, on average. */
  readonly lost: number;
  readonly saved: number;
}

/** What is not delivered, delivered wrong, or leaks. */
function unitsOf(without: Side, after: Side | undefined): readonly Units[] {
  const less = (kind: Units['kind'], old: Unit, now: number | undefined): Units => {
    const { asset, unit, mean } = old;
    return { kind, asset, unit, lost: mean, saved: mean - (now ?? 0) };
  };
  return [
    ...(['lost', 'wrong'] as const).flatMap((kind) =>
      without.services.map((each, at) =>
        less(kind, { ...each, mean: each[kind].mean }, after?.services[at]?.[kind].mean),
      ),
    ),
    ...without.records.map((each, at) =>
      less('leaked', { ...each, mean: each.leaked.mean }, after?.records[at]?.leaked.mean),
    ),
  ].filter(({ lost, saved }) => lost >= 0.5 || Math.abs(saved) >= 0.5);
}

interface Unit {
  readonly asset: string;
  readonly unit: string;
  readonly mean: number;
}
