// SPDX-License-Identifier: Apache-2.0
// `incident affected`: who was hit. The query and what it found are recorded, so that anybody with the events can ask again.
import type { Json } from '../../core/canonical-json.ts';
import { counted } from '../../core/counted.ts';
import { sha256 } from '../../core/digest.ts';
import { type ChainEvent, type Pack, readDocuments, shapeProblems } from '../../model/index.ts';
import { compileIngest } from '../../monitor/index.ts';
import {
  type Affected,
  AffectedQuery,
  affectedBy,
  type Incident,
  KIND,
  PERSON_EDGES,
  readEvent,
} from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { batchesOf, isBad } from '../detect/events.ts';
import { withLog } from '../evidence/log-folder.ts';
import { actorOf } from '../evidence/operands.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, required, requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { incidentOf, readIncidents } from './record-event.ts';

export async function affected(call: Call, operands: readonly string[]): Promise<number> {
  const [id, ...rest] = operands;
  const file = call.options.text('query');
  if (id === undefined || rest.length > 0 || file === undefined)
    throw new Failure(EXIT.usage, '`incident affected` takes ID, --events FILE and --query FILE');
  const query = readQuery(call, file);
  return withLog(call, false, async (log, store) => {
    const incident = incidentOf(await readIncidents({ log, store }), id);
    const pack = requirePack(call, incident.pack);
    const found = await ask(call, pack, query);
    const counts = Object.fromEntries(query.keys.map((key) => [key, found.values[key]?.length ?? 0]));
    const people = counts[query.keys[0] as string] as number;
    const body = { query, events: eventsDigest(call), matches: found.matches, counts, sha256: found.sha256 };
    const record = (name: string, content: unknown) => recordOf(call, id, name, content);
    const to = people === 0 ? 'none' : 'identified';
    const { first } = await log.append([
      record('affected', body),
      ...(PERSON_EDGES[incident.machine.persons].includes(to) ? [record('persons', { to })] : []),
      ...(pack.incidentFields.some((field) => field.id === 'people-affected')
        ? [
            record('stated', {
              field: 'people-affected',
              value: people,
              source: `query, ${found.sha256}`,
            }),
          ]
        : []),
    ]);
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({
            schema: 'ensuresec/affected/1',
            incident: id,
            entry: first,
            ...body,
            values: found.values,
          })
        : `${counted(found.matches, 'event')} ${found.matches === 1 ? 'matches' : 'match'}: ${Object.entries(
            counts,
          )
            .map(([key, count]) => `${count} × ${call.style.safe(key)}`)
            .join(', ')}; on disk as entry ${first}\n`,
    );
    return EXIT.secure;
  });
}

/** @throws Failure 2 for a body that the fold would not take: it must not get into the log. */
export function recordOf(call: Call, id: string, name: string, body: unknown): Recorded {
  const event = readEvent(name, body);
  if (!('name' in event)) throw new Failure(EXIT.usage, `Cannot record this: ${event.join('; ')}`);
  return { actor: actorOf(call), kind: `${KIND}${name}`, subject: id, body: body as Json };
}

interface Recorded {
  readonly actor: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: Json;
}

/** What was recorded last, asked again over the same events. @throws Failure when it is not the same set. */
export async function recordedSet(call: Call, incident: Incident): Promise<readonly string[]> {
  const last = incident.timeline
    .flatMap(({ event }) => (event.name === 'affected' ? [event.body] : []))
    .at(-1);
  if (last === undefined)
    throw new Failure(
      EXIT.nothing,
      `Nobody has asked yet who was hit by ${incident.id}`,
      `ensuresec incident affected ${incident.id}`,
    );
  const found = await ask(call, requirePack(call, incident.pack), last.query);
  if (found.sha256 !== last.sha256)
    throw new Failure(
      EXIT.findings,
      'These events give other people than those recorded: ask again with `incident affected`',
    );
  return found.values[last.query.keys[0] as string] ?? [];
}

async function ask(call: Call, pack: Pack, query: AffectedQuery): Promise<Affected> {
  const file = call.options.text('events');
  if (file === undefined) throw new Failure(EXIT.usage, 'Name the events with --events');
  const events: ChainEvent[] = [];
  for await (const { items } of batchesOf(call.io.cwd, file, compileIngest(pack), 'auto'))
    for (const item of items) {
      // One that cannot be read might be of somebody who was hit: an exact set does not leave it out in silence.
      if (isBad(item)) throw new Failure(EXIT.invalid, `Cannot read ${file}:${item.line}: ${item.why}`);
      events.push(...item.events());
    }
  return affectedBy(query, events);
}

function eventsDigest(call: Call): string {
  return sha256(readBytes(call, call.options.text('events') as string));
}

function readQuery(call: Call, file: string): AffectedQuery {
  const read = readDocuments(readBytes(call, file), file);
  const [document] = required(read, `the query ${file}`);
  if (document === undefined)
    throw new Failure(EXIT.invalid, `The query ${file} is empty: expected keys, types, from, to`);
  const parsed = AffectedQuery.safeParse(document.value);
  if (parsed.success) return parsed.data;
  return required(
    { problems: shapeProblems(parsed.error.issues, AffectedQuery, document, 'NOTIFY') },
    `the query ${file}`,
  );
}
