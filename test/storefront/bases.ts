// SPDX-License-Identifier: Apache-2.0
// The pages that cases begin with, and what a case is.
import type { PageFindingKind } from '../../src/model/index.ts';
import { APP, FIELDS, framed, guarded, ownForm, type Sites, tagged, type Variant, WIDGET } from './pages.ts';

export type Base = 'own' | 'frame' | 'tag' | 'policy';
export type Case = readonly [
  name: string,
  base: Base,
  change: (sites: Sites) => Variant,
  kinds: readonly PageFindingKind[],
];

export function basePages(sites: Sites): Readonly<Record<Base, Variant>> {
  const common = { '/app.js': APP, '/api/kind': '{}', '/pay': 'Paid' };
  return {
    own: { shop: { ...common, '/checkout': ownForm(sites) } },
    frame: { shop: { ...common, '/checkout': framed(sites) } },
    tag: { shop: { ...common, '/checkout': tagged(sites) } },
    policy: { shop: { ...common, '/checkout': guarded(sites, 'n0') } },
  };
}

/** Answers of the others, for all pages. */
export const OTHERS: Variant = {
  cdn: { '/widget.js': WIDGET, '/container.js': 'window.tags=[];', '/logo.gif': 'GIF89a' },
  provider: { '/card': `<form action="/take">${FIELDS}</form>` },
  evil: { '/c': '' },
};
