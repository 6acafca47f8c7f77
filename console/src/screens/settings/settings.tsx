// SPDX-License-Identifier: Apache-2.0
import './settings.css';
import { Link, Navigate, Outlet, useRouterState } from '@tanstack/react-router';
import type { RouteName } from '../../../../src/server/api/contract/index.ts';
import { useMe } from '../../api/session.ts';
import { useWords, type Word } from '../../words/index.ts';

const PARTS = [
  ['/settings', 'settings.model', 'model'],
  ['/settings/sources', 'settings.sources', 'sources'],
  ['/settings/people', 'settings.people', 'users'],
  ['/settings/tokens', 'settings.tokens', 'tokens'],
  ['/settings/upkeep', 'settings.upkeep', 'upkeep'],
  ['/settings/account', 'settings.account', 'passkeys'],
] as const satisfies readonly (readonly [string, Word, RouteName])[];

export function Settings() {
  const { say } = useWords();
  const may = useMe()?.may ?? [];
  const isFirst = useRouterState({ select: ({ location }) => /^\/settings\/?$/.test(location.pathname) });
  if (isFirst && !may.includes('model')) return <Navigate to="/settings/account" replace />;
  return (
    <div className="stack">
      <h1 className="title">{say('screen.settings')}</h1>
      <nav className="row" aria-label={say('screen.settings')}>
        {PARTS.filter(([, , needs]) => may.includes(needs)).map(([to, word]) => (
          <Link key={to} to={to} className="tab" activeOptions={{ exact: true }}>
            {say(word)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
