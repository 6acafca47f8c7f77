// SPDX-License-Identifier: Apache-2.0
// Whoever is not known signs in where they are; the address stays.
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { meQuery } from '../api/session.ts';
import { Answered } from '../parts/answer.tsx';
import { Shell } from './shell.tsx';

const SignIn = lazy(async () => ({ default: (await import('../screens/sign-in/sign-in.tsx')).SignIn }));
/** Pages for those who are not in yet. */
const DOORS = ['/setup', '/sign-in/oidc'];

export function Entrance({ children }: { readonly children: ReactNode }) {
  const isDoor = useRouterState({ select: ({ location }) => DOORS.includes(location.pathname) });
  const me = useQuery(meQuery);
  if (isDoor) return <main className="door">{children}</main>;
  if (me.data === undefined)
    return (
      <main className="door">
        <Answered query={me}>{() => null}</Answered>
      </main>
    );
  if (me.data !== null) return <Shell>{children}</Shell>;
  return (
    <main className="door">
      <Suspense>
        <SignIn />
      </Suspense>
    </main>
  );
}
