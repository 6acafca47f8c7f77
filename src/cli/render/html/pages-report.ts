// SPDX-License-Identifier: Apache-2.0
// The pack for an assessor as one page that can be printed: each line leads to the file and the place in it that shows it.
import { counted } from '../../../core/counted.ts';
import type { PageReport } from '../../../monitor/index.ts';
import type { PagesReport } from '../../storefront/pages-report.ts';
import { forHtml } from '../escape.ts';
import { span } from '../moments.ts';
import { documentOf } from './page.ts';
import { stackedTable } from './stacked.ts';

/** @param link Address of the file of a capture, relative to the page. */
export function pagesReportPage(report: PagesReport, link: (digest: string) => string): string {
  const open = report.pages.reduce((sum, { findings }) => sum + findings.filter(isOpen).length, 0);
  const gaps = report.pages.reduce((sum, { coverage }) => sum + coverage.gaps.length, 0);
  const isGood = open + gaps + report.missing.length === 0;
  const state = [
    gaps === 0
      ? 'no check was missed'
      : `${counted(gaps, 'pause')} between checks ${gaps === 1 ? 'was' : 'were'} too long`,
    open === 0 ? 'no finding is open' : `${counted(open, 'finding')} ${open === 1 ? 'is' : 'are'} open`,
    report.missing.length === 0
      ? 'all evidence is there'
      : `${counted(report.missing.length, 'file')} of evidence ${report.missing.length === 1 ? 'is' : 'are'} missing or changed`,
  ];
  return documentOf(
    'Payment pages: inventory and checks',
    `<header class="${isGood ? 'secure' : 'insecure'}">
<p class="dim">ENSURESEC · PCI DSS 4.0.1, requirements 6.4.3 and 11.6.1</p>
<h1>Payment pages: inventory and checks</h1>
<p>From ${forHtml(report.from ?? 'the first check')} to ${forHtml(report.at)}: <b class="${isGood ? 'secure' : 'insecure'}">${forHtml(state.join(', '))}</b>.</p>
<p>Checks are due every ${forHtml(span(report.everyMs))}${report.risk === undefined ? '' : `, by the targeted risk analysis ${forHtml(report.risk)} (12.3.1)`}.</p>
</header>
${report.pages.map((page) => pageSection(page, link)).join('\n')}
${logSection(report)}`,
  );
}

type Link = (digest: string) => string;

function isOpen({ closed }: PageReport['findings'][number]): boolean {
  return closed === undefined;
}

function pageSection(report: PageReport, link: Link): string {
  const { page, scripts, findings, checks } = report;
  const id = forHtml(page.id);
  return `<section aria-labelledby="page-${id}"><h2 id="page-${id}">${id}</h2>
<p><code>${forHtml(page.url)}</code></p>
<p class="dim">Approved by ${forHtml(page.by)} on ${forHtml(page.at)}, as ${page.look === 'browser' ? 'a browser received it' : 'its HTML says, without a browser'}: ${evidence(page.capture, '', link)}</p>
<h3>6.4.3: scripts, their owners and reasons</h3>
${table(
  `Scripts of ${page.id}`,
  ['Script', 'Owner and reason', 'Approved', 'Integrity', 'Seen', 'Evidence'],
  scripts.map((script) => scriptRow(script, link)),
)}
<h3>Headers, destinations and forms that are approved</h3>
${facts(report)}
<h3>11.6.1: findings and what became of them</h3>
${
  findings.length === 0
    ? '<p>None.</p>'
    : table(
        `Findings on ${page.id}`,
        ['Finding', 'Found', 'Closed', 'Evidence'],
        findings.map((finding) => findingRow(finding, link)),
      )
}
<h3>11.6.1: checks</h3>
${coverageText(report)}
${
  checks.length === 0
    ? ''
    : table(
        `Checks of ${page.id}`,
        ['Time', 'From', 'Outcome', 'Findings', 'Evidence'],
        checks.map((check) => checkRow(check, link)),
      )
}
</section>`;
}

type Cells = readonly string[];

function table(name: string, heads: readonly string[], rows: readonly Cells[]): string {
  return stackedTable(name, heads, rows, 'ledger');
}

function evidence(digest: string | undefined, pointer: string, link: Link): string {
  if (digest === undefined) return 'nothing was received';
  return `<a href="${forHtml(link(digest))}"><code>${forHtml(digest.slice('sha256:'.length, 'sha256:'.length + 12))}</code></a>${pointer === '' ? '' : ` <code>${forHtml(pointer)}</code>`}`;
}

function moment(time: string | undefined): string {
  return time === undefined
    ? 'never'
    : `<span class="moment">${forHtml(time.slice(0, 16).replace('T', ' '))}</span>`;
}

