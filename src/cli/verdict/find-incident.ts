// SPDX-License-Identifier: Apache-2.0
// The incident that a person judges: from the log of `ensuresec up`, or from what `detect --json` and the API wrote.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EventLogError } from '../../core/ports/index.ts';
import { IncidentShape, type IncidentWire } from '../../monitor/index.ts';
import { openSqliteEventLog } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { linesOf } from '../edit-lines.ts';
import { EXIT, Failure } from '../exit.ts';

/** @throws Failure 4 when it is not there, 6 when it cannot be read. */
export async function findIncident(call: Call, id: string): Promise<IncidentWire> {
  const file = call.options.text('from');
  const data = call.options.text('data') ?? '';
  const found = file === undefined ? await latestInLog(call, data, id) : await inFile(call, file, id);
  if (found !== undefined) return found;
  throw new Failure(
    EXIT.nothing,
    `There is no incident ${id} in ${file ?? data}`,
    'Ids are in ensuresec detect FILES --rules RULES --incidents --json, and at /v1/incidents',
  );
}

/** The log has one record a change, each with the whole incident as it was then: the last one counts. */
async function latestInLog(call: Call, data: string, id: string): Promise<IncidentWire | undefined> {
  const path = join(resolve(call.io.cwd, data), 'incidents.db');
  if (!existsSync(path)) return undefined;
  try {
    const log = await openSqliteEventLog(path);
    try {
      let found: IncidentWire | undefined;
      for (let from = (await log.status()).first; ; ) {
        const records = await log.read({ from, limit: 100 });
        const last = records.at(-1);
        if (last === undefined) return found;
        for (const { key, body } of records)
          if (key === id) found = asIncident((JSON.parse(body) as { state?: unknown }).state) ?? found;
        from = last.offset + 1;
      }
    } finally {
      await log.close();
    }
  } catch (error) {
    if (!(error instanceof EventLogError)) throw error;
    throw new Failure(
      EXIT.runtime,
      error.message,
      'Does ensuresec up run on it? Ask that one: curl -sS -H @DATA/operator.header http://127.0.0.1:7400/v1/incidents | ensuresec verdict … --from -',
    );
  }
}

/** Lines of NDJSON; other lines, such as alerts, are none of ours. */
async function inFile(call: Call, file: string, id: string): Promise<IncidentWire | undefined> {
  let found: IncidentWire | undefined;
  for await (const { text } of linesOf(call.io.cwd, file)) {
    if (text?.includes(id) !== true) continue;
    for (const each of incidentsIn(text)) {
      const incident = asIncident(each);
      if (incident?.id === id) found = incident;
    }
  }
  return found;
}

/** One incident, or the list of them that the API answers with. */
function incidentsIn(line: string): readonly unknown[] {
  try {
    const value = JSON.parse(line) as { incidents?: unknown } | null;
    return Array.isArray(value?.incidents) ? value.incidents : [value];
  } catch {
    return [];
  }
}

function asIncident(value: unknown): IncidentWire | undefined {
  return IncidentShape.safeParse(value).data;
}
