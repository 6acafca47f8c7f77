// SPDX-License-Identifier: Apache-2.0
// Usual data break nothing, so the hit of a mined policy is a usual story in which one thing was changed.
import type { EventTypeSource, Happened, Pack } from '../../model/index.ts';
import { isNumber } from '../table/feature.ts';

type Told = Happened[number];

/** Stories to try, the plainest change first. @param story Its last event is the one that is looked at. */
export function* brokenStories(story: Happened, pack: Pack, windows: readonly string[]): Generator<Happened> {
  const last = story.at(-1);
  if (last === undefined) return;
  const type = pack.events.find(({ id }) => id === last.type);
  if (type !== undefined)
    for (const data of changedData(last.data ?? {}, type)) yield [...story.slice(0, -1), { ...last, data }];
  if (story.length > 1) yield [{ ...last, after: 0 }];
  yield [...story, { ...last, after: (last.after ?? 0) + 60 }];
  yield [...story, ...[60, 120, 180].map((later) => ({ ...last, after: (last.after ?? 0) + later }))];
  for (const id of windows) {
    const other = pack.events.find((each) => each.id === id);
    if (other === undefined) continue;
    for (const before of insertable(other, last)) yield [before, ...story.map((each) => later(each))];
  }
}

function later(each: Told): Told {
  return { ...each, after: (each.after ?? 0) + 60 };
}

function* changedData(
  data: Readonly<Record<string, unknown>>,
  type: EventTypeSource,
): Generator<Record<string, unknown>> {
  for (const [field, value] of Object.entries(data)) {
    const declared = type.fields[field];
    if (declared === undefined) continue;
    for (const other of otherValues(value, declared)) yield { ...data, [field]: other };
  }
}

function otherValues(
  value: unknown,
  { type, values = [] }: EventTypeSource['fields'][string],
): readonly unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number' && isNumber(type)) return [value + 1, -1, Math.abs(value) * 1000 + 1000];
  return typeof value === 'string' ? [...values.filter((each) => each !== value), `${value}-other`] : [];
}

/** An event of the other type with the keys of the one looked at, once for each condition that it may meet. */
function insertable(other: EventTypeSource, { keys = {} }: Told): readonly Told[] {
  const shared = Object.fromEntries(Object.entries(keys).filter(([key]) => other.keys.includes(key)));
  const plain: Told = { type: other.id, keys: shared, data: { ...other.example.data } };
  const fields = Object.entries(other.fields).flatMap(([field, { type, values }]) =>
    (type === 'boolean' ? [true, false] : (values ?? [])).map((value) => ({ [field]: value })),
  );
  return [plain, ...fields.map((data) => ({ ...plain, data: { ...plain.data, ...data } }))];
}
