// SPDX-License-Identifier: Apache-2.0
// `incident facts`: all fields of a record at once, each an entry of its own, so that each value keeps its source.
import { basename } from 'node:path';
import { readIncidentRecord } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, required, requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { recordOf } from './affected.ts';
import { incidentOf, readIncidents } from './record-event.ts';

/** @throws Failure 2; 3 with everything that is wrong with the file; 4 without the incident. */
export function facts(call: Call, operands: readonly string[]): Promise<number> {
  const [id, file, ...rest] = operands;
  if (id === undefined || file === undefined || rest.length > 0)
    throw new Failure(EXIT.usage, '`incident facts` takes ID FILE');
  return withLog(call, false, async (log, store) => {
    const incident = incidentOf(await readIncidents({ log, store }), id);
    const pack = requirePack(call, incident.pack);
    const record = required(readIncidentRecord(readBytes(call, file), file, pack), `the record ${file}`);
    const stated = [...record.fields].map(([field, { value, source = basename(file) }]) =>
      recordOf(call, id, 'stated', { field, value, source }),
    );
    if (stated.length === 0) throw new Failure(EXIT.nothing, `Nothing to record: ${file} states no field`);
    const { first } = await log.append(stated);
    const last = first + stated.length - 1;
    const { style } = call;
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({ schema: 'ensuresec/facts-receipt/1', incident: id, first, last })
        : `${style.green(style.glyphs.secure)} ${style.safe(id)}: ${stated.length} facts on disk as entries ${first} to ${last}\n`,
    );
    return EXIT.secure;
  });
}
