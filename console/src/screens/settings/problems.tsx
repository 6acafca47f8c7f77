// SPDX-License-Identifier: Apache-2.0
// All that is wrong with what is written; choosing one goes to its place.
import type { RefObject } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { Severity } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';
import { offsetOf } from './offset.ts';

export type Problem = Answer<'model'>['problems'][number];

/** Those that a refusal to save tells; others when it tells none. */
export function problemsIn(
  body: Readonly<Record<string, unknown>>,
  others: readonly Problem[],
): readonly Problem[] {
  const told = body['modelProblems'];
  return Array.isArray(told) ? (told as readonly Problem[]) : others;
}

export function Problems({
  problems,
  isChecking,
  field,
}: {
  readonly problems: readonly Problem[];
  readonly isChecking: boolean;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}) {
  const { say } = useWords();
  const go = ({ at: { line, column } }: Problem): void => {
    const area = field.current;
    if (area === null) return;
    const offset = offsetOf(area.value, line, column ?? 1);
    area.focus();
    area.setSelectionRange(offset, offset);
    // A text area scrolls to its selection only when that moves by a key.
    area.scrollTop = (line - 4) * (Number.parseFloat(getComputedStyle(area).lineHeight) || 20);
  };
  return (
    <Sheet
      name={say('problems.name')}
      aside={
        <span className="soft" role="status">
          {isChecking ? say('problems.checking') : say('problems.count', { count: problems.length })}
        </span>
      }
    >
      <ul className="lines">
        {problems.map((problem) => (
          <li key={`${problem.code} ${problem.at.line} ${problem.at.column} ${problem.message}`}>
            <button type="button" className="problem" onClick={() => go(problem)} data-row>
              <span className="row small">
                <Severity level={problem.severity === 'error' ? 'critical' : 'medium'}>
                  {say(`problems.${problem.severity}`)}
                </Severity>
                <span className="soft">
                  {say('problems.place', { line: problem.at.line, column: problem.at.column ?? 1 })}
                </span>
                <span className="mono soft">{problem.code}</span>
              </span>
              <span>{visible(problem.message)}</span>
              {problem.hint === undefined ? null : <span className="soft">{visible(problem.hint)}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
