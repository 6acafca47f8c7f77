// SPDX-License-Identifier: Apache-2.0
// One proof across both: a phished administrator switches a check off, and without the check an order ships unpaid.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../src/analyse/index.ts';
import { PackFile } from '../src/model/index.ts';
import { ensuresec } from './cli/terminal.ts';

const MODEL = `ensuresec: 1
name: Small <b>shop</b>
pack: e-commerce
attackers: [e-commerce/attacker/internet-stranger]
zones: [{ id: internet, type: internet }]
assets:
  - id: orders
    type: order-management
    zone: internet
    listens: [{ port: 8443, accepts: staff }]
    measures: [webhook-signature, payment-confirmation, order-state-check, amount-binding, webhook-freshness, signed-cart]
people: [{ id: payment-admin, type: administrator }]
identities:
  - { id: admin-account, class: staff, of: payment-admin, grants: [{ on: orders, right: administer }] }
credentials: [{ id: admin-password, type: password, unlocks: [admin-account], knownTo: [payment-admin] }]
workflows:
  - { id: web-orders, workflow: e-commerce/workflow/hosted-page, parties: { shop: orders, dispatch: orders } }
`;

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));
const write = (text: string) => writeFileSync(path.join(cwd, 'ensuresec.yaml'), text);
const run = (...argv: string[]) => ensuresec([...argv, '-q'], { cwd });

async function verdictOf(text: string) {
  write(text);
  const { stdout } = await run(
    'check',
    '--attack',
    'unpaid-order-shipped',
    '--json',
    '--certificate',
    'certificate.json',
  );
  const [verdict] = (JSON.parse(stdout) as Report).verdicts;
  return verdict as NonNullable<typeof verdict>;
}

describe('attack analysis with a workflow', () => {
  test('switches a check off by a phished account, and the checker agrees', async () => {
    const verdict = await verdictOf(MODEL);
    expect(verdict.verdict).toBe('INSECURE');
    const rules = verdict.verdict === 'INSECURE' ? verdict.steps.map(({ rule }) => rule) : [];
    expect(rules).toContain('common/rule/phishing');
    expect(rules).toContain('e-commerce/rule/check-switched-off');
    expect(rules.at(-1)).toBe('e-commerce/rule/cheated-order-ships');
    expect((await run('verify', 'certificate.json')).code).toBe(0);
  });

  test('holds when two people are needed and files are watched', async () => {
    const text = MODEL.replace('signed-cart]', 'signed-cart, dual-control, file-integrity-watch]');
    expect((await verdictOf(text)).verdict).toBe('SECURE');
    expect((await run('verify', 'certificate.json')).code).toBe(0);
  });

  test('needs no account where the check is not made', async () => {
    const open = MODEL.replace('accepts: staff }]', 'accepts: staff }, 443]');
    const verdict = await verdictOf(open.replace('webhook-signature, ', ''));
    const rules = verdict.verdict === 'INSECURE' ? verdict.steps.map(({ rule }) => rule) : [];
    expect(rules).not.toContain('common/rule/phishing');
    expect(rules.at(-1)).toBe('e-commerce/rule/cheated-order-ships');
    expect((await run('flow', 'check', 'ensuresec.yaml', '--missing', '0')).code).toBe(1);
  });

  test('needs a way to whom the message is sent', async () => {
    const verdict = await verdictOf(
      MODEL.replace('webhook-signature, ', '').replace(
        'type: administrator }',
        'type: administrator, measures: [mail-protection, password-manager] }',
      ),
    );
    expect(verdict.verdict).toBe('SECURE');
  });

  test('reports parties and checks that there are not', async () => {
    write(
      MODEL.replace(
        'parties: { shop: orders, dispatch: orders }',
        'parties: { shop: order, dispach: orders }, checks: { signatur: true }',
      ),
    );
    const { code, stderr } = await run('check');
    expect(code).toBe(3);
    expect(stderr).toContain('Cannot find `order` as party `shop`');
    expect(stderr).toContain('Cannot find `dispach` in parties');
    expect(stderr).toContain('Cannot find `signatur` in checks');
  });
});

describe('flow check on a model', () => {
  test('writes a page in which nothing of the model acts, and policies that a pack takes', async () => {
    write(MODEL.replace('webhook-signature, ', ''));
    await run(
      'flow',
      'check',
      'ensuresec.yaml',
      '--missing',
      '0',
      '--html',
      'flow.html',
      '--policies',
      'p.yaml',
      '--promela',
      'm.pml',
    );
    const page = readFileSync(path.join(cwd, 'flow.html'), 'utf8');
    expect(page).toContain('<svg class="sequence"');
    expect(page).not.toContain('<b>shop');
    expect(page).not.toMatch(/<script|https?:/);
    const { policies = [] } = PackFile.parse(JSON.parse(readFileSync(path.join(cwd, 'p.yaml'), 'utf8')));
    expect(policies.map(({ id }) => id)).toContain('e-commerce/policy/ship-implies-paid');
    expect(readFileSync(path.join(cwd, 'm.pml'), 'utf8')).toContain('active proctype');
  });
});
