// SPDX-License-Identifier: Apache-2.0
// `ensuresec flow check`: exit code, text and JSON.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import type { FlowReport, Report } from '../../src/analyse/index.ts';
import { answerSchemas } from '../../tools/generate/report-schema.ts';
import { ensuresec } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = (...argv: string[]) => ensuresec(['flow', ...argv, '-q'], { cwd: ROOT });

/** Checks everything but who sent the message that an order is paid. */
const UNSIGNED = `ensuresec: 1
name: Small shop
pack: e-commerce
attackers: [e-commerce/attacker/internet-stranger]
zones: [{ id: internet, type: internet }]
assets:
  - id: orders
    type: order-management
    zone: internet
    measures: [payment-confirmation, order-state-check, amount-binding, webhook-freshness, signed-cart]
workflows:
  - { id: web-orders, workflow: e-commerce/workflow/hosted-page, parties: { shop: orders, dispatch: orders } }
`;

describe('flow check', () => {
  test.each([
    ['holds', ['check', 'locker-delivery', '--missing', '0'], 0],
    ['broken without a check', ['check', 'locker-delivery', '--missing', '0', '--without', 'custody'], 1],
    [
      'whole without an attacker who uses it',
      ['check', 'locker-delivery', '--missing', '0', '--without', 'custody', '--attacker', 'network'],
      0,
    ],
    ['given up', ['check', 'hosted-page', '--missing', '0', '--max-states', '100'], 5],
    ['no such action', ['draw'], 2],
    ['no such workflow', ['check', 'hosted-pag'], 2],
    ['no such check', ['check', 'hosted-page', '--without', 'signatur'], 2],
    ['no such size', ['check', 'hosted-page', '--size', 'order=99'], 2],
    ['a pack without workflows', ['check', '--pack', 'water-utility'], 4],
  ])('%s', async (_, argv, code) => {
    expect((await run(...argv)).code).toBe(code);
  });

  test('tells what of the demo shop can be cheated', async () => {
    const { stdout, code } = await run('check', 'examples/demo-shop', '--missing', '1');
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot(path.join(import.meta.dirname, 'golden/flow-demo-shop.txt'));
  });

  test('joins a check that is switched off to an attack on the demo shop', async () => {
    const { stdout } = await ensuresec(['check', 'examples/demo-shop', '--json', '-q'], { cwd: ROOT });
    const { verdicts } = JSON.parse(stdout) as Report;
    const diverted = verdicts.find(
      ({ attack, target, attacker }) =>
        attack === 'e-commerce/attack/order-diverted' &&
        target === 'shipping' &&
        attacker === 'e-commerce/attacker/customer',
    );
    expect(diverted?.verdict).toBe('INSECURE');
    expect(diverted?.steps.map(({ rule }) => rule)).toEqual([
      expect.stringMatching(/^start:/),
      'common/rule/phishing',
      'common/rule/proxy-phishing',
      'e-commerce/rule/check-switched-off',
      'e-commerce/rule/cheated-address',
    ]);
  });

  test('tells and draws the shortest story', async () => {
    const { stdout } = await run(
      'check',
      'hosted-page',
      '--missing',
      '0',
      '--without',
      'order-binding',
      '--without',
      'use-once',
      '--attacker',
      'network',
    );
    expect(stdout).toContain('published: Pay once, then have equal orders shipped with the same payment');
    expect(stdout).toMatchInlineSnapshot(`
      "✗ INSECURE  Hosted payment page with webhook 8 of 10 checks made
        484 states as it is, 484 in 1 searches; with 4 × order, 2 × payment, 2 × payee; against
        anyone who can send to the shop

        ✓ Paid means money was captured   holds
        ✓ Paid means the whole amount     holds
        ✓ Paid means the right currency   holds
        ✓ Paid means paid to us           holds
        ✗ Paid means paid for this order  does not hold
        ✗ One payment, one order          does not hold
        ✗ Nothing leaves unpaid           does not hold
        ✓ Goods of an order leave once    holds

      ╭─ 1 Paid means paid for this order without order-binding and use-once
      │  published: A payment counts for another order (NDSS 2014, order id)
      │   1 The customer places order 1 for 1 euro.
      │   2 The customer places order 2 for 1 euro.
      │   3 The customer pays 1 euro to the shop on the page of the provider, for order 2.
      │   4 The message that payment 1 is paid reaches the shop and names order 1; the shop
      │     marks it paid.
      │  ✗  Order 1 was marked paid with the payment for order 2.
      │
      │       Customer                   Payment provider           Shop
      │    1  │ place order 1            │                          │
      │       │────────────────────────────────────────────────────>│
      │    2  │ place order 2            │                          │
      │       │────────────────────────────────────────────────────>│
      │    3  │ pay 1 euro for order 2   │                          │
      │       │─────────────────────────>│                          │
      │    4  │                          │ payment 1 is paid, for order 1
      │       │                          │─────────────────────────>│
      │       │                          │                          │
      │
      │  mend at shop: Order of the payment compared. Look the order up by the reference that
      │  the provider signed, not by an id in the URL or the session.
      │  mend at shop: Each payment used once. Insert the payment id under a unique key in the
      │  transaction that marks the order paid; a second insert ends the request.
      ╰─

      ╭─ 2 One payment, one order without order-binding and use-once
      │  published: Pay once, then have equal orders shipped with the same payment (IEEE S&P
      │  2011, pay once and shop for free)
      │   1 The customer places order 1 for 1 euro.
      │   2 The customer places order 2 for 1 euro.
      │   3 The customer pays 1 euro to the shop on the page of the provider, for order 2.
      │   4 The message that payment 1 is paid reaches the shop and names order 2; the shop
      │     marks it paid.
      │   5 The message that payment 1 is paid reaches the shop and names order 1; the shop
      │     marks it paid.
      │  ✗  Payment 1 paid for order 1 and for order 2.
      │
      │       Customer                   Payment provider           Shop
      │    1  │ place order 1            │                          │
      │       │────────────────────────────────────────────────────>│
      │    2  │ place order 2            │                          │
      │       │────────────────────────────────────────────────────>│
      │    3  │ pay 1 euro for order 2   │                          │
      │       │─────────────────────────>│                          │
      │    4  │                          │ payment 1 is paid, for order 2
      │       │                          │─────────────────────────>│
      │    5  │                          │ payment 1 is paid, for order 1
      │       │                          │─────────────────────────>│
      │       │                          │                          │
      │
      │  mend at shop: Order of the payment compared. Look the order up by the reference that
      │  the provider signed, not by an id in the URL or the session.
      │  mend at shop: Each payment used once. Insert the payment id under a unique key in the
      │  transaction that marks the order paid; a second insert ends the request.
      ╰─

      ╭─ 3 Nothing leaves unpaid without order-binding and use-once
      │   1 The customer places order 1 for 1 euro.
      │   2 The customer places order 2 for 1 euro.
      │   3 The customer pays 1 euro to the shop on the page of the provider, for order 2.
      │   4 The message that payment 1 is paid reaches the shop and names order 2; the shop
      │     marks it paid.
      │   5 The message that payment 1 is paid reaches the shop and names order 1; the shop
      │     marks it paid.
      │   6 The goods of order 2 are packed and leave.
      │   7 The goods of order 1 are packed and leave.
      │  ✗  Goods for 2 euro left, and the shop got 1.
      │
      │       Customer            Payment provider    Shop                Dispatch
      │    1  │ place order 1     │                   │                   │
      │       │──────────────────────────────────────>│                   │
      │    2  │ place order 2     │                   │                   │
      │       │──────────────────────────────────────>│                   │
      │    3  │ pay 1 euro for order 2                │                   │
      │       │──────────────────>│                   │                   │
      │    4  │                   │ payment 1 is paid, for order 2        │
      │       │                   │──────────────────>│                   │
      │    5  │                   │ payment 1 is paid, for order 1        │
      │       │                   │──────────────────>│                   │
      │    6  │                   │                   │ ship order 2      │
      │       │                   │                   │==================>│
      │    7  │                   │                   │ ship order 1      │
      │       │                   │                   │==================>│
      │       │                   │                   │                   │
      │
      │  mend at shop: Order of the payment compared. Look the order up by the reference that
      │  the provider signed, not by an id in the URL or the session.
      │  mend at shop: Each payment used once. Insert the payment id under a unique key in the
      │  transaction that marks the order paid; a second insert ends the request.
      ╰─

      --all draws every story; --html writes them as one page
      "
    `);
  });

  test('names each check and pair that holds an invariant', async () => {
    const { stdout } = await run('check', 'locker-delivery', '--json');
    const [workflow] = (JSON.parse(stdout) as FlowReport).workflows;
    const recipient = workflow?.invariants.find(({ id }) => id.endsWith('/right-recipient'));
    expect(recipient?.heldBy).toEqual([['one-time-code'], ['code-for-compartment'], ['signed-commands']]);
    expect(workflow?.weaknesses.every(({ story }) => story.steps.length <= 6)).toBe(true);
  });
});

