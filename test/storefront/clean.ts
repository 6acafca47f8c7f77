// SPDX-License-Identifier: Apache-2.0
// Changes of the pages that are none of attackers, and what a check has to say of them.
import type { Case } from './bases.ts';
import { APP, FIELDS, guarded, ownForm } from './pages.ts';

export const CLEAN: readonly Case[] = [
  ['nothing changed', 'own', () => ({}), []],
  [
    'other words and another price',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites).replace('<h1>Pay</h1>', '<h1>Pay 12.90 €</h1><p>Free delivery today</p>'),
      },
    }),
    [],
  ],
  [
    'data for search engines',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, {
          head: '<script type="application/ld+json">{"@type":"Product"}</script>',
        }),
      },
    }),
    [],
  ],
  [
    'another number of the same file',
    'own',
    (sites) => ({ shop: { '/checkout': ownForm(sites, { app: '<script src="/app.js?v=2"></script>' }) } }),
    [],
  ],
  [
    'another picture of the same host',
    'own',
    (sites) => ({
      shop: { '/checkout': ownForm(sites, { body: `<img src="${sites.cdn.origin}/sale.gif" alt="">` }) },
      cdn: { '/sale.gif': 'GIF89a' },
    }),
    [],
  ],
  [
    'headers that say nothing of safety',
    'own',
    (sites) => ({
      shop: { '/checkout': { body: ownForm(sites), headers: { 'x-cache': 'HIT', 'set-cookie': 's=1' } } },
    }),
    [],
  ],
  [
    'a session of another visitor in an approved program',
    'own',
    (sites) => ({ shop: { '/checkout': ownForm(sites).replace('"session":"a1"', '"session":"zz9"') } }),
    [],
  ],
  [
    'a release that was approved before',
    'own',
    () => ({ shop: { '/app.js': `${APP}\nconsole.log('next')` } }),
    [],
  ],
  ['the frame as it was', 'frame', () => ({}), []],
  [
    'a provider that changes its own page',
    'frame',
    () => ({
      provider: {
        '/card': `<script>window.own=1;addEventListener('input',()=>{})</script><form action="/take2">${FIELDS}</form>`,
      },
    }),
    [],
  ],
  [
    'a container that counts',
    'tag',
    () => ({ cdn: { '/container.js': "window.tags=['page'];document.title.length;" } }),
    [],
  ],
  ['a nonce that is new', 'policy', (sites) => ({ shop: { '/checkout': guarded(sites, 'n1') } }), []],
];
