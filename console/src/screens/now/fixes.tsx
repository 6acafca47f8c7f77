// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { useElementNames } from '../../api/element-names.ts';
import type { Summary } from '../../api/report.ts';
import { useMe } from '../../api/session.ts';
import { useTitles } from '../../api/titles.ts';
import { trialIn } from '../../app/addresses.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { euro } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';

const SHOWN = 3;

/** The measures that turn most for least, each with what it cuts and what it costs. */
export function Fixes({ cuts }: { readonly cuts: Summary['cuts'] }) {
  const { say, language } = useWords();
  const { titled } = useTitles();
  const nameOf = useElementNames();
  const canTry = useMe()?.may.includes('tryMeasures') ?? false;
  if (cuts.length === 0) return null;
  return (
    <Sheet name={say('fixes.name')}>
      <ol className="lines">
        {cuts.slice(0, SHOWN).map(({ measure, name, on, removes, cost }) => (
          <li key={`${measure} ${on}`} className="fix">
            <strong>{titled('measures', measure, name)}</strong>
            <span className="cost">{cost === 0 ? say('fixes.free') : euro(language, cost)}</span>
            <span className="soft">{say('fixes.on', { on: nameOf(on) })}</span>
            <span className="cost soft">{say('fixes.removes', { count: removes })}</span>
            {canTry ? (
              <Link to="/paths" search={{ with: trialIn([{ measure, on }]) }} className="small">
                {say('fixes.try')}
                <span className="unseen">
                  {' '}
                  {`${titled('measures', measure, name)} ${say('fixes.on', { on: nameOf(on) })}`}
                </span>
              </Link>
            ) : null}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
