// SPDX-License-Identifier: Apache-2.0
// j and k go down and up the rows of a list; a row is what has `data-row` and can have the focus.
import { type RefObject, useEffect } from 'react';
import { isCommand } from '../app/keys.ts';

export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (step === 0 || !isCommand(event)) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const active = rows.indexOf(document.activeElement as HTMLElement);
      const current =
        active >= 0 ? active : rows.findIndex((row) => row.getAttribute('aria-current') === 'page');
      const next = rows[current < 0 ? (step > 0 ? 0 : rows.length - 1) : current + step];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [list]);
}
