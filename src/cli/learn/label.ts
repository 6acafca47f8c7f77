// SPDX-License-Identifier: Apache-2.0
// `learn label`: from an incident that a person calls an attack to labels that rules are learnt from.
import { z } from 'zod';
import type { ChainEvent } from '../../model/index.ts';
import type { IncidentWire } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { findIncident } from '../verdict/find-incident.ts';
import { writeFileSafely } from '../write-file.ts';
import { eachEvent } from './history.ts';
import { needed } from './offer.ts';

const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
/** An attack begins before it is seen, and ends after. */
const AROUND_MS = 3_600_000;

/** Events of the things that the incident is about, from an hour before it to an hour after. */
export async function label(call: Call, operands: readonly string[]): Promise<number> {
  const files = needed(operands);
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const attack = Name.safeParse(call.options.text('attack'));
  const id = call.options.text('incident');
  if (!attack.success || id === undefined)
    throw new Failure(
      EXIT.usage,
      'Say which incident is which attack',
      'learn label events.ndjson --incident incident-… --attack routes-taken --from found.ndjson --to labels.ndjson',
    );
  const isPart = partOf(await findIncident(call, id));
  const lines: string[] = [];
  for (const file of files)
    await eachEvent(call, pack, file, (event) => {
      if (isPart(event)) lines.push(`${JSON.stringify({ id: event.id, attack: attack.data })}\n`);
    });
  call.progress.end();
  if (lines.length === 0)
    throw new Failure(EXIT.nothing, `No event of ${files.join(', ')} is about what ${id} is about`);
  const out = call.options.text('to') ?? 'labels.ndjson';
  writeFileSafely(call.io, out, lines.join(''), true);
  call.say(
    call.aside.safe(
      `${lines.length} events are labelled ${attack.data} in ${out}: look at them before you learn`,
    ),
  );
  return EXIT.secure;
}

function partOf({ timeline, first, last }: IncidentWire): (event: ChainEvent) => boolean {
  const about = new Set(timeline.map((entry) => entry.about).filter((each) => each !== ''));
  const from = first === null ? Number.NEGATIVE_INFINITY : Date.parse(first) - AROUND_MS;
  const to = last === null ? Number.POSITIVE_INFINITY : Date.parse(last) + AROUND_MS;
  return ({ time, keys }) =>
    time >= from && time <= to && Object.entries(keys).some(([key, value]) => about.has(`${key} ${value}`));
}
