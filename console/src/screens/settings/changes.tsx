// SPDX-License-Identifier: Apache-2.0
// What saving would change, line by line; signs say what colours say.
import { structuredPatch } from 'diff';
import { type ReactNode, useMemo } from 'react';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';

const CONTEXT = 2;
/** Beyond it comparing would hold up the page. */
const MAX_MS = 1000;

export function Changes({
  from,
  to,
  file,
  children,
}: {
  readonly from: string;
  readonly to: string;
  readonly file: string;
  readonly children: ReactNode;
}) {
  const { say } = useWords();
  const patch = useMemo(
    () => structuredPatch(file, file, from, to, undefined, undefined, { context: CONTEXT, timeout: MAX_MS }),
    [from, to, file],
  );
  const lines = patch?.hunks.flatMap(({ newStart, lines: each }, index) => [
    { key: `@${index}`, text: say('changes.line', { line: newStart }), kind: 'place' },
    ...each.map((text, at) => ({ key: `${index} ${at}`, text, kind: KINDS[text[0] ?? ' '] ?? 'same' })),
  ]);
  return (
    <Sheet name={say('changes.name')}>
      {lines === undefined ? (
        <p>{say('changes.many')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <pre className="changes" tabIndex={0}>
          {lines.map(({ key, text, kind }) => (
            <span key={key} className={kind}>
              {visible(text)}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
      <div>{children}</div>
    </Sheet>
  );
}

const KINDS: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed' };
