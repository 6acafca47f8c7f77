// SPDX-License-Identifier: Apache-2.0
import { type Analysis, analyse, type Report } from '../../analyse/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION, PAGE_LANGUAGE_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { expectationsText } from '../expectations.ts';
import { readSubject, type Subject } from '../input.ts';
import { OBSERVED_OPTION, observedBasis } from '../observed.ts';
import { forJson } from '../render/escape.ts';
import { reportPage } from '../render/html/page.ts';
import { seenFrom } from '../render/rebase.ts';
import { sarifText } from '../render/sarif.ts';
import { rank, SEVERITIES } from '../render/summary.ts';
import { reportText } from '../render/text.ts';
import { replayFlow } from '../replay.ts';
import { saidIn } from '../report-words/said.ts';
import { type Tongue, tongueAsked } from '../report-words/tongue.ts';
import { selectionOf } from '../selection.ts';
import { TIME_OPTIONS, timesAsked, withTimes } from '../times.ts';
import { VERSION } from '../version.ts';
import { watchEdits } from '../watch-edits.ts';
import { writeFileSafely } from '../write-file.ts';

export const check: CommandSpec = {
  name: 'check',
  summary: 'Which critical attacks succeed, how, and what would stop them',
  operands: [{ name: '[model]', text: 'Model file or its folder (default: ensuresec.yaml)' }],
  examples: [
    'ensuresec check',
    'ensuresec check otel.yaml --attack payment-service-reached-directly --assume controls:frontend',
    'ensuresec check --times --plan patch-management:web --within 7',
    'ensuresec check --json --html report.html --fail-on critical',
    'ensuresec check --html bericht.html --language de',
  ],
  options: [
    {
      flags: '--attack <id>',
      text: 'Only this attack; the end of an id is enough (repeatable)',
      repeat: true,
    },
    { flags: '--attacker <id>', text: 'Only this attacker (repeatable)', repeat: true },
    { flags: '--target <asset>', text: 'Only attacks on this asset (repeatable)', repeat: true },
    {
      flags: '--assume <fact>',
      text: 'Assume a breach: predicate:argument,… such as controls:frontend (repeatable)',
      repeat: true,
    },
    {
      flags: '--fail-on <severity>',
      text: 'Exit 1 from this severity on',
      choices: [...SEVERITIES, 'never'],
      preset: 'medium',
    },
    { flags: '--all', text: 'Tell every path, cut and control' },
    OBSERVED_OPTION,
    ...TIME_OPTIONS,
    {
      flags: '--flow <file>',
      text: 'Instead: replay a MITRE Attack Flow (STIX JSON) on the model, and what would have stopped it',
      completes: 'file',
    },
    {
      flags: '--watch-edits <file>',
      text: 'Instead: read facts that come and go, one JSON object a line (- is stdin), and tell verdicts that change',
      completes: 'file',
    },
    JSON_OPTION,
    {
      flags: '--sarif <file>',
      text: 'Also write SARIF 2.1.0 for code hosts (- is stdout)',
      completes: 'file',
    },
    { flags: '--html <file>', text: 'Also write one self-contained page (- is stdout)', completes: 'file' },
    PAGE_LANGUAGE_OPTION,
    {
      flags: '--certificate <file>',
      text: 'Also write the certificate for ensuresec verify (- is stdout)',
      completes: 'file',
    },
    {
      flags: '--expectations <file>',
      text: 'Also write what SECURE verdicts lean on, for ensuresec detect to watch (- is stdout)',
      completes: 'file',
    },
    PACK_OPTION,
  ],
  run: async (call) => {
    const piped = pipedFile(call);
    const tongue = tongueAsked(call);
    const subject = readSubject(call, call.operands[0]);
    if (call.options.text('flow') !== undefined) return replayFlow(call, subject);
    if (call.options.text('watch-edits') !== undefined) return watchEdits(call, subject);
    const asked = timesAsked(call, subject);
    const analysis = analyseSubject(call, subject);
    const timed = asked === undefined ? analysis.report : await withTimes(call, analysis, asked);
    const report = observedReport(call, subject, timed);
    call.progress.end();
    const seen = seenFrom(report);
    writeFiles(call, seen, analysis.certificate, subject, tongue);
    if (piped === undefined)
      call.io.stdout.write(
        call.options.flag('json')
          ? forJson(seen)
          : reportText(seen, call.style, { all: call.options.flag('all') }),
      );
    if (report.verdicts.length === 0)
      throw new Failure(
        EXIT.nothing,
        'Nothing to analyse: no attack of the pack has a target in this model',
        'Check the types of the assets, or --attack and --target',
      );
    return exitCode(report, call.options.text('fail-on') ?? 'medium');
  },
};

