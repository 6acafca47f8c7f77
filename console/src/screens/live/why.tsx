// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { useTitles } from '../../api/titles.ts';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';

type Why = Answer<'incident'>['why'];

/** A reason and what it rests on, down to the line of a rule, a model or an event. */
export function WhyTree({ why }: { readonly why: Why }) {
  return (
    <ul className="why">
      <Reason why={why} depth={0} />
    </ul>
  );
}

/** Deeper than this a reason starts folded. */
const UNFOLDED = 2;

function Reason({ why: { text, at, of }, depth }: { readonly why: Why; readonly depth: number }) {
  const { say } = useWords();
  const { found } = useTitles();
  const said = (
    <>
      {found(text)}
      {at === undefined ? null : (
        <span className="mono soft"> {say('why.at', { file: visible(at.file), line: at.line })}</span>
      )}
    </>
  );
  if (of === undefined || of.length === 0) return <li>{said}</li>;
  return (
    <li>
      <details open={depth < UNFOLDED}>
        <summary>{said}</summary>
        <ul>
          {of.map((each, index) => (
            // Reasons have no names of their own and keep their order.
            // biome-ignore lint/suspicious/noArrayIndexKey: the order of reasons is fixed
            <Reason key={index} why={each} depth={depth + 1} />
          ))}
        </ul>
      </details>
    </li>
  );
}
