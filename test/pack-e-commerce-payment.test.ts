// SPDX-License-Identifier: Apache-2.0
// Rules of orders, payment and suppliers in concert with the common ground: one missing guard, and what follows.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CompiledRules, compileRules, deriveAll } from '../src/analyse/index.ts';
import { type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';
import { type Fragment, factsOf } from './support/fragment.ts';
import { PAYING_SHOP } from './support/paying-shop.ts';

type Changes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const GOALS = [
  'underpays(orders)',
  'ships-unpaid(orders)',
  'alters(prices-db, prices)',
  'spends(cards, gift-card-codes)',
  'abuses-cards(pay)',
  'abuses-cards(checkout)',
  'refunds-self(orders)',
  'refunds-self(console)',
  'refunds-self(psp)',
  'refunds-self(terminal)',
  'diverts-money(console)',
  'diverts-money(books)',
  'diverts-money(psp)',
  'disrupts(checkout)',
  'executes(shop)',
  'hides(shop)',
];

/** Each case: what is changed (element id → keys), who attacks, what then follows or does not. */
const COMPOSITIONS: readonly (readonly [string, Changes, string, string, boolean])[] = [
  // Orders
  [
    'leads from a price in the browser to a cheap order',
    { checkout: { properties: ['client-side-price'] } },
    'internet-stranger',
    'underpays(orders)',
    true,
  ],
  [
    'stops where orders are priced by the shop',
    { checkout: { properties: ['client-side-price'] }, orders: { measures: ['server-side-pricing'] } },
    'internet-stranger',
    'underpays(orders)',
    false,
  ],
  [
    'leads from guessed coupons over the checkout to a cheap order',
    { promo: { properties: ['short-codes'] } },
    'internet-stranger',
    'underpays(orders)',
    true,
  ],
  [
    'keeps an injectable checkout behind the shop out of reach',
    { checkout: { properties: ['sql-injection'] } },
    'internet-stranger',
    'underpays(orders)',
    false,
  ],
  [
    'leads from a flaw of the shop through an injected query to the price list and a cheap order',
    {
      shop: { vulnerabilities: [{ id: 'cve-2024-34102' }] },
      checkout: { properties: ['sql-injection'] },
    },
    'internet-stranger',
    'underpays(orders)',
    true,
  ],
  [
    'leads from an unsigned message to an order that counts as paid',
    { hook: { properties: ['unsigned-webhook'], listens: [9443] } },
    'internet-stranger',
    'ships-unpaid(orders)',
    true,
  ],
  [
    'stops where the order service asks the provider',
    {
      hook: { properties: ['unsigned-webhook'], listens: [9443] },
      orders: { measures: ['payment-confirmation'] },
    },
    'internet-stranger',
    'ships-unpaid(orders)',
    false,
  ],
  [
    'leads from a skipped payment step to an order that counts as paid',
    { checkout: { properties: ['trusts-return-url'] } },
    'customer',
    'ships-unpaid(orders)',
    true,
  ],
  [
    'leads from the provider into the webhook with its own account',
    { 'psp-at-shop': { measures: [] } },
    'supplier',
    'ships-unpaid(orders)',
    true,
  ],
  [
    'leads from gift cards on the rack to their money',
    { rack: { measures: [] } },
    'thief-on-site',
    'spends(cards, gift-card-codes)',
    true,
  ],
  [
    'stops where gift cards need a second number',
    { rack: { measures: [] }, cards: { measures: ['code-pin'] } },
    'thief-on-site',
    'spends(cards, gift-card-codes)',
    false,
  ],
  [
    'leads from an open balance check to gift cards of others',
    { cards: { properties: ['balance-check-open'] } },
    'internet-stranger',
    'spends(cards, gift-card-codes)',
    true,
  ],
  // Cards
  [
    'leads from a checkout without limit to tried cards',
    { checkout: { properties: ['no-velocity-limit'] } },
    'internet-stranger',
    'abuses-cards(checkout)',
    true,
  ],
  [
    'leads from a flaw of the shop over two connections to the payment service',
    {
      shop: { vulnerabilities: [{ id: 'cve-2024-34102' }] },
      checkout: { vulnerabilities: [{ id: 'cve-2021-44228' }] },
      pay: { measures: [] },
    },
    'internet-stranger',
    'abuses-cards(pay)',
    true,
  ],
  [
    'sees a false seller past the person who looks at orders',
    { pay: { properties: ['no-strong-authentication'] }, checkout: { measures: ['manual-review'] } },
    'internet-stranger',
    'abuses-cards(checkout)',
    true,
  ],
  [
    'stops both at orders seen together and looked at',
    {
      pay: { properties: ['no-strong-authentication'], measures: ['velocity-limit'] },
      checkout: { measures: ['manual-review', 'link-analysis'] },
    },
    'internet-stranger',
    'abuses-cards(checkout)',
    false,
  ],
  // Refunds
  [
    'leads from a deceived agent to refunds at the console',
    { ben: { measures: ['call-back'] } },
    'internet-stranger',
    'refunds-self(console)',
    true,
  ],
  [
    'stops at a second person for refunds',
    { ben: { measures: ['call-back'] }, console: { measures: ['refund-approval'] } },
    'internet-stranger',
    'refunds-self(console)',
    false,
  ],
  [
    'leads from a key in the app to refunds at the provider',
    { 'psp-key': { keptIn: ['app'] } },
    'internet-stranger',
    'refunds-self(psp)',
    true,
  ],
  [
    'stops at a key that cannot refund',
    { 'psp-key': { keptIn: ['app'], measures: ['scoped-payment-keys'] } },
    'internet-stranger',
    'refunds-self(psp)',
    false,
  ],
  [
    'leads from an empty box to a refund, whatever was scanned',
    { returns: { properties: ['no-serial-check'] }, orders: { measures: ['refund-on-receipt'] } },
    'customer',
    'refunds-self(orders)',
    true,
  ],
  [
    'stops an empty box on the scale',
    { returns: { properties: ['no-serial-check'], measures: ['weigh-gate'] } },
    'customer',
    'refunds-self(orders)',
    false,
  ],
  [
    'leads from a parcel at the door to a denied delivery',
    { shipping: { properties: ['left-at-door'] } },
    'customer',
    'refunds-self(orders)',
    true,
  ],
  [
    'stops at the code of the recipient',
    { shipping: { properties: ['left-at-door'], measures: ['recipient-code'] } },
    'customer',
    'refunds-self(orders)',
    false,
  ],
  [
    'leads from a terminal on the counter to a refund',
    { terminal: { properties: ['default-credentials'] } },
    'thief-on-site',
    'refunds-self(terminal)',
    true,
  ],
  // Payouts and invoices
  [
    'leads from a message to the clerk to another payout account',
    { carla: { measures: [] } },
    'internet-stranger',
    'diverts-money(console)',
    true,
  ],
  [
    'leads from a message to the clerk to another bank account of a supplier',
    { carla: { measures: [] } },
    'internet-stranger',
    'diverts-money(books)',
    true,
  ],
  [
    'leads from the true mailbox of a supplier past the filter for mail',
    { carla: { measures: ['mail-protection'] } },
    'supplier',
    'diverts-money(books)',
    true,
  ],
  [
    'stops at bank data that are checked by call',
    { carla: { measures: [] }, books: { measures: ['bank-data-verification'] } },
    'supplier',
    'diverts-money(books)',
    false,
  ],
  [
    'leads from a false invoice to a payment',
    { books: { properties: ['pays-invoice-account'] } },
    'internet-stranger',
    'diverts-money(books)',
    true,
  ],
  [
    'leads from updates inside the provider to the money',
    { psp: { measures: ['second-supplier'] } },
    'supplier',
    'diverts-money(psp)',
    true,
  ],
  // Suppliers
  [
    'leads from a provider that stops to a checkout that stops',
    { psp: { measures: ['staged-updates'], properties: ['single-provider'] } },
    'supplier',
    'disrupts(checkout)',
    true,
  ],
  [
    'stops at a second payment provider',
    {
      psp: { measures: ['staged-updates'], properties: ['single-provider'] },
      pay: { measures: ['velocity-limit', 'second-payment-provider'] },
    },
    'supplier',
    'disrupts(checkout)',
    false,
  ],
  [
    'stops at orders that wait for payment',
    {
      psp: { measures: ['staged-updates'], properties: ['single-provider'] },
      checkout: { measures: ['pay-later-queue'] },
    },
    'supplier',
    'disrupts(checkout)',
    false,
  ],
  [
    'leads from the open account of the agency to code in the shop',
    { 'agency-account': { measures: [] } },
    'supplier',
    'executes(shop)',
    true,
  ],
  [
    'leads from the open account of the agency to prices',
    { 'agency-account': { measures: [] } },
    'supplier',
    'alters(prices-db, prices)',
    true,
  ],
  [
    'stops at program files that the shop cannot write',
    {
      'agency-account': { measures: [] },
      shop: { measures: ['read-only-web-root'] },
    },
    'supplier',
    'executes(shop)',
    false,
  ],
  [
    'leads from a plugin whose maker is bought to code in the shop',
    { versions: { on: ['panel'] } },
    'supplier',
    'executes(shop)',
    true,
  ],
  [
    'leads from an abandoned plugin to code in the shop',
    { slider: { properties: ['abandoned'] } },
    'internet-stranger',
    'executes(shop)',
    true,
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

describe('a proof about orders, payment and suppliers', () => {
  const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../packs'))).value as Pack;
  const compiled = compileRules(pack).value as CompiledRules;
  const held = (changes: Changes, attacker: string) =>
    deriveAll(compiled, factsOf(changed(PAYING_SHOP, changes), pack), [
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