/** The report with what observed premises turn in it. */
function observedReport(call: Call, subject: Subject, report: Report): Report {
  if (subject.observed === undefined) return report;
  const { observed: _, ...rest } = subject;
  const again = (loaded: Subject['loaded']): Report => analyseSubject(call, { ...rest, loaded }).report;
  return { ...report, observed: observedBasis(call, subject.observed, report, again) };
}

/** Runs the engine with what the options select. @throws Failure 2 on an unknown id. */
export function analyseSubject(call: Call, subject: Subject): Analysis {
  return analyse({
    ...selectionOf(call, subject, call.options.list('attack')),
    onPhase: (phase) => call.progress.step(PHASES[phase] ?? phase),
  });
}

const PHASES: Readonly<Record<string, string>> = {
  facts: 'Reading the facts of the model',
  ground: 'Joining rules with facts',
  close: 'Deriving all that each attacker can do',
  verdicts: 'Finding the proofs and what holds the line',
};

/** The one of the files that goes to stdout instead of the answer. @throws Failure 2 when there are two. */
function pipedFile(call: Call): string | undefined {
  const piped = [...FILES, 'json'].filter((name) =>
    name === 'json' ? call.options.flag(name) : call.options.text(name) === '-',
  );
  if (piped.length > 1 && piped[0] !== 'json')
    throw new Failure(
      EXIT.usage,
      `Cannot write ${piped.map((name) => `--${name}`).join(' and ')} to stdout: it takes one of them`,
      'Give the others a file name',
    );
  return piped.find((name) => name !== 'json');
}

function pageOf(report: Report, { pack }: Subject, tongue: Tongue): string {
  const said = saidIn(pack, tongue);
  const groups = new Map(pack.rules.map(({ id, group }) => [id, group]));
  return reportPage(said.report(report), (rule) => groups.get(rule) ?? 'start', tongue, said.attack);
}

const FILES = ['sarif', 'html', 'certificate', 'expectations'] as const;

function writeFiles(
  call: Call,
  report: Report,
  certificate: Analysis['certificate'],
  subject: Subject,
  tongue: Tongue,
): void {
  const texts: Readonly<Record<(typeof FILES)[number], () => string>> = {
    sarif: () => sarifText(report, VERSION),
    html: () => pageOf(report, subject, tongue),
    certificate: () => `${JSON.stringify(certificate)}\n`,
    expectations: () => expectationsText(call, subject, report),
  };
  for (const name of FILES) {
    const file = call.options.text(name);
    if (file === '-') call.io.stdout.write(texts[name]());
    else if (file !== undefined) write(call, file, texts[name]());
  }
}

/** Reports are made anew each time, so they replace the last one. */
function write(call: Call, file: string, text: string): void {
  writeFileSafely(call.io, file, text, true);
  call.say(`Wrote ${call.aside.safe(file)}`);
}

/** Findings at or above the threshold first, then what is unknown at or above it. */
function exitCode(report: Report, failOn: string): number {
  const threshold = (SEVERITIES as readonly string[]).indexOf(failOn);
  const counts = report.verdicts.filter((verdict) => rank(verdict.severity) <= threshold);
  if (counts.some((verdict) => verdict.verdict === 'INSECURE')) return EXIT.findings;
  return counts.some((verdict) => verdict.verdict === 'UNKNOWN') ? EXIT.inconclusive : EXIT.secure;
}
