// SPDX-License-Identifier: Apache-2.0
// What a pack says about keys: how they join, what they name, and where in an event they stand.
import type { Pack } from '../../model/index.ts';
import { type EventRecord, fieldOf } from '../sigma/match/record.ts';
import { type FusionKnowledge, type KeyKind, UNKNOWN_KEY } from './knowledge.ts';

const HOUR = 3_600_000;

type PackPart = Pick<Pack, 'words' | 'events' | 'threats' | 'ancestors'>;

/** Knowledge of a pack alone; `neighboursOf` and `paths` come from a model. */
export function packKnowledge(pack: PackPart): Pick<FusionKnowledge, 'kindOf' | 'keysIn' | 'stageOf'> {
  const kinds = new Map<string, KeyKind>();
  const byField = new Map<string, string>();
  for (const [id, { key }] of pack.words.key) {
    kinds.set(id, kindOf(pack, id));
    for (const field of key?.fields ?? []) byField.set(field, id);
  }
  // A correlation groups by fields of the log; they mean what the key means that they hold.
  for (const [field, id] of byField) if (!kinds.has(field)) kinds.set(field, kinds.get(id) as KeyKind);
  const stages = new Map(pack.threats.map(({ number, stage }) => [number, stage]));
  return {
    kindOf: (key) => kinds.get(key) ?? { ...UNKNOWN_KEY, root: key, name: key },
    keysIn: compileKeys(pack),
    stageOf: (threat) => stages.get(threat),
  };
}

function kindOf(pack: PackPart, id: string): KeyKind {
  const root = pack.ancestors('key', id).at(-1) ?? id;
  const meaning = pack.words.key.get(id)?.key;
  if (meaning === undefined) return { ...UNKNOWN_KEY, root, name: id };
  const { weight, hub, hours, affected = false, element = false } = meaning;
  return { root, name: id, weight, hub, halfLife: hours * HOUR, affected, element };
}

/** Keys of a typed event stand under their own names; those of a log record in the fields that the pack names. */
function compileKeys(pack: PackPart): FusionKnowledge['keysIn'] {
  const types = new Map(pack.events.map(({ id, keys }) => [id, keys]));
  const fields = [...pack.words.key].flatMap(([kind, { key }]) =>
    (key?.fields ?? []).map((field) => ({
      kind,
      field,
      ignored: new Set((key?.ignore ?? []).map((value) => value.toLowerCase())),
    })),
  );
  return (record) => {
    const named = isTyped(record) ? types.get(record['type'] as string) : undefined;
    const found: Record<string, string> = {};
    if (named !== undefined) {
      for (const kind of named) put(found, kind, record[kind]);
      return found;
    }
    for (const { kind, field, ignored } of fields) {
      const value = found[kind] === undefined ? fieldOf(record, field) : undefined;
      if (typeof value === 'string' && ignored.has(value.toLowerCase())) continue;
      put(found, kind, value);
    }
    return found;
  };
}

/** CloudEvents 1.0 §3.1: id, source and type are there. */
function isTyped({ id, source, type }: EventRecord): boolean {
  return typeof id === 'string' && typeof source === 'string' && typeof type === 'string';
}

function put(found: Record<string, string>, kind: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') found[kind] = value;
  else if (typeof value === 'number' && Number.isFinite(value)) found[kind] = String(value);
}
