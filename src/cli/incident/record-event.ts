// SPDX-License-Identifier: Apache-2.0
// The only way by which a command changes an incident: read the log, ask the table, append, and say so when it is synced.
import type { Json } from '../../core/canonical-json.ts';
import type { EvidenceStore } from '../../core/ports/index.ts';
import { type EvidenceLog, readEntries } from '../../evidence/index.ts';
import type { Pack } from '../../model/index.ts';
import {
  actionOf,
  dutiesOf as dutiesIn,
  foldIncidents,
  type Incident,
  type IncidentEvent,
  KIND,
  type ObligationsReport,
  openClocks,
  readEvent,
  step,
  usableEvent,
  type Voice,
} from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { actorOf } from '../evidence/operands.ts';
import { EXIT, Failure } from '../exit.ts';
import { required, requirePack } from '../input.ts';
import { nearHint } from '../near.ts';

export interface Happening {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Open = { readonly log: EvidenceLog; readonly store: EvidenceStore };

export async function readIncidents({ log, store }: Open): Promise<ReadonlyMap<string, Incident>> {
  return foldIncidents(await readEntries(store, log.head().size));
}

/** @throws Failure 4 when there is none of this id. */
export function incidentOf(incidents: ReadonlyMap<string, Incident>, id: string): Incident {
  const found = incidents.get(id);
  if (found === undefined)
    throw new Failure(
      EXIT.nothing,
      `There is no incident ${id}`,
      incidents.size === 0
        ? 'ensuresec incident open TITLE begins one'
        : nearHint(id, incidents.keys(), `There are ${[...incidents.keys()].slice(-10).join(', ')}`),
    );
  return found;
}

/** The duties of an incident, judged over what the log states. @throws Failure 3. */
export function dutiesOf(
  call: Call,
  incident: Incident,
  now: number,
  { pack = requirePack(call, incident.pack), voice }: { readonly pack?: Pack; readonly voice?: Voice } = {},
): ObligationsReport {
  const judged = dutiesIn(incident, pack, now, voice);
  return required(judged, `what the log states of ${incident.id}`);
}

/**
 * Appends one event to an incident, when the table lets it.
 *
 * @returns the incident after it, and the number of the entry; both are on disk.
 * @throws Failure 3 for a body that does not fit, 1 when the table refuses it.
 */
export function recordEvent(
  call: Call,
  id: string,
  { name, body }: Happening,
): Promise<{ readonly incident: Incident; readonly entry: number }> {
  const event = readEvent(name, body);
  if (!('name' in event))
    throw new Failure(EXIT.usage, `Cannot record this: ${event.join('; ')}`, `ensuresec incident --help`);
  return withLog(call, false, async (log, store) => {
    const before = incidentOf(await readIncidents({ log, store }), id);
    const action = actionOf(event);
    const clocks =
      action?.kind === 'advance' && action.to === 'closed'
        ? openClocks(dutiesOf(call, before, call.io.clock()))
        : [];
    const outcome = action === undefined ? undefined : step(before.machine, action, { openClocks: clocks });
    if (outcome !== undefined && 'refused' in outcome)
      throw new Failure(
        EXIT.findings,
        `Not recorded, ${id} stays ${before.machine.phase}: ${outcome.refused.join('; ')}`,
      );
    checkUsable(call, before, event);
    if (event.name === 'done' && !before.tasks.has(event.body.task))
      throw new Failure(
        EXIT.usage,
        `There is no task ${event.body.task} in ${id}`,
        nearHint(
          event.body.task,
          before.tasks.keys(),
          `There are ${[...before.tasks.keys()].slice(0, 10).join(', ') || 'none'}`,
        ),
      );
    const receipt = await log.append([
      { actor: actorOf(call), kind: `${KIND}${name}`, subject: id, body: body as Json },
    ]);
    return { incident: incidentOf(await readIncidents({ log, store }), id), entry: receipt.first };
  });
}

/** What the pack cannot use must not get into a log that nobody can change. @throws Failure 3. */
function checkUsable(call: Call, incident: Incident, event: IncidentEvent): void {
  if (event.name !== 'stated' && event.name !== 'sent') return;
  const what = event.name === 'stated' ? `the value of ${event.body.field}` : `the report ${event.body.step}`;
  required(usableEvent(incident, event, requirePack(call, incident.pack), 'command line'), what);
}
