// SPDX-License-Identifier: Apache-2.0
// Every state has an address. Screens load when they are first seen.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import {
  readCascadeSearch,
  readCohortSearch,
  readEventSearch,
  readLiveSearch,
  readPathSearch,
  readRespondSearch,
  readResultSearch,
} from './addresses.ts';
import { Entrance } from './entrance.tsx';
import { Lost } from './lost.tsx';

const root = createRootRoute({
  component: () => (
    <Entrance>
      <Outlet />
    </Entrance>
  ),
  notFoundComponent: Lost,
});

const now = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../screens/now/now.tsx'), 'Now'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../screens/sign-in/setup.tsx'), 'Setup'),
});

const oidc = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/oidc',
  component: lazyRouteComponent(() => import('../screens/sign-in/come-back.tsx'), 'ComeBack'),
});

const look = createRoute({
  getParentRoute: () => root,
  path: '/look',
  component: lazyRouteComponent(() => import('../screens/look/look.tsx'), 'Look'),
});

const live = createRoute({
  getParentRoute: () => root,
  path: '/live',
  validateSearch: readLiveSearch,
  component: lazyRouteComponent(() => import('../screens/live/live.tsx'), 'Live'),
});

const incident = createRoute({
  getParentRoute: () => live,
  path: '$id',
  component: lazyRouteComponent(() => import('../screens/live/incident.tsx'), 'Incident'),
});

const respond = createRoute({
  getParentRoute: () => root,
  path: '/respond',
  component: lazyRouteComponent(() => import('../screens/respond/respond.tsx'), 'Respond'),
});

const ledCase = createRoute({
  getParentRoute: () => root,
  path: '/respond/$id',
  component: lazyRouteComponent(() => import('../screens/respond/case.tsx'), 'Case'),
});

const caseNow = createRoute({
  getParentRoute: () => ledCase,
  path: '/',
  component: lazyRouteComponent(() => import('../screens/respond/now-tab.tsx'), 'NowTab'),
});

const casePlaybooks = createRoute({
  getParentRoute: () => ledCase,
  path: 'playbooks',
  validateSearch: readRespondSearch,
  component: lazyRouteComponent(() => import('../screens/respond/playbooks.tsx'), 'Playbooks'),
});

const caseRecovery = createRoute({
  getParentRoute: () => ledCase,
  path: 'recovery',
  component: lazyRouteComponent(() => import('../screens/respond/recovery.tsx'), 'Recovery'),
});

const caseDuties = createRoute({
  getParentRoute: () => ledCase,
  path: 'obligations',
  component: lazyRouteComponent(() => import('../screens/respond/duties.tsx'), 'Duties'),
});

const casePeople = createRoute({
  getParentRoute: () => ledCase,
  path: 'people',
  component: lazyRouteComponent(() => import('../screens/respond/affected.tsx'), 'Affected'),
});

const caseEvidence = createRoute({
  getParentRoute: () => ledCase,
  path: 'evidence',
  component: lazyRouteComponent(() => import('../screens/respond/evidence.tsx'), 'Evidence'),
});

const events = createRoute({
  getParentRoute: () => root,
  path: '/events',
  validateSearch: readEventSearch,
  component: lazyRouteComponent(() => import('../screens/events/events.tsx'), 'Events'),
});

const paths = createRoute({
  getParentRoute: () => root,
  path: '/paths',
  validateSearch: readPathSearch,
  component: lazyRouteComponent(() => import('../screens/paths/paths.tsx'), 'Paths'),
});

const cascade = createRoute({
  getParentRoute: () => root,
  path: '/cascade',
  validateSearch: readCascadeSearch,
  component: lazyRouteComponent(() => import('../screens/cascade/cascade.tsx'), 'Cascade'),
});

const train = createRoute({
  getParentRoute: () => root,
  path: '/train',
  component: lazyRouteComponent(() => import('../screens/train/train.tsx'), 'Train'),
});

const newCampaign = createRoute({
  getParentRoute: () => root,
  path: '/train/new',
  component: lazyRouteComponent(() => import('../screens/train/make.tsx'), 'Make'),
});

const campaign = createRoute({
  getParentRoute: () => root,
  path: '/train/campaigns/$id',
  component: lazyRouteComponent(() => import('../screens/train/campaign.tsx'), 'Campaign'),
});

const campaignTests = createRoute({
  getParentRoute: () => campaign,
  path: '/',
  component: lazyRouteComponent(() => import('../screens/train/tests.tsx'), 'Tests'),
});

const campaignResults = createRoute({
  getParentRoute: () => campaign,
  path: 'results',
  validateSearch: readResultSearch,
  component: lazyRouteComponent(() => import('../screens/train/results.tsx'), 'Results'),
});

const campaignPeople = createRoute({
  getParentRoute: () => campaign,
  path: 'people',
  validateSearch: readCohortSearch,
  component: lazyRouteComponent(() => import('../screens/train/cohort.tsx'), 'Cohort'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../screens/settings/settings.tsx'), 'Settings'),
});

const model = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('../screens/settings/model.tsx'), 'Model'),
});

const sources = createRoute({
  getParentRoute: () => settings,
  path: 'sources',
  component: lazyRouteComponent(() => import('../screens/settings/sources.tsx'), 'Sources'),
});

const people = createRoute({
  getParentRoute: () => settings,
  path: 'people',
  component: lazyRouteComponent(() => import('../screens/settings/people.tsx'), 'People'),
});

const tokens = createRoute({
  getParentRoute: () => settings,
  path: 'tokens',
  component: lazyRouteComponent(() => import('../screens/settings/tokens.tsx'), 'Tokens'),
});

const upkeep = createRoute({
  getParentRoute: () => settings,
  path: 'upkeep',
  component: lazyRouteComponent(() => import('../screens/settings/upkeep.tsx'), 'Upkeep'),
});

const account = createRoute({
  getParentRoute: () => settings,
  path: 'account',
  component: lazyRouteComponent(() => import('../screens/settings/account.tsx'), 'Account'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    now,
    setup,
    oidc,
    look,
    live.addChildren([incident]),
    respond,
    ledCase.addChildren([caseNow, casePlaybooks, caseRecovery, caseDuties, casePeople, caseEvidence]),
    paths,
    cascade,
    train,
    newCampaign,
    campaign.addChildren([campaignTests, campaignResults, campaignPeople]),
    events,
    settings.addChildren([model, sources, people, tokens, upkeep, account]),
  ]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
