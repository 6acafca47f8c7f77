// SPDX-License-Identifier: Apache-2.0
// Every state has an address. Screens load when they are first seen.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { Lost } from './lost.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  notFoundComponent: Lost,
});

const now = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../screens/now/now.tsx'), 'Now'),
});

const look = createRoute({
  getParentRoute: () => root,
  path: '/look',
  component: lazyRouteComponent(() => import('../screens/look/look.tsx'), 'Look'),
});

export const router = createRouter({
  routeTree: root.addChildren([now, look]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
