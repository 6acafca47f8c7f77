// SPDX-License-Identifier: Apache-2.0
// `storefront report`: the pack for an assessor, as a page that can be printed. Evidence that is missing is told, not hidden.
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { counted, plural } from '../../core/counted.ts';
import { sha256 } from '../../core/digest.ts';
import {
  checkDigest,
  type KeptCapture,
  type LoggedCheck,
  type PageReport,
  pageReport,
} from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { nearHint } from '../near.ts';
import { forJson } from '../render/escape.ts';
import { pagesReportPage } from '../render/html/pages-report.ts';
import { writeFileSafely } from '../write-file.ts';
import { captureFile, folderOf, readApproved, readLog } from './data-folder.ts';
import type { PagesReport } from './pages-report.ts';
import { dayOf, everyOf } from './period.ts';

const DAY_MS = 86_400_000;

/** Exit 1: a check was missed, evidence is missing, or a finding is open; 4: nothing is approved. */
export function reportPages(call: Call, operands: readonly string[]): number {
  const report = gather(call, operands);
  const file = call.options.text('html') ?? join(folderOf(call), 'report.html');
  const folder = relative(dirname(resolve(call.io.cwd, file)), resolve(call.io.cwd, folderOf(call)));
  const link = (digest: string) =>
    [folder.replaceAll('\\', '/'), captureFile(digest)].filter((part) => part !== '').join('/');
  writeFileSafely(call.io, file, pagesReportPage(report, link), true);
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/page-report/1', ...report })
      : `${textOf(call, report).join('\n')}\n`,
  );
  call.say(`Wrote ${call.aside.safe(file)}`);
  const bad =
    report.missing.length +
    report.pages.reduce((sum, page) => sum + page.coverage.gaps.length + openOf(page), 0);
  return bad > 0 ? EXIT.findings : EXIT.secure;
}

function gather(call: Call, operands: readonly string[]): PagesReport {
  const { pages } = readApproved(call);
  const unknown = operands.find((operand) => !pages.some(({ id }) => id === operand));
  if (unknown !== undefined)
    throw new Failure(
      EXIT.usage,
      `There is no approved page \`${unknown}\`: expected ${pages.map(({ id }) => id).join(', ') || 'an approval first'}`,
      nearHint(
        unknown,
        pages.map(({ id }) => id),
      ),
    );
  const named = pages.filter(({ id }) => operands.length === 0 || operands.includes(id));
  if (named.length === 0)
    throw new Failure(
      EXIT.nothing,
      'Nothing is approved yet',
      'ensuresec storefront approve URL --by NAME --owner NAME --reason TEXT',
    );
  const log = readLog(call);
  const { captures, missing } = readCaptures(call, log);
  const from = dayOf(call, 'from');
  const until = dayOf(call, 'until');
  const period = { from, to: until === undefined ? call.io.clock() : until + DAY_MS };
  const last = log.at(-1);
  const risk = call.options.text('risk-analysis');
  const everyMs = everyOf(call);
  return {
    at: new Date(period.to).toISOString(),
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    everyMs,
    ...(risk === undefined ? {} : { risk }),
    pages: named.map((page) => pageReport(page, log, captures, everyMs, period)),
    ...(last === undefined ? {} : { log: checkDigest(last) }),
    lines: log.length,
    missing,
  };
}

function readCaptures(
  call: Call,
  log: readonly LoggedCheck[],
): { captures: Map<string, KeptCapture>; missing: readonly string[] } {
  const captures = new Map<string, KeptCapture>();
  const missing: string[] = [];
  for (const digest of new Set(log.flatMap(({ capture }) => capture ?? []))) {
    const file = join(folderOf(call), captureFile(digest));
    const bytes = existsSync(resolve(call.io.cwd, file)) ? readBytes(call, file) : undefined;
    if (bytes === undefined || sha256(bytes) !== digest) missing.push(digest);
    else captures.set(digest, JSON.parse(new TextDecoder().decode(bytes)) as KeptCapture);
  }
  return { captures, missing };
}

function openOf({ findings }: PageReport): number {
  return findings.filter(({ closed }) => closed === undefined).length;
}

function textOf({ style }: Call, { pages, missing, lines }: PagesReport): readonly string[] {
  return [
    ...pages.map((page) => {
      const { page: approved, scripts, checks, coverage } = page;
      const gaps = coverage.gaps.length;
      const open = openOf(page);
      const said = [
        `${scripts.length} approved ${plural(scripts.length, 'script')}`,
        `${counted(checks.length, 'check')}`,
        gaps === 0 ? style.green('none missed') : style.red(`${counted(gaps, 'pause')} too long`),
        open === 0 ? style.green('no open finding') : style.red(`${open} open ${plural(open, 'finding')}`),
      ];
      return `${style.bold(style.safe(approved.id))}  ${said.join(', ')}`;
    }),
    missing.length === 0
      ? `All evidence is there: ${counted(lines, 'line')} in the log, each with the digest of the one before.`
      : style.red(
          `${counted(missing.length, 'capture')} of the log ${missing.length === 1 ? 'is' : 'are'} missing or changed.`,
        ),
  ];
}
