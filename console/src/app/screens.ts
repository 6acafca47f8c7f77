// SPDX-License-Identifier: Apache-2.0
// The screens that the server has answers for, in the order of the rail.
import type { RouteName } from '../../../src/server/api/contract/index.ts';
import { useMe } from '../api/session.ts';
import type { Word } from '../words/index.ts';

export interface Screen {
  readonly to: '/' | '/live' | '/respond' | '/paths' | '/cascade' | '/train' | '/events' | '/settings';
  readonly word: Word;
  /** What must be allowed to see it. */
  readonly needs: RouteName;
  /** Pressed after `g`. */
  readonly key: string;
  /** Path of its picture, in 20 × 20. */
  readonly icon: string;
}

const SCREENS: readonly Screen[] = [
  { to: '/', needs: 'summary', word: 'screen.now', key: 'n', icon: 'M2 11h4l2-6 4 11 2-5h4' },
  { to: '/live', needs: 'incidents', word: 'screen.live', key: 'l', icon: 'M10 2 18 17H2Zm0 6v4m0 2v1' },
  {
    to: '/respond',
    needs: 'cases',
    word: 'screen.respond',
    key: 'r',
    icon: 'M10 2 17 5v5c0 4-3 7-7 8-4-1-7-4-7-8V5Zm-3 8 2 2 4-4',
  },
  {
    to: '/paths',
    needs: 'verdict',
    word: 'screen.paths',
    key: 'p',
    icon: 'M4 16a2 2 0 1 0 0-.1M16 4a2 2 0 1 0 0-.1M6 15c6-1 2-9 8-10',
  },
  {
    to: '/cascade',
    needs: 'simulate',
    word: 'screen.cascade',
    key: 'c',
    icon: 'M2 5h5v4H2Zm6 6h5v4H8Zm7 5h4M7 7h4v4m2 2h4v3',
  },
  // Everybody may play; what else is there goes by role.
  {
    to: '/train',
    needs: 'me',
    word: 'screen.train',
    key: 't',
    icon: 'M1 8 10 4l9 4-9 4Zm4 2v4c3 2 7 2 10 0v-4m4-2v6',
  },
  { to: '/events', needs: 'events', word: 'screen.events', key: 'e', icon: 'M3 17V9m4 8V5m4 12v-6m4 6V3' },
  {
    to: '/settings',
    // All have an account of their own there.
    needs: 'passkeys',
    word: 'screen.settings',
    key: 's',
    icon: 'M3 6h9m4 0h1M3 14h1m4 0h9M12 6a2 2 0 1 0 4 0 2 2 0 1 0-4 0M4 14a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  },
];

/** Those that whoever is signed in may see. */
export function useScreens(): readonly Screen[] {
  const may = useMe()?.may ?? [];
  return SCREENS.filter(({ needs }) => may.includes(needs));
}
