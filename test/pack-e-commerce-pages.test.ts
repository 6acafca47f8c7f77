// SPDX-License-Identifier: Apache-2.0
// Rules of pages, brand and accounts in concert with the common ground: one missing guard, and what follows.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CompiledRules, compileRules, deriveAll } from '../src/analyse/index.ts';
import { type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/files.ts';
import { type Fragment, factsOf } from './support/fragment.ts';
import { SHOWING_SHOP } from './support/showing-shop.ts';

type Changes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const GOALS = [
  'skims(checkout)',
  'tampers(shop)',
  'executes(shop)',
  'tampers(names)',
  'poses-as(brand)',
  'exhausts(cart)',
  'exhausts(texts)',
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

/** Each case: what is changed (element id → keys), who attacks, what then follows or does not. */
const COMPOSITIONS: readonly (readonly [string, Changes, string, string, boolean])[] = [
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
  // Platform
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
  // Names and brand
  [
    'leads from a deceived administrator over the registrar to customers on a copy',
    { ada: OPEN_ADA },
    'internet-stranger',
    'deceives(anna)',
    true,
  ],
  [
    'stops a deceived administrator at the registry lock',
    { ada: OPEN_ADA, names: { measures: ['registry-lock'] } },
    'internet-stranger',
    'tampers(names)',
    false,
  ],
  [
    'stops a deceived administrator at a passkey for the registrar',
    {
      ada: OPEN_ADA,
      'ada-at-registrar': { measures: ['phishing-resistant-mfa'] },
      registrar: { measures: ['dual-control'] },
    },
    'internet-stranger',
    'tampers(names)',
    false,
  ],
  [
    'leads from a registrar that believes a caller to a copy under the true name',
    { names: { properties: ['no-registry-lock'] } },
    'internet-stranger',
    'poses-as(brand)',
    true,
  ],
  [
    'leads from forged answers about the name to another shop',
    { names: { properties: ['no-dnssec'] } },
    'internet-stranger',
    'tampers(shop)',
    true,
  ],
  [
    'stops forged answers at a record of who issues certificates',
    { names: { properties: ['no-dnssec'], measures: ['certificate-issuer-record'] } },
    'internet-stranger',
    'tampers(shop)',
    false,
  ],
  [
    'leads from a free name that looks alike over a customer to the account',
    { brand: { properties: ['look-alike-domain-free'] } },
    'internet-stranger',
    'impersonates(anna-account)',
    true,
  ],
  [
    'stops a copy with a page that says what is real',
    { brand: { properties: ['look-alike-domain-free'], measures: ['message-check-page'] } },
    'internet-stranger',
    'impersonates(anna-account)',
    false,
  ],
  [
    'does not stop a copy by practice alone',
    { brand: { properties: ['look-alike-domain-free'] }, anna: { measures: ['scam-practice'] } },
    'internet-stranger',
    'deceives(anna)',
    true,
  ],
  [
    'leads from bought advertisements to customers',
    { brand: { properties: ['known-brand'] } },
    'internet-stranger',
    'deceives(anna)',
    true,
  ],
  [
    'stops at a watch of advertisements',
    { brand: { properties: ['known-brand'], measures: ['advertising-watch'] } },
    'internet-stranger',
    'poses-as(brand)',
    false,
  ],
  [
    'leads from mail that anyone can send to customers',
    { names: { properties: ['no-sender-authentication'] } },
    'internet-stranger',
    'deceives(anna)',
    true,
  ],
  [
    'leads from a message to the marketer to the own channel of the brand',
    { mia: { measures: [] } },
    'internet-stranger',
    'poses-as(brand)',
    true,
  ],
  [
    'leads from links in true messages to customers who follow false ones',
    { messages: { properties: ['links-in-messages'] } },
    'internet-stranger',
    'deceives(anna)',
    true,
  ],
  [
    'stops at messages without links',
    { messages: { properties: ['links-in-messages'], measures: ['no-link-policy'] } },
    'internet-stranger',
    'deceives(anna)',
    false,
  ],
  [
    'leads from many numbers to a false agent who is believed',
    { helpers: { properties: ['many-numbers'] } },
    'internet-stranger',
    'deceives(anna)',
    true,
  ],
  [
    'stops a false agent at one published channel',
    { helpers: { properties: ['many-numbers'], measures: ['only-channel-rule'] } },
    'internet-stranger',
    'deceives(anna)',
    false,
  ],
  // Accounts
  [
    'leads from tried passwords to the points of a customer',
    { accounts: { properties: ['no-bot-limit'] } },
    'internet-stranger',
    'spends(points, loyalty-balances)',
    true,
  ],
  [
    'stops tried passwords at points that wait',
    { accounts: { properties: ['no-bot-limit'] }, points: { measures: ['stored-value-hold'] } },
    'internet-stranger',
    'spends(points, loyalty-balances)',
    false,
  ],
  [
    'stops tried passwords at a second factor',
    { accounts: { properties: ['no-bot-limit'] }, 'anna-account': { measures: ['sms-mfa'] } },
    'internet-stranger',
    'impersonates(anna-account)',
    false,
  ],
  [
    'leads from a moved phone number to the account, though the reset stands behind the shop',
    { recovery: { properties: ['sms-only-reset'] } },
    'internet-stranger',
    'impersonates(anna-account)',
    true,
  ],
  [
    'stops a moved phone number at a second channel',
    { recovery: { properties: ['sms-only-reset'], measures: ['second-channel-reset'] } },
    'internet-stranger',
    'impersonates(anna-account)',
    false,
  ],
  [
    'leads from a call to the support to the account',
    { helpers: { properties: ['voice-only-check'] } },
    'internet-stranger',
    'impersonates(anna-account)',
    true,
  ],
  [
    'stops a call at a check of the caller',
    { helpers: { properties: ['voice-only-check'], measures: ['caller-verification'] } },
    'internet-stranger',
    'impersonates(anna-account)',
    false,
  ],
  [
    'leads from a script in the shop to sessions that last for weeks',
    { shop: { properties: ['stored-xss', 'long-sessions'] } },
    'internet-stranger',
    'impersonates(anna-account)',
    true,
  ],
  [
    'leads from a taken account to goods at another address',
    { accounts: { properties: ['no-bot-limit'] }, shop: { properties: ['silent-address-change'] } },
    'internet-stranger',
    'diverts(orders)',
    true,
  ],
  [
    'stops a taken account at a notice to the old contact',
    {
      accounts: { properties: ['no-bot-limit'] },
      shop: { properties: ['silent-address-change'], measures: ['change-notice', 'ddos-protection'] },
    },
    'internet-stranger',
    'diverts(orders)',
    false,
  ],
  [
    'leads from numbered invoices to a message that knows the order',
    { invoices: { properties: ['sequential-ids', 'no-authentication'] } },
    'internet-stranger',
    'deceives(anna)',
    true,
  ],
  [
    'stops at invoices whose links cannot be guessed',
    { invoices: { properties: ['sequential-ids', 'no-authentication'], measures: ['opaque-ids'] } },
    'internet-stranger',
    'reads(orders-db, order-data)',
    false,
  ],
  // Robots
  [
    'leads from free accounts past the limit for each person',
    {
      accounts: { properties: ['free-accounts'] },
      cart: { properties: ['limited-items'], measures: ['purchase-limit'] },
    },
    'internet-stranger',
    'exhausts(cart)',
    true,
  ],
  [
    'stops free accounts at a draw',
    {
      accounts: { properties: ['free-accounts'] },
      cart: { properties: ['limited-items', 'no-bot-limit'], measures: ['waiting-queue'] },
    },
    'internet-stranger',
    'exhausts(cart)',
    false,
  ],
  [
    'leads from free accounts to invented reviews',
    { accounts: { properties: ['free-accounts'] } },
    'internet-stranger',
    'alters(reviews, reviews)',
    true,
  ],
  [
    'leads from free accounts to what only customers may ask',
    { accounts: { properties: ['free-accounts'] } },
    'internet-stranger',
    'acts-as(customer)',
    true,
  ],
  [
    'stops free accounts at a contact that must work',
    { accounts: { properties: ['free-accounts'], measures: ['verified-contact'] } },
    'internet-stranger',
    'acts-as(customer)',
    false,
  ],
  [
    'leads from carts that hold goods to an empty shelf',
    { cart: { properties: ['long-reservation', 'limited-items'], measures: [] } },
    'customer',
    'exhausts(cart)',
    true,
  ],
  [
    'leads from the shop over its resets to a bill for text messages',
    { texts: { properties: ['expensive-function'] } },
    'internet-stranger',
    'exhausts(texts)',
    true,
  ],
  [
    'stops at a cap on text messages',
    { texts: { properties: ['expensive-function'], measures: ['spend-cap'] } },
    'internet-stranger',
    'exhausts(texts)',
    false,
  ],
];

function changed(model: Fragment, changes: Changes): Fragment {
  const change = (element: Readonly<Record<string, unknown>>) => ({
    ...element,
    ...changes[String(element['id'])],
  });
  return Object.fromEntries(
    Object.entries(model).map(([section, list]) => [
      section,
      (list as Readonly<Record<string, unknown>>[]).map(change),
    ]),
  );
}

describe('a proof about pages, brand and accounts', () => {
  const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../packs'))).value as Pack;
  const compiled = compileRules(pack).value as CompiledRules;
  const held = (changes: Changes, attacker: string) =>
    deriveAll(compiled, factsOf(changed(SHOWING_SHOP, changes), pack), [
      `attacker(e-commerce/attacker/${attacker})`,
    ]);
  it.each(['internet-stranger', 'customer', 'thief-on-site', 'supplier'])(
    'leaves nothing to %s',
    (attacker) => {
      const all = held({}, attacker);
      expect(GOALS.filter((goal) => all.has(goal))).toEqual([]);
    },
  );
  it.each(COMPOSITIONS)('%s', (_title, changes, attacker, atom, expected) => {
    expect(held(changes, attacker).has(atom)).toBe(expected);
  });
});
