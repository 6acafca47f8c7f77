// SPDX-License-Identifier: Apache-2.0
// What would be with measures that are not there, or without some that are: asked as soon as one is pressed.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { useElementNames } from '../../api/element-names.ts';
import type { Report } from '../../api/report.ts';
import { useTitles } from '../../api/titles.ts';
import type { Placed } from '../../app/addresses.ts';
import { Answered } from '../../parts/answer.tsx';
import { Chip } from '../../parts/chip.tsx';
import { OutcomeMark } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { euro } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { keyOf } from './question.ts';
import { isSame, type Trying } from './trial.ts';

export function WhatIf({ report, trial }: { readonly report: Report; readonly trial: Trying }) {
  const { say } = useWords();
  const tried = trial.with.length + trial.without.length;
  return (
    <Sheet
      name={say('whatIf.name')}
      aside={
        tried === 0 ? undefined : (
          <Button variant="default" size="compact-sm" onClick={trial.end}>
            {say('whatIf.end')}
          </Button>
        )
      }
    >
      <fieldset className="chips" aria-label={say('whatIf.with')}>
        {offered(report, trial.with).map((placed) => (
          <MeasureChip key={`${placed.measure} ${placed.on}`} placed={placed} trial={trial} side="with" />
        ))}
        {trial.without.map((placed) => (
          <MeasureChip
            key={`- ${placed.measure} ${placed.on}`}
            placed={placed}
            trial={trial}
            side="without"
          />
        ))}
      </fieldset>
      <div role="status">
        {tried === 0 ? (
          <p className="soft">{say('whatIf.none')}</p>
        ) : (
          <Answered query={trial.query}>{(answer) => <Result answer={answer} />}</Answered>
        )}
      </div>
    </Sheet>
  );
}

interface Offered extends Placed {
  readonly name?: string;
  readonly cost?: number;
}

/** What turns most for least, and whatever is tried besides. */
function offered({ cuts, verdicts }: Report, tried: readonly Placed[]): readonly Offered[] {
  const known = verdicts.flatMap(({ steps }) => steps.flatMap((step) => step.cuts));
  const others = tried.filter((each) => !cuts.some((cut) => isSame(cut, each)));
  return [...cuts, ...others.map((each) => known.find((cut) => isSame(cut, each)) ?? each)];
}

interface ChipOptions {
  readonly placed: Offered;
  readonly trial: Trying;
  readonly side: 'with' | 'without';
}

export function MeasureChip({ placed, trial, side }: ChipOptions) {
  const { say, named, language } = useWords();
  const { title: titleOf, titled } = useTitles();
  const nameOf = useElementNames();
  const { measure, on, name, cost } = placed;
  const price = cost === undefined ? '' : `, ${cost === 0 ? say('fixes.free') : euro(language, cost)}`;
  const title = `${name === undefined ? (titleOf('measures', measure) ?? named('measure', measure)) : titled('measures', measure, name)} ${say('fixes.on', { on: nameOf(on) })}${price}`;
  return (
    <Chip
      pressed={trial[side].some((each) => isSame(each, placed))}
      onPress={() => trial.toggle(side, { measure, on })}
    >
      {side === 'with' ? title : say('whatIf.less', { measure: title })}
    </Chip>
  );
}

function Result({ answer: { before, after, changes } }: { readonly answer: Answer<'tryMeasures'> }) {
  const { say, named } = useWords();
  const { titled } = useTitles();
  const nameOf = useElementNames();
  const turned = changes.filter((change) => change.before !== change.after);
  return (
    <div className="stack">
      <p>
        <strong>
          {say('whatIf.turned', { count: turned.length, before: before.insecure, after: after.insecure })}
        </strong>
        {changes.length > turned.length
          ? ` ${say('whatIf.another', { count: changes.length - turned.length })}`
          : ''}
      </p>
      {turned.length === 0 ? null : (
        <details>
          <summary>{say('whatIf.list')}</summary>
          <ul className="lines">
            {turned.map((change) => (
              <li key={keyOf(change)} className="row">
                <OutcomeMark outcome={change.before} />
                <span aria-hidden="true">→</span>
                <OutcomeMark outcome={change.after} />
                <Link to="/paths" search={(old) => ({ ...old, open: keyOf(change) })}>
                  {titled('attacks', change.attack, change.title)}
                </Link>
                <span className="soft small">
                  {say('paths.way', {
                    from: named('attacker', change.attacker),
                    to: nameOf(change.target, named('target', change.target)),
                  })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
