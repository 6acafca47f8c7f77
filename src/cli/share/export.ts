// SPDX-License-Identifier: Apache-2.0
// `share export` and `share publish`: an incident as a bundle, into a file or to those who ask the TAXII server.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { counted } from '../../core/counted.ts';
import { BY_OPERATOR } from '../../core/ports/index.ts';
import { PUBLISHED, readStixObject, type Shared, stixBundle } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { EXIT } from '../exit.ts';
import { incidentOf, readIncidents, recordEvent } from '../incident/record-event.ts';
import { forJson } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';
import { ceilingOf, dataFolder, outOf } from './operands.ts';
import { playbooksOf } from './playbooks-of.ts';
import { withShared } from './shared-file.ts';

export async function exportBundle(call: Call, id: string): Promise<number> {
  const out = outOf(call);
  const made = await leave(call, id);
  writeFileSafely(call.io, out, made.text, true);
  return tell(call, id, made, `Wrote ${counted(made.objects.length, 'object')} to ${call.style.safe(out)}`);
}

export async function publish(call: Call, id: string): Promise<number> {
  const made = await leave(call, id);
  mkdirSync(dataFolder(call), { recursive: true, mode: 0o700 });
  const objects = made.objects.flatMap((each) => {
    const read = readStixObject(each);
    return 'body' in read ? [read] : [];
  });
  await withShared(call, (store) => store.add(PUBLISHED, objects, call.io.clock() * 1000, BY_OPERATOR));
  return tell(call, id, made, `Published ${counted(made.objects.length, 'object')}`);
}

interface Made {
  readonly text: string;
  readonly objects: readonly unknown[];
  readonly left: Shared['left'];
  readonly sha256: string;
  readonly entry: number;
}

/** What leaves is in the log before it is anywhere else. @throws Failure 1 when the incident may not leave. */
async function leave(call: Call, id: string): Promise<Made> {
  const ceiling = ceilingOf(call);
  const incident = await withLog(call, false, async (log, store) =>
    incidentOf(await readIncidents({ log, store }), id),
  );
  const playbooks = await playbooksOf(call, incident);
  const { bundle, left } = stixBundle(incident, ceiling, call.options.flag('personal'), playbooks);
  const text = forJson(bundle);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const { entry } = await recordEvent(call, id, {
    name: 'exported',
    body: { ceiling, format: 'stix-2.1', sha256 },
  });
  return { text, objects: bundle['objects'] as readonly unknown[], left, sha256, entry };
}

function tell(call: Call, id: string, { objects, left, sha256, entry }: Made, what: string): number {
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({
          schema: 'ensuresec/shared/1',
          incident: id,
          entry,
          sha256,
          objects: objects.length,
          left,
        })
      : `${what}; recorded as entry ${entry}\n${left.map((each) => `  ${'entry' in each ? `entry ${each.entry}` : call.style.safe(each.playbook)} stays here: ${each.why}\n`).join('')}`,
  );
  return EXIT.secure;
}
