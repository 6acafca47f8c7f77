// SPDX-License-Identifier: Apache-2.0
// What an outage or an attack would cost: which ones can be played, or the one that is.
import './cascade.css';
import { getRouteApi } from '@tanstack/react-router';
import { useWords } from '../../words/index.ts';
import { Choose } from './choose.tsx';
import { Played } from './played.tsx';

const route = getRouteApi('/cascade');

export function Cascade() {
  const { say } = useWords();
  const { scenario, attack } = route.useSearch();
  if (scenario !== undefined || attack !== undefined) return <Played />;
  return (
    <div className="stack">
      <h1 className="title">{say('screen.cascade')}</h1>
      <Choose />
    </div>
  );
}