function scriptRow(script: PageReport['scripts'][number], link: Link): Cells {
  const {
    name,
    sha256,
    owner,
    reason,
    by,
    at,
    method,
    review,
    firstSeen,
    lastSeen,
    evidence: where,
  } = script;
  const hashes = sha256
    .map((digest) => `<br><code class="dim">${forHtml(digest.slice(0, 19))}…</code>`)
    .join('');
  return [
    `<code>${forHtml(name)}</code>${hashes}`,
    `${forHtml(owner)}<br>${forHtml(reason)}`,
    `${forHtml(by)}<br>${moment(at)}${review === undefined ? '' : `<br>review by ${forHtml(review)}`}`,
    forHtml(method),
    `first ${moment(firstSeen)}<br>last ${moment(lastSeen)}`,
    where === undefined ? 'not seen in this time' : evidence(where.capture, where.pointer, link),
  ];
}

function facts({ page }: PageReport): string {
  const list = (values: readonly string[]) =>
    values.length === 0
      ? 'none'
      : `<ul>${values.map((value) => `<li><code>${forHtml(value)}</code></li>`).join('')}</ul>`;
  const headers = [
    ...Object.entries(page.headers).map(([name, value]) => `${name}: ${value}`),
    ...page.metaPolicies.map((policy) => `in the page: ${policy}`),
  ];
  const rows: readonly (readonly [string, string])[] = [
    ['Headers', list(headers)],
    ['Hosts that the page talks to', list(page.hosts)],
    ['Hosts that get what is typed into secret fields', list(page.secretHosts)],
    ['Forms send to', list(page.targets)],
    ['Frames', list(page.frames)],
    ['Known and accepted', list(page.accepted.map(({ kind, what }) => `${kind}: ${what}`))],
  ];
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

function findingRow(finding: PageReport['findings'][number], link: Link): Cells {
  const { severity, text, from, until, closed, checks, evidence: where } = finding;
  return [
    `<span class="tag ${severity}">${severity}</span> ${forHtml(text)}`,
    `${moment(from)}<br>in ${counted(checks, 'check')}`,
    closed === undefined
      ? '<b class="insecure">open</b>'
      : `<b class="secure">${closed === 'approved' ? 'approved by a person' : 'gone'}</b><br>${moment(until)}`,
    evidence(where.capture, where.pointer, link),
  ];
}

const OUTCOMES: Readonly<Record<PageReport['checks'][number]['outcome'], string>> = {
  'as-approved': '<b class="secure">as approved</b>',
  changed: '<b class="insecure">changed</b>',
  'not-approved': 'before the first approval',
  incomplete: '<b class="unknown">not seen whole</b>',
  failed: '<b class="insecure">not seen</b>',
};

function checkRow(
  { at, vantage, look, outcome, findings, capture }: PageReport['checks'][number],
  link: Link,
): Cells {
  return [
    moment(at),
    `${forHtml(vantage)}, ${look}`,
    OUTCOMES[outcome],
    String(findings.length),
    evidence(capture, '', link),
  ];
}

function coverageText({ coverage }: PageReport): string {
  const { looks, first, last, longestMs, gaps } = coverage;
  const iso = (time: number) => new Date(time).toISOString();
  const said = `${counted(looks, 'check')} that saw the whole page, the first ${moment(first === undefined ? undefined : iso(first))}, the last ${moment(last === undefined ? undefined : iso(last))}; the longest time without one was ${forHtml(span(longestMs))}.`;
  const missed = gaps.map(
    ({ from, to }) =>
      `<li>from ${moment(iso(from))} to ${moment(iso(to))}: ${forHtml(span(to - from))} without a check</li>`,
  );
  return `<p>${said} ${gaps.length === 0 ? '<b class="secure">None was missed.</b>' : '<b class="insecure">Checks were missed:</b>'}</p>${missed.length === 0 ? '' : `<ul>${missed.join('')}</ul>`}`;
}

function logSection({ lines, log, missing }: PagesReport): string {
  const lost = missing.map((digest) => `<li><code>${forHtml(digest)}</code></li>`);
  return `<section aria-labelledby="log"><h2 id="log">How this can be checked</h2>
<p>The log <code>checks.ndjson</code> has ${counted(lines, 'line')}; each carries the digest of the one before, so none can be changed or taken out unseen. Digest of the last: <code>${forHtml(log ?? 'none')}</code>. A capture is named by the SHA-256 of its file; a pointer after it (RFC 6901) says where in it.</p>
${lost.length === 0 ? '' : `<p><b class="insecure">Missing or changed:</b></p><ul>${lost.join('')}</ul>`}</section>`;
}
