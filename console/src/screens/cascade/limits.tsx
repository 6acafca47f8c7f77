// SPDX-License-Identifier: Apache-2.0
// What the dependencies say without any scenario, and what the figures do not say.
import { nameIn } from '../../../../src/replay/index.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { told } from '../../words/told.ts';
import type { Simulated } from './view.ts';

export function Limits({ simulated: { answer, picture } }: { readonly simulated: Simulated }) {
  const { say, language } = useWords();
  const { checks, limits, without } = answer;
  const named = (assets: readonly string[]): string =>
    assets.map((id) => visible(nameIn(picture, id))).join(', ');
  const single = checks.services.filter((each) => each.single.length > 0);
  return (
    <div className="columns">
      <Sheet name={say('cascade.checks')}>
        <ul className="lines">
          {single.map((each) => (
            <li key={each.asset}>
              {say('cascade.single', { what: named([each.asset]), without: named(each.single) })}
            </li>
          ))}
          <li>
            {checks.neverStart.length === 0
              ? say('cascade.cold', { count: checks.waves })
              : say('cascade.never-start', {
                  what: named(checks.neverStart),
                  needs: named(checks.blackStart),
                })}
          </li>
          <li>{say('cascade.collapse', { share: number(language, without.collapse * 100, 1) })}</li>
        </ul>
      </Sheet>
      <Sheet name={say('cascade.limits')}>
        <ul className="lines">
          {limits.map((text) => (
            <li key={text}>{visible(told('cascade', text))}</li>
          ))}
          <li>{say('cascade.oneRun')}</li>
        </ul>
      </Sheet>
    </div>
  );
}
