// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { useElementNames } from '../../api/element-names.ts';
import { useTitles } from '../../api/titles.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';

/** What the incident touches: threats that it may be, parts of the model, techniques, and who is affected by key. */
export function Touched({ incident }: { readonly incident: Answer<'incident'> }) {
  const { say, language } = useWords();
  const { title } = useTitles();
  const nameOf = useElementNames();
  const { assets, threats, techniques, affected } = incident;
  const lists: readonly (readonly [string, readonly string[]])[] = [
    [say('incident.threats'), threats.flatMap((number) => title('threats', String(number)) ?? [])],
    [say('incident.assets'), assets.map((each) => nameOf(each))],
    [say('incident.techniques'), techniques],
    ...affected.map(({ key, values, count, more }): [string, readonly string[]] => [
      `${visible(key)} (${number(language, count)}${more ? '+' : ''})`,
      values,
    ]),
  ];
  const filled = lists.filter(([, values]) => values.length > 0);
  if (filled.length === 0) return null;
  return (
    <Sheet name={say('incident.touched')}>
      <dl className="fields">
        {filled.map(([name, values]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{values.map(visible).join(', ')}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
