// SPDX-License-Identifier: Apache-2.0
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Pack } from '../../model/index.ts';
import {
  type DutyLanguage,
  draftFiles,
  ENGLISH,
  judgeObligations,
  type ObligationsReport,
  packOfRecord,
  readIncidentRecord,
  type Voice,
  voiceIn,
} from '../../respond/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION, PAGE_LANGUAGE_OPTION } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { EXIT, Failure } from '../exit.ts';
import { dutiesOf, incidentOf, readIncidents } from '../incident/record-event.ts';
import { DEFAULT_PACK, readBytes, requirePack, tell } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { obligationsPage } from '../render/html/obligations.ts';
import { obligationsText } from '../render/obligations.ts';
import { tongueAsked } from '../report-words/tongue.ts';
import { writeFileSafely } from '../write-file.ts';

export const obligations: CommandSpec = {
  name: 'obligations',
  summary: 'Whom to tell of an incident, until when, with drafts of the reports',
  operands: [{ name: '[incident]', text: 'Record of the incident (YAML or JSON), or with --data its id' }],
  examples: [
    'ensuresec obligations incident.yaml',
    'ensuresec obligations 2027-0001 --data ensuresec-data',
    'ensuresec obligations incident.yaml --html duties.html --drafts reports',
    'ensuresec obligations incident.yaml --drafts meldungen --language de',
  ],
  options: [
    { flags: '--at <time>', text: 'Judge at this time, such as 2026-03-02T09:00:00Z (default: now)' },
    {
      flags: '--data <folder>',
      text: 'Judge an incident of the log of evidence in this folder, as `incident` leads it',
      completes: 'folder',
    },
    {
      flags: '--drafts <folder>',
      text: 'Also write a draft of each report as Markdown',
      completes: 'folder',
    },
    JSON_OPTION,
    { flags: '--html <file>', text: 'Also write one self-contained page (- is stdout)', completes: 'file' },
    { ...PAGE_LANGUAGE_OPTION, text: 'Language of what --html and --drafts write: en, de, el, es or fr' },
    PACK_OPTION,
  ],
  run: async (call) => {
    const { io, options } = call;
    if (options.text('html') === '-' && options.flag('json'))
      throw new Failure(EXIT.usage, 'Cannot write --html and --json to stdout: it takes one of them');
    const { language } = tongueAsked(call);
    const { report, voice, said } = await reportOf(call, momentOf(call), language as DutyLanguage);
    writeDrafts(call, said, voice);
    const page = options.text('html');
    if (page === '-') io.stdout.write(obligationsPage(said, voice));
    else {
      if (page !== undefined) {
        writeFileSafely(io, page, obligationsPage(said, voice), true);
        call.say(`Wrote ${call.aside.safe(page)}`);
      }
      io.stdout.write(options.flag('json') ? forJson(report) : obligationsText(report, call.style));
    }
    return exitCode(report);
  },
};

interface Judged {
  readonly report: ObligationsReport;
  readonly voice: Voice;
  /** The same in the language of the voice. */
  readonly said: ObligationsReport;
}

/** The duties of a file, or of an incident of the log. @throws Failure. */
async function reportOf(call: Call, now: number, language: DutyLanguage): Promise<Judged> {
  const [named] = call.operands;
  const { pack, judge } =
    call.options.text('data') === undefined
      ? fileDuties(call, named, now)
      : await logDuties(call, named, now);
  const report = judge(ENGLISH);
  if (report.obligations.length === 0)
    throw new Failure(EXIT.nothing, `Nothing to judge: the pack ${report.pack.id} has no obligations`);
  const voice = await voiceIn(language, pack);
  return { report, voice, said: voice === ENGLISH ? report : judge(voice) };
}

interface Duties {
  readonly pack: Pack;
  readonly judge: (voice: Voice) => ObligationsReport;
}

function fileDuties(call: Call, file: string | undefined, now: number): Duties {
  if (file === undefined)
    throw new Failure(
      EXIT.usage,
      'Name the record of an incident, or its id with --data',
      'ensuresec obligations incident.yaml',
    );
  const bytes = readBytes(call, file);
  const pack = requirePack(call, call.options.text('pack') ?? packOfRecord(bytes, file) ?? DEFAULT_PACK);
  const record = tell(call, readIncidentRecord(bytes, file, pack), `the incident ${file}`);
  return { pack, judge: (voice) => judgeObligations(record, pack, now, voice) };
}

/** Without an id the only incident that is open is meant. */
function logDuties(call: Call, id: string | undefined, now: number): Promise<Duties> {
  return withLog(call, false, async (log, store) => {
    const incidents = await readIncidents({ log, store });
    const only = incidents.size === 1 ? [...incidents.keys()][0] : undefined;
    const incident = incidentOf(incidents, id ?? only ?? '');
    const pack = requirePack(call, incident.pack);
    return { pack, judge: (voice) => dutiesOf(call, incident, now, { pack, voice }) };
  });
}

/** @throws Failure 2. */
function momentOf({ io, options }: Call): number {
  const typed = options.text('at');
  if (typed === undefined) return io.clock();
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(typed)
    ? Date.parse(typed)
    : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw new Failure(
    EXIT.usage,
    `Cannot read --at ${typed}: expected a time with its offset, such as 2026-03-02T09:00:00Z`,
  );
}

function writeDrafts(call: Call, report: ObligationsReport, voice: Voice): void {
  const folder = call.options.text('drafts');
  if (folder === undefined) return;
  const drafts = draftFiles(report, voice);
  try {
    mkdirSync(resolve(call.io.cwd, folder), { recursive: true });
  } catch (error) {
    throw new Failure(
      EXIT.runtime,
      `Cannot make the folder ${folder}: ${(error as NodeJS.ErrnoException).code}`,
    );
  }
  for (const { name, text } of drafts) writeFileSafely(call.io, join(folder, name), text, true);
  call.say(`Wrote ${drafts.length} drafts to ${call.aside.safe(folder)}`);
}

function exitCode({ obligations: all }: ObligationsReport): number {
  if (all.some(({ outcome }) => outcome === 'applies')) return EXIT.findings;
  return all.some(({ outcome }) => outcome === 'open') ? EXIT.inconclusive : EXIT.secure;
}
