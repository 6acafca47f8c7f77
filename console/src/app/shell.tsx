// SPDX-License-Identifier: Apache-2.0
// What stays while screens change: the rail, the bar, what is wrong with the connection, and the dialogs of the keys.
import { Button } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useConnected, useLive } from '../api/live.ts';
import { signOut, useMe } from '../api/session.ts';
import { visible } from '../parts/visible.ts';
import { useWords } from '../words/index.ts';
import { AppearanceFields } from './appearance-fields.tsx';
import { useKeys } from './keys.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { Palette } from './palette.tsx';
import { useScreens } from './screens.ts';

export function Shell({ children }: { readonly children: ReactNode }) {
  const { say } = useWords();
  const [dialog, setDialog] = useState<'keys' | 'palette' | 'appearance'>();
  const close = useCallback(() => setDialog(undefined), []);
  useKeys(setDialog);
  useLive(useMe()?.may.includes('incidents') ?? false);
  const main = useFocusOnArrival();
  return (
    <div className="shell">
      <Rail />
      <div className="page">
        <header className="bar">
          <span className="name">ENSURESEC</span>
          <Button variant="default" size="compact-sm" onClick={() => setDialog('palette')}>
            {say('bar.find')}&nbsp;<kbd>ctrl K</kbd>
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => setDialog('appearance')}>
            {say('bar.appearance')}
          </Button>
          <SignOut />
        </header>
        <div>
          <Trouble />
          <main ref={main} tabIndex={-1}>
            {children}
          </main>
        </div>
      </div>
      <Palette opened={dialog === 'palette'} onClose={close} onDialog={setDialog} />
      <KeysDialog opened={dialog === 'keys'} onClose={close} />
      <AppearanceFields opened={dialog === 'appearance'} onClose={close} />
    </div>
  );
}

function Rail() {
  const { say } = useWords();
  const screens = useScreens();
  return (
    <nav className="rail" aria-label={say('rail.name')}>
      <img src="/mark.svg" alt="" />
      <ul>
        {screens.map(({ to, word, icon }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: to === '/' }}>
              <svg viewBox="0 0 20 20" aria-hidden="true">
                <path d={icon} fill="none" stroke="currentColor" strokeWidth="1.500" />
              </svg>
              {say(word)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SignOut() {
  const { say } = useWords();
  const me = useMe();
  if (me?.kind !== 'person') return null;
  return (
    <Button variant="default" size="compact-sm" onClick={() => void signOut()}>
      {say('bar.signOut', { name: visible(me.name) })}
    </Button>
  );
}

function Trouble() {
  const { say } = useWords();
  const connected = useConnected();
  return <div role="status">{connected ? null : <p className="trouble">{say('trouble.connection')}</p>}</div>;
}

/** Who goes to another screen goes on reading there, with eyes or without. */
function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    main.current?.focus();
  }, [path]);
  return main;
}