describe('flow check --json and --sarif', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'flow-model-'));
  const model = path.join(folder, 'ensuresec.yaml');
  writeFileSync(model, UNSIGNED);
  afterAll(() => rmSync(folder, { recursive: true }));
  const broken = [
    'check',
    'hosted-page',
    '--missing',
    '0',
    '--without',
    'order-binding',
    '--without',
    'use-once',
  ];

  test('answers what its schema says', async () => {
    const schema = answerSchemas().find((each) => each.path === 'schema/flow.schema.json');
    const isValid = new Ajv2020({ strict: false }).compile(JSON.parse(schema?.text ?? 'false') as object);
    for (const argv of [broken, ['check', 'hosted-page', '--max-states', '100'], ['check', model]]) {
      const report = JSON.parse((await run(...argv, '--json')).stdout) as FlowReport;
      expect(isValid(report), JSON.stringify(isValid.errors?.slice(0, 3))).toBe(true);
    }
    expect(isValid({ schema: 'ensuresec/flow/1', workflows: [] })).toBe(false);
  });

  test('shows a broken invariant as a result with its story', async () => {
    const sarif = await sarifOf(...broken);
    const [result] = sarif.results;
    expect(sarif.results.map(({ ruleId, level }) => [ruleId.split('/').pop(), level])).toEqual([
      ['paid-right-order', 'error'],
      ['paid-once', 'error'],
      ['ship-implies-paid', 'error'],
    ]);
    expect(sarif.tool.driver.rules.map(({ id }) => id)).toEqual(sarif.results.map(({ ruleId }) => ruleId));
    expect(result?.codeFlows?.[0]?.threadFlows[0]?.locations.length).toBe(4);
    expect(result?.message.text).toContain('Order of the payment compared (shop)');
    expect(result?.locations[0]?.physicalLocation.region.startLine).toBeGreaterThan(1);
  });

  test('points at the line of the model, and calls undecided a warning', async () => {
    const lines = readFileSync(model, 'utf8').split('\n');
    const { results } = await sarifOf('check', model, '--missing', '0');
    expect(results.length).toBeGreaterThan(0);
    for (const { locations } of results) {
      const { artifactLocation, region } = (locations[0] as Located).physicalLocation;
      expect(artifactLocation.uri).toContain('ensuresec.yaml');
      expect(lines[region.startLine - 1]).toContain('web-orders');
    }
    const undecided = await sarifOf('check', 'hosted-page', '--missing', '0', '--max-states', '100');
    expect(undecided.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['ensuresec/flow/undecided', 'warning'],
    ]);
  });
});

interface Located {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number };
  };
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly Located[];
    readonly codeFlows?: readonly {
      readonly threadFlows: readonly { readonly locations: readonly object[] }[];
    }[];
  }[];
}

async function sarifOf(...argv: string[]): Promise<Run> {
  const folder = mkdtempSync(path.join(tmpdir(), 'flow-'));
  const file = path.join(folder, 'flow.sarif');
  await run(...argv, '--sarif', file);
  const { runs } = JSON.parse(readFileSync(file, 'utf8')) as { runs: Run[] };
  rmSync(folder, { recursive: true });
  return runs[0] as Run;
}
