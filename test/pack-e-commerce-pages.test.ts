// SPDX-License-Identifier: Apache-2.0
// Rules of pages and the administration in concert with the common ground: one missing guard, and what follows.
import { describe, expect, it } from 'vitest';
import { type Composition, heldInShop } from './support/shop-compositions.ts';

const GOALS = [
  'skims(checkout)',
  'tampers(shop)',
  'executes(shop)',
  'tampers(names)',
  'poses-as(brand)',
  'exhausts(cart)',
  'exhausts(texts)',
  'exhausts(catalogue)',
  'disrupts(shop)',
  'alters(reviews, reviews)',
  'impersonates(anna-account)',
  'reads(people-db, customer-data)',
  'reads(orders-db, order-data)',
  'reads(sessions, customer-credentials)',
  'spends(points, loyalty-balances)',
  'deceives(anna)',
];

const STORED_TEXT = { properties: ['stored-xss'] };
const OPEN_ADA = { measures: [] };

const COMPOSITIONS: readonly Composition[] = [
  // Scripts
  [
    'leads from a script in a review past a clean payment page',
    { shop: STORED_TEXT, checkout: { measures: ['isolated-payment-page', 'pinned-dependencies'] } },
    'internet-stranger',
    'skims(checkout)',
    true,
  ],
  [
    'stops at a watch of the payment page',
    { shop: STORED_TEXT, checkout: { measures: ['payment-page-watch', 'pinned-dependencies'] } },
    'internet-stranger',
    'skims(checkout)',
    false,
  ],
  [
    'leads from a hostile maker of a script to the cards',
    { chat: { measures: [] } },
    'supplier',
    'skims(checkout)',
    true,
  ],
  [
    'does not stop a hostile script by the policy that allows it',
    { chat: { measures: [] }, checkout: { measures: ['content-security-policy', 'pinned-dependencies'] } },
    'supplier',
    'skims(checkout)',
    true,
  ],
  [
    'stops a hostile script in a sandbox',
    { chat: { measures: ['script-sandbox'] } },
    'supplier',
    'skims(checkout)',
    false,
  ],
  [
    'leads from a message to the marketer over a tag to the cards',
    { mia: { measures: [] }, tags: { listens: [8443] } },
    'internet-stranger',
    'skims(checkout)',
    true,
  ],
  [
    'stops at tags that a second person releases',
    { mia: { measures: [] }, tags: { measures: ['tag-approval'] } },
    'internet-stranger',
    'skims(checkout)',
    false,
  ],
  [
    'leads from the delivery network to what the shop shows',
    { cdn: { measures: [] } },
    'supplier',
    'tampers(shop)',
    true,
  ],
  [
    'leads from a script in a review past a policy with a star in it',
    {
      shop: {
        properties: ['stored-xss', 'wildcard-script-source'],
        measures: ['content-security-policy', 'ddos-protection'],
      },
    },
    'internet-stranger',
    'tampers(shop)',
    true,
  ],
  [
    'stops a script in a review at a policy without one',
    { shop: { properties: ['stored-xss'], measures: ['content-security-policy', 'ddos-protection'] } },
    'internet-stranger',
    'tampers(shop)',
    false,
  ],
  [
    'leads from a deceived marketer over a tag to card fields of the own page, forms listed or not',
    {
      mia: { measures: [] },
      checkout: {
        properties: ['card-fields-in-page'],
        measures: ['script-inventory', 'pinned-dependencies'],
      },
    },
    'internet-stranger',
    'skims(checkout)',
    true,
  ],
  [
    'stops at a list of scripts where the fields are of the provider',
    { mia: { measures: [] }, checkout: { measures: ['script-inventory', 'pinned-dependencies'] } },
    'internet-stranger',
    'skims(checkout)',
    false,
  ],
  // Administration
  [
    'leads from an order note over the administrator to all customers',
    { panel: STORED_TEXT },
    'internet-stranger',
    'reads(people-db, customer-data)',
    true,
  ],
  [
    'leads from an order note over the administrator to the payment page',
    { panel: STORED_TEXT },
    'internet-stranger',
    'skims(checkout)',
    true,
  ],
  [
    'stops an order note that is shown as text',
    { panel: { ...STORED_TEXT, measures: ['output-encoding'] } },
    'internet-stranger',
    'impersonates(ada-account)',
    false,
  ],
  [
    'leads from a script in the shop into the administration on its origin',
    { shop: STORED_TEXT, panel: { properties: ['shared-admin-origin'] } },
    'internet-stranger',
    'impersonates(ada-account)',
    true,
  ],
  [
    'stops a script in the shop at an origin of its own',
    {
      shop: STORED_TEXT,
      panel: { properties: ['shared-admin-origin'], measures: ['separate-admin-origin'] },
    },
    'internet-stranger',
    'impersonates(ada-account)',
    false,
  ],
  [
    'leads from a deceived administrator to all customers',
    { ada: OPEN_ADA },
    'internet-stranger',
    'reads(people-db, customer-data)',
    true,
  ],
  [
    'stops a deceived administrator at limits for exports and fixed program files',
    {
      ada: OPEN_ADA,
      panel: { measures: ['export-limit'] },
      shop: { measures: ['read-only-web-root', 'ddos-protection'] },
    },
    'internet-stranger',
    'reads(people-db, customer-data)',
    false,
  ],
  [
    'leads from a deceived administrator to pages, though program files are fixed',
    { ada: OPEN_ADA, shop: { measures: ['read-only-web-root', 'ddos-protection'] } },
    'internet-stranger',
    'tampers(shop)',
    true,
  ],
  [
    'leads from a deceived administrator to customers, though program files are fixed',
    { ada: OPEN_ADA, shop: { measures: ['read-only-web-root', 'ddos-protection'] } },
    'internet-stranger',
    'reads(people-db, customer-data)',
    true,
  ],
  [
    'leads from a deceived administrator to orders, though program files are fixed',
    { ada: OPEN_ADA, shop: { measures: ['read-only-web-root', 'ddos-protection'] } },
    'internet-stranger',
    'reads(orders-db, order-data)',
    true,
  ],
  // Platform
  [
    'leads from a flaw that writes files to a program in the shop',
    { shop: { properties: ['writable-web-root'], vulnerabilities: [{ id: 'cve-1', effect: 'write' }] } },
    'internet-stranger',
    'executes(shop)',
    true,
  ],
  [
    'leads from a plugin that takes any file to a program in the shop',
    {
      gallery: { vulnerabilities: [{ id: 'cve-2020-25213', effect: 'write' }] },
      shop: { properties: ['writable-web-root'] },
    },
    'internet-stranger',
    'executes(shop)',
    true,
  ],
  [
    'stops at program files that the shop cannot write',
    {
      gallery: { vulnerabilities: [{ id: 'cve-2020-25213', effect: 'write' }] },
      shop: { properties: ['writable-web-root'], measures: ['read-only-web-root', 'ddos-protection'] },
    },
    'internet-stranger',
    'executes(shop)',
    false,
  ],
  [
    'leads from a program in the shop over its sessions to an account',
    { shop: { properties: ['code-injection', 'sql-injection'] } },
    'internet-stranger',
    'impersonates(anna-account)',
    true,
  ],
  [
    'leads from a flood to a shop that stops',
    { shop: { measures: [] } },
    'internet-stranger',
    'disrupts(shop)',
    true,
  ],
];

describe('a proof about pages', () => {
  it.each(['internet-stranger', 'customer', 'thief-on-site', 'supplier'])(
    'leaves nothing of a guarded shop to %s',
    (attacker) => {
      const all = heldInShop({}, attacker);
      expect(GOALS.filter((goal) => all.has(goal))).toEqual([]);
    },
  );
  it.each(COMPOSITIONS)('%s', (_title, changes, attacker, atom, expected) => {
    expect(heldInShop(changes, attacker).has(atom)).toBe(expected);
  });
});
