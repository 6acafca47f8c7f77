// SPDX-License-Identifier: Apache-2.0
// `share csaf`: an incident or the findings of a scan as CSAF 2.0, and the check of such a document.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { shellWord } from '../../core/shell-word.ts';
import {
  CSAF_ROLES,
  type CsafFrame,
  csafFileName,
  csafIncident,
  csafTracking,
  csafVex,
  validateCsaf,
} from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { incidentOf, readIncidents, recordEvent } from '../incident/record-event.ts';
import { nearHint } from '../near.ts';
import { forJson } from '../render/escape.ts';
import { VulnerabilitiesShape } from '../vulnerabilities/answer-schema.ts';
import { writeFileSafely } from '../write-file.ts';
import { readJson } from './json-file.ts';
import { ceilingOf, outOf } from './operands.ts';

/** @param what `incident`, `vex` or `check`. */
export function csaf(call: Call, what: string, of: string | undefined): Promise<ExitCode> {
  const run = { incident: writeIncident, vex: writeVex, check: checkDocument }[what];
  if (run === undefined)
    throw new Failure(
      EXIT.usage,
      `There is no \`share csaf ${what}\`: expected incident, vex or check`,
      nearHint(what, ['incident', 'vex', 'check'], 'ensuresec share csaf check advisory.json'),
    );
  if (of === undefined)
    throw new Failure(
      EXIT.usage,
      `\`share csaf ${what}\` takes ${what === 'incident' ? 'the id of an incident' : 'a file'}: found none`,
    );
  return run(call, of);
}

/** Recorded before it is written, and not at all where the incident may not leave: as with a bundle of STIX. */
async function writeIncident(call: Call, id: string): Promise<ExitCode> {
  const out = outOf(call);
  const ceiling = ceilingOf(call);
  const url = urlOf(call, 'url', 'page where more about the incident is told');
  const incident = await withLog(call, false, async (log, store) =>
    incidentOf(await readIncidents({ log, store }), id),
  );
  const known = call.options.text('id') ?? id;
  const frame = frameOf(call, { id: known, title: incident.title, tlp: incident.machine.tlp }, out);
  const text = forJson(await valid(csafIncident(incident, frame, url)));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const { entry } = await recordEvent(call, id, {
    name: 'exported',
    body: { ceiling, format: 'csaf-2.0', sha256 },
  });
  return tell(call, write(call, out, frame, text), { incident: id, entry }, `recorded as entry ${entry}`);
}

async function writeVex(call: Call, file: string): Promise<ExitCode> {
  const out = outOf(call);
  const scan = VulnerabilitiesShape.safeParse(readJson(call, file));
  if (!scan.success)
    throw new Failure(
      EXIT.invalid,
      `Cannot use ${file}: expected what \`vulnerabilities scan --json\` answers`,
      `ensuresec vulnerabilities scan ensuresec.yaml --feed feeds --json > ${shellWord(file)}`,
    );
  const { findings } = scan.data;
  const id = call.options.text('id');
  if (id === undefined)
    throw new Failure(EXIT.usage, 'Say with --id how the document is called for ever, such as shop-vex-1');
  const assets = [...new Set(findings.map(({ asset }) => asset))];
  const named = assets.length > 3 ? `${assets.slice(0, 3).join(', ')} and more` : assets.join(', ');
  const frame = frameOf(call, { id, title: `Known vulnerabilities of ${named}`, tlp: ceilingOf(call) }, out);
  const made = csafVex(findings, frame);
  const why = made.left.map((each) => `  ${each.advisory} of ${each.purl} is left out: ${each.why}\n`);
  if (!('document' in made))
    throw new Failure(EXIT.nothing, `There is nothing to state in ${file}`, why.join('').trim() || undefined);
  const path = write(call, out, frame, forJson(await valid(made.document)));
  return tell(call, path, { left: made.left }, counted(findings.length - made.left.length, 'statement'), why);
}

async function checkDocument(call: Call, file: string): Promise<ExitCode> {
  const faults = await validateCsaf(readJson(call, file));
  const isValid = faults.length === 0;
  const lines = faults.map(({ test, at, message }) => `  ${test} ${at || '/'}: ${message}\n`);
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/csaf-check/1', faults })
      : isValid
        ? `${call.style.safe(file)} is valid CSAF 2.0\n`
        : `${call.style.safe(file)} is not valid CSAF 2.0:\n${lines.map((line) => call.style.safe(line.trimEnd())).join('\n')}\n`,
  );
  return isValid ? EXIT.secure : EXIT.findings;
}

function frameOf(call: Call, what: Pick<CsafFrame, 'id' | 'title' | 'tlp'>, out: string): CsafFrame {
  const name = call.options.text('publisher');
  if (name === undefined) throw new Failure(EXIT.usage, 'Say with --publisher who issues the document');
  const namespace = urlOf(call, 'namespace', 'address under which its publisher has its names');
  const category = call.options.text('role') ?? 'user';
  const role = CSAF_ROLES.find((each) => each === category) ?? 'user';
  const path = join(out, csafFileName(what.id));
  const isThere = existsSync(resolve(call.io.cwd, path));
  const before = isThere ? csafTracking(readJson(call, path)) : undefined;
  if (isThere && before === undefined)
    throw new Failure(
      EXIT.usage,
      `${path} exists and is no CSAF document with whole numbers as versions, so nothing follows on it`,
      'Name another folder or --id',
    );
  if (before !== undefined && before.id !== what.id)
    throw new Failure(EXIT.usage, `${path} is another document, ${before.id}`, 'Name another folder or --id');
  return {
    ...what,
    publisher: { category: role, name, namespace },
    now: new Date(call.io.clock()).toISOString(),
    ...(before === undefined ? {} : { before }),
  };
}

function urlOf(call: Call, option: string, what: string): string {
  const text = call.options.text(option) ?? '';
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new Failure(EXIT.usage, `Say with --${option} the ${what}: expected a URL, found \`${text}\``);
  return text;
}

/** What is written holds all mandatory tests. @throws Failure 3 where what it is made of does not let it. */
async function valid(document: unknown): Promise<unknown> {
  const [fault] = await validateCsaf(document);
  if (fault === undefined) return document;
  throw new Failure(
    EXIT.invalid,
    `Not written, it would be no valid CSAF 2.0: ${fault.test} ${fault.at}: ${fault.message}`,
  );
}

function write(call: Call, out: string, frame: CsafFrame, text: string): string {
  mkdirSync(resolve(call.io.cwd, out), { recursive: true });
  const path = join(out, csafFileName(frame.id));
  writeFileSafely(call.io, path, text, true);
  return path;
}

function tell(
  call: Call,
  file: string,
  facts: Readonly<Record<string, unknown>>,
  what: string,
  more: readonly string[] = [],
): ExitCode {
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/csaf-written/1', file, ...facts })
      : `Wrote ${call.style.safe(file)}; ${what}\n${more.map((line) => `${call.style.safe(line.trimEnd())}\n`).join('')}`,
  );
  return EXIT.secure;
}
