// SPDX-License-Identifier: Apache-2.0
import { Sheet } from '../../parts/sheet.tsx';
import { euro } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import type { Report } from './sentence.ts';

const SHOWN = 3;

/** The measures that turn most for least, each with what it cuts and what it costs. */
export function Fixes({ cuts }: { readonly cuts: Report['cuts'] }) {
  const { say, language } = useWords();
  if (cuts.length === 0) return null;
  return (
    <Sheet name={say('fixes.name')}>
      <ol className="lines">
        {cuts.slice(0, SHOWN).map(({ measure, name, on, removes, cost }) => (
          <li key={`${measure} ${on}`} className="fix">
            <strong>{name}</strong>
            <span className="cost">{cost === 0 ? say('fixes.free') : euro(language, cost)}</span>
            <span className="soft">{say('fixes.on', { on })}</span>
            <span className="cost soft">{say('fixes.removes', { count: removes })}</span>
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
