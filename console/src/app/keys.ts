// SPDX-License-Identifier: Apache-2.0
// Keys of the whole console. Nothing is taken from somebody who writes in a field.
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useScreens } from './screens.ts';

const CHORD_MS = 1500;

/** A key pressed for the console: no field has it, and no other modifier is held. */
export function isCommand(event: KeyboardEvent): boolean {
  const { target, ctrlKey, metaKey, altKey, defaultPrevented } = event;
  if (ctrlKey || metaKey || altKey || defaultPrevented) return false;
  if (!(target instanceof HTMLElement)) return true;
  return !target.isContentEditable && target.closest('input, textarea, select, [role="dialog"]') === null;
}

/** `g` and a letter goes to a screen, `?` shows the keys, ctrl+K the palette. */
export function useKeys(open: (what: 'keys' | 'palette') => void): void {
  const navigate = useNavigate();
  const screens = useScreens();
  /** When `g` was pressed. */
  const since = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open('palette');
        return;
      }
      if (!isCommand(event)) return;
      const screen =
        event.timeStamp - since.current < CHORD_MS ? screens.find(({ key }) => key === event.key) : undefined;
      since.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (event.key === '?') open('keys');
      if (screen === undefined) return;
      event.preventDefault();
      void navigate({ to: screen.to });
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [navigate, open, screens]);
}
