// SPDX-License-Identifier: Apache-2.0
// The events that one field mapping of a pack makes of a record.
import type { FieldMapping } from '../../src/model/index.ts';
import { compileMappings } from '../../src/monitor/index.ts';

export interface MappedEvent {
  readonly time: string;
  readonly subject?: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

/** None when the mapping does not apply. Times are as `hit` writes them: whole seconds of UTC. */
export function mapped(
  mapping: FieldMapping,
  { record, given }: Pick<FieldMapping['hit'], 'record' | 'given'>,
): readonly MappedEvent[] {
  const map = compileMappings([mapping], { hashKey: new TextEncoder().encode('test key') });
  const events = map({
    format: mapping.from[0] as string,
    record,
    source: 'test',
    place: 'test',
    time: undefined,
    receivedAt: 0,
    trust: 'unsigned',
    unverified: mapping.unverified ?? false,
    ...(given !== undefined && { given }),
  });
  return events
    .filter(({ type }) => type === mapping.type)
    .map(({ time, subject, keys, data }) => ({
      time: new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      ...(subject !== undefined && { subject }),
      keys,
      data,
    }));
}
