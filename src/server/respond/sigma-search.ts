// SPDX-License-Identifier: Apache-2.0
// A Sigma rule of a playbook over the events of the data folder, and over files that the operator names: the same engine, with
// the same knowledge of the pack, that `detect` and the server have.
import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ChainEvent, Pack } from '../../model/index.ts';
import {
  type Alert,
  compileIngest,
  createExceptions,
  createWatch,
  filedRules,
  isRefused,
  openIngest,
  type Watch,
} from '../../monitor/index.ts';
import { readChunks, storedEvents } from '../../platform/index.ts';
import type { Operator, SigmaSearch } from '../../respond/index.ts';
import { ARCHIVE } from '../config/keep.ts';

export interface SigmaPlace {
  /** Folder of the data; names of files are looked for in it. */
  readonly data: string;
  readonly policy: Operator['sigma'];
  /** Asked for when a rule is looked for. */
  readonly pack: () => Pack;
}

const EVENTS = 'events.db';
/** Milliseconds that an event may come after a younger one, as `detect` has it. */
const LATENESS_MS = 300_000;

export function sigmaSearch({ data, policy, pack }: SigmaPlace): SigmaSearch {
  const { events = false, files = [] } = policy ?? {};
  return {
    places: [...(events ? ['the stored events'] : []), ...files],
    search: async (rule, first, signal) => {
      const { value: rules, problems } = filedRules(
        [{ name: 'the rule of the playbook', bytes: Buffer.from(rule) }],
        [],
      );
      if (rules === undefined)
        return { refused: problems.map(({ message }) => message).join('; ') || 'It holds no rule' };
      const known = pack();
      const watch = createWatch({
        pack: known,
        rules,
        beside: undefined,
        lateness: LATENESS_MS,
        exceptions: createExceptions([], 0),
        keysIn: () => ({}),
      });
      const found = tally(first);
      try {
        if (events) await overStored(join(data, EVENTS), watch, found, signal);
        for (const file of files) await overFile(resolve(data, file), known, watch, found, signal);
      } catch (error) {
        signal.throwIfAborted();
        return {
          refused: `Cannot read the events: ${error instanceof Error ? error.message : String(error)}`,
        };
      }
      found.add(watch.end());
      return found.all();
    },
  };
}

interface Tally {
  seen(): void;
  add(alerts: readonly Alert[]): void;
  all(): { events: number; hits: number; first: readonly Readonly<Record<string, unknown>>[] };
}

function tally(most: number): Tally {
  let [events, hits] = [0, 0];
  const first: Readonly<Record<string, unknown>>[] = [];
  return {
    seen: () => {
      events++;
    },
    add: (alerts) => {
      hits += alerts.length;
      first.push(...alerts.slice(0, most - first.length).map(({ record }) => record));
    },
    all: () => ({ events, hits, first }),
  };
}

async function overStored(file: string, watch: Watch, found: Tally, signal: AbortSignal): Promise<void> {
  for await (const batch of storedEvents(file, join(dirname(file), ARCHIVE))) {
    signal.throwIfAborted();
    for (const { offset, body } of batch) {
      found.seen();
      found.add(watch.acceptEvent(JSON.parse(body) as ChainEvent, { file: EVENTS, line: offset }));
    }
  }
}

async function overFile(
  file: string,
  pack: Pack,
  watch: Watch,
  found: Tally,
  signal: AbortSignal,
): Promise<void> {
  // What tells no time or no year happened before the file was last written.
  const receivedAt = Math.round(statSync(file).mtimeMs);
  const stream = openIngest(compileIngest(pack), { source: file, format: 'auto', receivedAt });
  const take = (items: ReturnType<typeof stream.push>): void => {
    for (const item of items) {
      if (isRefused(item)) continue;
      found.seen();
      found.add(watch.accept(item, { file, line: item.line }));
    }
  };
  for await (const { bytes } of readChunks(file)) {
    signal.throwIfAborted();
    take(stream.push(bytes));
  }
  take(stream.end());
}
