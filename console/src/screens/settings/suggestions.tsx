// SPDX-License-Identifier: Apache-2.0
// The list under the cursor. The text keeps the focus; the list says which of its rows is meant.
import { type RefObject, useEffect, useRef } from 'react';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';
import type { Completion } from './completion.ts';

export const LIST = 'suggestions';
export const rowId = (row: number): string => `${LIST}-${row}`;

export function Suggestions({
  completion: { suggestions, active, at, accept },
  field,
}: {
  readonly completion: Completion;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}) {
  const { say } = useWords();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active]);
  if (at === undefined) return null;
  const { scrollTop = 0, scrollLeft = 0 } = field.current ?? {};
  return (
    <div
      ref={list}
      id={LIST}
      className="suggestions"
      role="listbox"
      aria-label={say('model.suggestions')}
      style={{
        top: `calc(${at.line} * 1.54em + var(--u) + 4px - ${scrollTop}px)`,
        left: `max(0px, min(${at.column - 1}ch + var(--u) - ${scrollLeft}px, 100% - 22rem))`,
      }}
    >
      {suggestions.map((each, row) => (
        <div
          key={`${each.kind} ${each.label}`}
          id={rowId(row)}
          role="option"
          tabIndex={-1}
          aria-selected={row === active}
          // The text keeps its focus and its cursor.
          onMouseDown={(event) => {
            event.preventDefault();
            accept(each);
          }}
        >
          <span>{visible(each.label)}</span>
          <span className="soft">
            {each.isRequired ? `${say('model.required')} · ` : ''}
            {visible(each.text === '' ? say(`model.kind.${each.kind}`) : each.text)}
          </span>
        </div>
      ))}
    </div>
  );
}
