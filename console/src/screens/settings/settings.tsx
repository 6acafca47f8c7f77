// SPDX-License-Identifier: Apache-2.0
import './settings.css';
import { Link, Outlet } from '@tanstack/react-router';
import { useWords, type Word } from '../../words/index.ts';

const PARTS = [
  ['/settings', 'settings.model'],
  ['/settings/sources', 'settings.sources'],
] as const satisfies readonly (readonly [string, Word])[];

export function Settings() {
  const { say } = useWords();
  return (
    <div className="stack">
      <h1 className="title">{say('screen.settings')}</h1>
      <nav className="row" aria-label={say('screen.settings')}>
        {PARTS.map(([to, word]) => (
          <Link key={to} to={to} className="tab" activeOptions={{ exact: true }}>
            {say(word)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
