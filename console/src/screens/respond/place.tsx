// SPDX-License-Identifier: Apache-2.0
// Where the attacker is in the model: what can be reached next, and which measure cuts most of it.
import { useQuery } from '@tanstack/react-query';
import { useElementNames } from '../../api/element-names.ts';
import { placeQuery } from '../../api/respond-queries.ts';
import { useTitles } from '../../api/titles.ts';
import { Answered } from '../../parts/answer.tsx';
import { Severity } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { factSaid } from '../../words/fact.ts';
import { euro, number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';

const SHOWN = 6;

export function Place({ id }: { readonly id: string }) {
  const words = useWords();
  const { say, language, named } = words;
  const { titled, step: stepSaid } = useTitles();
  const nameOf = useElementNames();
  const place = useQuery(placeQuery(id));
  return (
    <Sheet name={say('place.name')}>
      <Answered query={place}>
        {({ has, unknown, next, cuts }) => (
          <>
            {has.length === 0 ? (
              <p className="soft">{say('place.none')}</p>
            ) : (
              <p className="soft">
                {say('place.from', { has: has.map((each) => factSaid(each, words, nameOf)).join('; ') })}
              </p>
            )}
            {unknown.length === 0 ? null : (
              <p className="soft">{say('place.unknown', { what: unknown.map(visible).join(', ') })}</p>
            )}
            {cuts[0] === undefined ? null : (
              <p>
                <strong>{say('place.best')}</strong>{' '}
                {say('place.cut', {
                  name: titled('measures', cuts[0].measure, cuts[0].name),
                  on: nameOf(cuts[0].on),
                  count: cuts[0].removes,
                })}{' '}
                <span className="soft">
                  {cuts[0].cost === 0 ? say('fixes.free') : euro(language, cuts[0].cost)}
                </span>
              </p>
            )}
            <ul className="lines">
              {next.slice(0, SHOWN).map(({ attack, title, target, severity, days, steps }) => (
                <li key={`${attack} ${target}`}>
                  <details>
                    <summary>
                      <Severity level={severity} /> {titled('attacks', attack, title)}{' '}
                      <span className="soft">
                        {nameOf(target, named('target', target))} ·{' '}
                        {days === 0
                          ? say('place.once')
                          : say('paths.days', {
                              count: Number(days.toFixed(1)),
                              days: number(language, days, 1),
                            })}
                      </span>
                    </summary>
                    <ol className="bullets">
                      {steps.map((step) => (
                        <li key={step}>{stepSaid(step)}</li>
                      ))}
                    </ol>
                  </details>
                </li>
              ))}
            </ul>
            {next.length > SHOWN ? (
              <p className="soft">{say('place.more', { count: next.length - SHOWN })}</p>
            ) : null}
          </>
        )}
      </Answered>
    </Sheet>
  );
}
