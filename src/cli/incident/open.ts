// SPDX-License-Identifier: Apache-2.0
import type { Json } from '../../core/canonical-json.ts';
import { type Incident, KIND, nextId, readEvent } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { actorOf } from '../evidence/operands.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { nearHint } from '../near.ts';
import { incidentOf, readIncidents } from './record-event.ts';

/** Begins an incident, and the log of evidence where there is none. @throws Failure 2. */
export async function openIncident(
  call: Call,
  operands: readonly string[],
): Promise<{ readonly incident: Incident; readonly entry: number }> {
  const [title] = operands;
  if (title === undefined || operands.length > 1)
    throw new Failure(
      EXIT.usage,
      `\`incident open\` takes one TITLE: found ${operands.length}`,
      'Put it in quotes',
    );
  const { options } = call;
  const pack = requirePack(call, options.text('pack') ?? DEFAULT_PACK);
  const zone = options.text('zone') ?? 'UTC';
  if (!isZone(zone))
    throw new Failure(
      EXIT.usage,
      `Cannot find the time zone ${zone}: expected an IANA name such as Europe/Athens`,
      nearHint(zone, Intl.supportedValuesOf('timeZone')),
    );
  const body: Record<string, string> = { title, pack: options.text('pack') ?? pack.id, zone };
  for (const name of ['occurred', 'detected']) {
    const time = options.text(name);
    if (time !== undefined) body[name] = time;
  }
  const event = readEvent('reported', body);
  if (!('name' in event)) throw new Failure(EXIT.usage, `Cannot open this incident: ${event.join('; ')}`);
  return withLog(call, true, async (log, store) => {
    const incidents = await readIncidents({ log, store });
    const id = options.text('id') ?? nextId(incidents, new Date(call.io.clock()).getUTCFullYear());
    if (!/^[\w.:-]{1,100}$/.test(id))
      throw new Failure(EXIT.usage, `Cannot use ${id} as --id: expected letters, digits and . : _ -`);
    if (incidents.has(id)) throw new Failure(EXIT.usage, `There is an incident ${id} already`);
    const { first } = await log.append([
      { actor: actorOf(call), kind: `${KIND}reported`, subject: id, body: body as Json },
    ]);
    return { incident: incidentOf(await readIncidents({ log, store }), id), entry: first };
  });
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
