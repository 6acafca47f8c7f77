// SPDX-License-Identifier: Apache-2.0
import type { EvidenceStore } from '../../core/ports/index.ts';
import { readEntries } from '../../evidence/index.ts';
import { foldIncidents } from '../../respond/index.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { withLog } from './log-folder.ts';
import { actorOf, wholeNumber } from './operands.ts';
import type { Verb } from './verb.ts';

export const erase: Verb = {
  name: 'erase',
  summary: 'delete personal values of an entry for good; proofs stay',
  operands: ['entry'],
  options: ['name', 'reason', 'actor'],
  run: async (call, [entry = '']) => {
    const index = wholeNumber(entry, 'an entry');
    const reason = call.options.text('reason');
    if (reason === undefined || reason === '')
      throw new Failure(
        EXIT.usage,
        'Say why with --reason: it is recorded, and what is erased does not come back',
      );
    return withLog(call, false, async (log, store) => {
      await refuseHeld(store, log.head().size, index);
      const given = call.options.list('name');
      const names = given.length > 0 ? given : (await store.secrets(index)).map(({ name }) => name);
      if (names.length === 0)
        throw new Failure(EXIT.nothing, `Entry ${index} holds no personal value, or they are erased already`);
      const { first } = await log.erase(index, names, actorOf(call), reason);
      call.io.stdout.write(
        call.options.flag('json')
          ? forJson({ schema: 'ensuresec/evidence-erased/1', index, names, recorded: first })
          : `Erased ${names.map((name) => call.style.safe(name)).join(', ')} of entry ${index}; recorded as entry ${first}\n`,
      );
      return EXIT.secure;
    });
  },
};

/** What belongs to an incident whose evidence is under hold stays. @throws Failure 1. */
async function refuseHeld(store: EvidenceStore, size: number, index: number): Promise<void> {
  const entries = await readEntries(store, size);
  const id = entries[index]?.subject;
  if (id !== undefined && foldIncidents(entries).get(id)?.machine.hold === 'on')
    throw new Failure(
      EXIT.findings,
      `Not erased: entry ${index} belongs to the incident ${id}, whose evidence is under hold`,
      `ensuresec incident hold ${id} released ends it`,
    );
}
