// SPDX-License-Identifier: Apache-2.0
// Who was hit: a query over events, so that the answer can be computed again by whoever has the events.
import { z } from 'zod';
import { canonicalJson } from '../../core/canonical-json.ts';
import { digestJson } from '../../core/digest.ts';
import type { ChainEvent } from '../../model/index.ts';

const name = z.string().min(1).max(200);
const scalar = z.union([z.string().max(2_000), z.number(), z.boolean()]);

/** `{ types, from, to, where, via, keys }`: events that match, what they are joined by, and what is asked of them. */
export const AffectedQuery = z.strictObject({
  types: z.array(name).max(1_000).optional().describe('Event types; all when absent'),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().describe('Not included'),
  where: z
    .record(name, z.union([scalar, z.array(scalar).min(1)]))
    .optional()
    .describe('Key or data: one of these values'),
  via: name.optional().describe('Key that joins: events with the same value of it belong to a match'),
  keys: z.array(name).min(1).max(100).describe('Keys whose values are counted, such as account'),
});
export type AffectedQuery = z.infer<typeof AffectedQuery>;

export interface Affected {
  readonly matches: number;
  /** Key → its values, sorted. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** SHA-256 over the canonical values: two answers are the same set when it is the same. */
  readonly sha256: string;
}

/** Two passes over the events, for logs that do not fit into memory: `look` at each, then `join` each. */
export function createAffected(query: AffectedQuery): {
  look(event: ChainEvent): void;
  join(event: ChainEvent): void;
  end(): Affected;
} {
  const joined = new Set<string>();
  const values = new Map(query.keys.map((key) => [key, new Set<string>()]));
  const { via } = query;
  let matching = 0;
  return {
    look: (event) => {
      if (!matches(query, event)) return;
      matching++;
      const link = via === undefined ? undefined : own(event.keys, via);
      if (link !== undefined) joined.add(link);
    },
    join: (event) => {
      const link = via === undefined ? undefined : own(event.keys, via);
      const isJoined = link !== undefined && joined.has(link);
      if (!isJoined && !matches(query, event)) return;
      for (const [key, found] of values) {
        const value = own(event.keys, key);
        if (value !== undefined) found.add(value);
      }
    },
    end: () => {
      const sorted = Object.fromEntries([...values].map(([key, found]) => [key, [...found].sort()]));
      return { matches: matching, values: sorted, sha256: digestJson(sorted) };
    },
  };
}

/** The exact set: events that match, then those joined to them. */
export function affectedBy(query: AffectedQuery, events: readonly ChainEvent[]): Affected {
  const affected = createAffected(query);
  for (const event of events) affected.look(event);
  for (const event of events) affected.join(event);
  return affected.end();
}

/** A question may ask for `constructor`, which every object has and no event states. */
function own<T>(fields: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function matches({ types, from, to, where }: AffectedQuery, event: ChainEvent): boolean {
  if (types !== undefined && !types.includes(event.type)) return false;
  if (from !== undefined && event.time < Date.parse(from)) return false;
  if (to !== undefined && event.time >= Date.parse(to)) return false;
  return Object.entries(where ?? {}).every(([field, wanted]) => {
    const found = own(event.keys, field) ?? own(event.data, field);
    const list = Array.isArray(wanted) ? wanted : [wanted];
    return list.some((each) => canonicalJson(each) === JSON.stringify(found));
  });
}
