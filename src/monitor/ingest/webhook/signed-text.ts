// SPDX-License-Identifier: Apache-2.0
// The bytes that a sender signs, put together from the parts that its scheme names.
import { crc32 } from 'node:zlib';
import type { EventRecord } from '../../sigma/match/record.ts';
import { compilePath } from '../mapping/path.ts';
import { textOf } from '../mapping/text.ts';
import type { Delivery, SenderKeys } from './delivery.ts';

export interface Parts {
  readonly delivery: Delivery;
  readonly keys: SenderKeys;
  /** As the sender writes it. */
  readonly time: string | undefined;
  /** The body or the item, when fields of it are signed. */
  readonly record: EventRecord | undefined;
  readonly escaped: boolean;
}

const PART = /\{([a-z0-9-]+)(?::([^}]+))?\}/g;

/** Undefined when a header, setting or time that is signed is not there. A field that is not there is empty. */
export function signedBytes(template: string, parts: Parts): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const match of template.matchAll(PART)) {
    const [all, kind, name = ''] = match;
    pieces.push(Buffer.from(template.slice(at, match.index)));
    const piece = partOf(kind as string, name, parts);
    if (piece === undefined) return undefined;
    pieces.push(piece);
    at = match.index + all.length;
  }
  pieces.push(Buffer.from(template.slice(at)));
  return Buffer.concat(pieces);
}

function partOf(kind: string, name: string, parts: Parts): Uint8Array | undefined {
  const { delivery, keys, time, record, escaped } = parts;
  const text = (value: string | undefined) => (value === undefined ? undefined : Buffer.from(value));
  switch (kind) {
    case 'body':
      return delivery.bytes;
    case 'body-base64':
      return Buffer.from(Buffer.from(delivery.bytes).toString('base64'));
    case 'crc32':
      return Buffer.from(String(crc32(delivery.bytes)));
    case 'time':
      return text(time);
    case 'header':
      return text(own(delivery.headers, name));
    case 'setting':
      return text(own(keys.settings ?? {}, name));
    default: {
      const value = textOf(compilePath(name)({ record, item: undefined, given: undefined })) ?? '';
      return Buffer.from(escaped ? value.replaceAll('\\', '\\\\').replaceAll(':', '\\:') : value);
    }
  }
}

/** Paths of the fields that are signed one by one; none when the whole body is. */
export function signedFields(templates: readonly string[]): readonly string[] {
  return templates.flatMap((template) =>
    [...template.matchAll(PART)].flatMap(([, kind, name]) =>
      kind === 'field' && name !== undefined ? [name] : [],
    ),
  );
}

export function own(record: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
