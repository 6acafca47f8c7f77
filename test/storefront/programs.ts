// SPDX-License-Identifier: Apache-2.0
// Pages with a program in them, and what a check says of one that steals.
import type { PageFindingKind } from '../../src/model/index.ts';
import { inline, ownForm, type Sites, skimmer, type Variant } from './pages.ts';

export const body =
  (program: string) =>
  (sites: Sites): Variant => ({
    shop: { '/checkout': ownForm(sites, { body: inline(program) }) },
  });
/** Sends to the attacker's host, whose address the program has to know. */
export const steal =
  (send: (evil: string) => string, when?: string) =>
  (sites: Sites): Variant =>
    body(skimmer(send(sites.evil.origin), when))(sites);
export const STOLEN: readonly PageFindingKind[] = [
  'data-leaves',
  'new-destination',
  'new-script',
  'reads-and-sends',
];
