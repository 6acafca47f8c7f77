// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readStixPattern, type Shared, sigmaOf, stixBundle } from '../../respond/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { EXIT, Failure } from '../exit.ts';
import { incidentOf, readIncidents, recordEvent } from '../incident/record-event.ts';
import { readBytes } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';

const LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
type Level = (typeof LEVELS)[number];

export const share: CommandSpec = {
  name: 'share',
  summary: 'Give an incident to others as STIX 2.1, or make rules of the indicators that others give',
  operands: [
    {
      name: '<verb>',
      text: 'export ID: a bundle of an incident; import FILE: Sigma rules of the indicators in a bundle',
    },
    { name: '<subject>', text: 'The id, or the file' },
  ],
  examples: [
    'ensuresec share export 2027-0001 --tlp amber --out bundle.json',
    'ensuresec share import bundle.json --out rules',
  ],
  options: [
    {
      flags: '--data <folder>',
      text: 'Folder of the data; the log of evidence is in it',
      preset: 'ensuresec-data',
      completes: 'folder',
    },
    { flags: '--tlp <marking>', text: 'export: what the receiver may see at most', choices: LEVELS },
    { flags: '--personal', text: 'export: also what may be personal data' },
    {
      flags: '--out <path>',
      text: 'export: file of the bundle; import: folder for the rules',
      completes: 'file',
    },
    { flags: '--actor <name>', text: 'Who does it (default: the user of this machine)' },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: (call) => {
    const [verb, subject = ''] = call.operands;
    const out = call.options.text('out');
    if (out === undefined) throw new Failure(EXIT.usage, 'Say where to with --out', 'ensuresec share --help');
    if (verb === 'export') return exportBundle(call, subject, out);
    if (verb === 'import') return importBundle(call, subject, out);
    throw new Failure(EXIT.usage, `There is no \`share ${verb}\`: expected export, import`);
  },
};

/** What left is in the log before it is in the file. @throws Failure 1 when the incident may not leave. */
async function exportBundle(call: Call, id: string, out: string): Promise<number> {
  const ceiling = call.options.text('tlp') as Level | undefined;
  if (ceiling === undefined)
    throw new Failure(EXIT.usage, `Say with --tlp what the receiver may see at most: ${LEVELS.join(', ')}`);
  const { bundle, left } = await withLog(call, false, async (log, store): Promise<Shared> => {
    const incident = incidentOf(await readIncidents({ log, store }), id);
    return stixBundle(incident, ceiling, call.options.flag('personal'));
  });
  const text = forJson(bundle);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const { entry } = await recordEvent(call, id, {
    name: 'exported',
    body: { ceiling, format: 'stix-2.1', sha256 },
  });
  writeFileSafely(call.io, out, text, true);
  const objects = (bundle['objects'] as readonly unknown[]).length;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/shared/1', incident: id, entry, sha256, objects, left })
      : `Wrote ${objects} objects to ${call.style.safe(out)}; recorded as entry ${entry}\n${left.map(({ entry: of, why }) => `  entry ${of} stays here: ${why}\n`).join('')}`,
  );
  return EXIT.secure;
}

interface Rule {
  readonly id: string;
  readonly text: string;
}

function importBundle(call: Call, file: string, out: string): number {
  const objects = objectsOf(readBytes(call, file), file);
  const indicators = objects.filter(({ type, revoked }) => type === 'indicator' && revoked !== true);
  const rules = indicators.flatMap((each) => ruleOf(each) ?? []);
  if (indicators.length === 0) throw new Failure(EXIT.nothing, `There is no indicator in ${file}`);
  mkdirSync(resolve(call.io.cwd, out), { recursive: true });
  for (const { id, text } of rules) writeFileSafely(call.io, join(out, `${id}.yml`), text, true);
  const other = indicators.length - rules.length;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/imported-indicators/1', rules: rules.map(({ id }) => id), other })
      : `${rules.length} rules in ${call.style.safe(out)} of ${indicators.length} indicators${other === 0 ? '' : `; ${other} say more than one equality, or of what logs have no field for`}\n`,
  );
  return EXIT.secure;
}

/** A rule from a pattern of STIX; patterns of Sigma in a bundle are of strangers and are not taken as they stand. */
function ruleOf({
  id,
  name,
  pattern,
  pattern_type: kind,
  valid_from: from,
}: Readonly<Record<string, unknown>>): Rule | undefined {
  const uuid = /^indicator--([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(String(id))?.[1];
  if (
    uuid === undefined ||
    typeof pattern !== 'string' ||
    (kind ?? 'stix') !== 'stix' ||
    pattern.length > 100_000
  )
    return undefined;
  const date = /^\d{4}-\d\d-\d\d/.exec(String(from))?.[0];
  const comparisons = readStixPattern(pattern);
  if (date === undefined || comparisons === undefined) return undefined;
  const text = sigmaOf(
    { id: uuid, title: `Shared indicator: ${typeof name === 'string' ? name : uuid}`, date },
    comparisons,
  );
  return text === undefined ? undefined : { id: uuid, text };
}

/** @throws Failure 3. */
function objectsOf(bytes: Uint8Array, file: string): readonly Readonly<Record<string, unknown>>[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new Failure(
      EXIT.invalid,
      `Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const { type, objects } = (value ?? {}) as { readonly type?: unknown; readonly objects?: unknown };
  if (type !== 'bundle' || !Array.isArray(objects))
    throw new Failure(
      EXIT.invalid,
      `Cannot use ${file}: expected a STIX 2.1 bundle, {"type": "bundle", "objects": […]}`,
    );
  return objects.filter((each): each is Record<string, unknown> => typeof each === 'object' && each !== null);
}
