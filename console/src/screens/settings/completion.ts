// SPDX-License-Identifier: Apache-2.0
// What can be written where the cursor stands: asked for while one writes, and with Ctrl and space.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { completeQuery } from '../../api/queries.ts';
import { lineAndColumn } from './offset.ts';

export type Suggestion = Answer<'completeModel'>['suggestions'][number];

/** Asked for at a place of a text; what is typed after it makes it another place. */
interface Place {
  readonly text: string;
  readonly offset: number;
}

export interface Completion {
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  /** Where the word begins that a suggestion replaces, from 1; undefined while nothing is offered. */
  readonly at: { readonly line: number; readonly column: number } | undefined;
  /** After every key that writes something. */
  typed(): void;
  close(): void;
  onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void;
  accept(suggestion: Suggestion): void;
}

const PAUSE_MS = 120;

export function useCompletion(
  field: RefObject<HTMLTextAreaElement | null>,
  write: (text: string) => void,
): Completion {
  const [place, setPlace] = useState<Place>();
  const [active, setActive] = useState(0);
  const [settled] = useDebouncedValue(place, PAUSE_MS);
  const asked = settled ?? { text: '', offset: 0 };
  const { line, column } = lineAndColumn(asked.text, asked.offset);
  const found = useQuery({
    ...completeQuery(asked.text, line, column),
    enabled: settled !== undefined,
    placeholderData: keepPreviousData,
  });
  const isOpen =
    place !== undefined && settled === place && found.data !== undefined && !found.isPlaceholderData;
  const suggestions = isOpen ? found.data.suggestions : [];
  const from = found.data?.from ?? column;
  const close = (): void => setPlace(undefined);
  const open = (): void => {
    const area = field.current;
    const isOne = area !== null && area.selectionStart === area.selectionEnd;
    setActive(0);
    setPlace(isOne ? { text: area.value, offset: area.selectionStart } : undefined);
  };
  const accept = ({ insert }: Suggestion): void => {
    const area = field.current;
    if (area === null) return;
    area.focus();
    area.setSelectionRange(asked.offset - (column - from), asked.offset);
    // The one way that leaves undo as it is; where there is none, the text is replaced without.
    if (!document.execCommand('insertText', false, insert))
      area.setRangeText(insert, area.selectionStart, area.selectionEnd, 'end');
    write(area.value);
    close();
  };
  const move = (by: number): void => setActive((active + by + suggestions.length) % suggestions.length);
  return {
    suggestions,
    active,
    at: suggestions.length === 0 ? undefined : { line, column: from },
    typed: () => {
      const area = field.current;
      const before = area?.value.slice(0, area.selectionStart) ?? '';
      if (/[\w/.-]$|(?:: |- |[[{,] ?)$/.test(before)) open();
      else close();
    },
    close,
    accept,
    onKeyDown: (event) => {
      if (event.key === ' ' && event.ctrlKey) {
        event.preventDefault();
        open();
      } else if (suggestions.length > 0 && !event.altKey && !event.ctrlKey && !event.metaKey)
        onOpenKey(event, { move, close, accept: () => accept(suggestions[active] as Suggestion) });
    },
  };
}

function onOpenKey(
  event: KeyboardEvent<HTMLTextAreaElement>,
  on: { readonly move: (by: number) => void; readonly close: () => void; readonly accept: () => void },
): void {
  const act = { ArrowDown: () => on.move(1), ArrowUp: () => on.move(-1), Escape: on.close, Enter: on.accept }[
    event.key
  ];
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}
