// SPDX-License-Identifier: Apache-2.0
// `share import`: Sigma rules of the indicators that others give, and their playbooks as files.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { readStixPattern, sigmaOf } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';
import { readBundle } from './bundle-file.ts';
import { playbooksIn, playbooksText, writePlaybooks } from './import-playbooks.ts';
import { outOf } from './operands.ts';

interface Rule {
  readonly id: string;
  readonly text: string;
}

export function importBundle(call: Call, file: string): number {
  const out = outOf(call);
  const objects = readBundle(call, file);
  const indicators = objects.filter(({ type, revoked }) => type === 'indicator' && revoked !== true);
  const rules = indicators.flatMap((each) => ruleOf(each) ?? []);
  const courses = playbooksIn(call, objects);
  if (indicators.length === 0 && courses.length === 0)
    throw new Failure(EXIT.nothing, `There is no indicator and no playbook in ${file}`);
  mkdirSync(resolve(call.io.cwd, out), { recursive: true });
  for (const { id, text } of rules) writeFileSafely(call.io, join(out, `${id}.yml`), text, true);
  const other = indicators.length - rules.length;
  const imported = writePlaybooks(call, out, objects, courses);
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({
          schema: 'ensuresec/imported-indicators/1',
          rules: rules.map(({ id }) => id),
          other,
          ...imported,
        })
      : `${indicators.length === 0 ? '' : `${counted(rules.length, 'rule')} in ${call.style.safe(out)} of ${counted(indicators.length, 'indicator')}${other === 0 ? '' : `; ${other} ${other === 1 ? 'says' : 'say'} more than one equality, or of what logs have no field for`}\n`}${playbooksText(call, imported)}`,
  );
  return imported.refused.length === 0 ? EXIT.secure : EXIT.findings;
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
