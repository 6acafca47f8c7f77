// SPDX-License-Identifier: Apache-2.0
// Signatures as headers and fields carry them, and the time beside them.
import type { SignatureScheme } from '../../../model/index.ts';
import type { EventRecord } from '../../sigma/match/record.ts';
import { compilePath } from '../mapping/path.ts';
import { textOf } from '../mapping/text.ts';
import { rfc3339 } from '../timestamp.ts';
import type { Delivery } from './delivery.ts';
import { own } from './signed-text.ts';

/** More of them in one delivery would only make us work. */
const MAX_SIGNATURES = 16;
const MAX_CHARS = 8192;

export interface Carried {
  readonly signatures: readonly Uint8Array[];
  /** Whether the header or field is there at all. */
  readonly isThere: boolean;
  /** As the sender writes it. */
  readonly time: string | undefined;
}

/** Only signatures of the named kind and encoding: others, such as older versions, are as if they were not there. */
export function carried(
  { signature, time }: SignatureScheme,
  { headers }: Delivery,
  record: EventRecord | undefined,
): Carried {
  const text =
    signature?.header !== undefined
      ? own(headers, signature.header)
      : textOf(compilePath(signature?.field ?? '')({ record, item: undefined, given: undefined }));
  if (text === undefined || text.length > MAX_CHARS)
    return { signatures: [], isThere: text !== undefined, time: undefined };
  const listed = text.split(',').map((part) => part.trim());
  const stamp = time?.header !== undefined ? own(headers, time.header) : named(listed, time?.name)[0];
  const written =
    signature?.name !== undefined
      ? named(listed, signature.name)
      : signature?.prefix !== undefined
        ? listed
            .filter((part) => part.startsWith(signature.prefix as string))
            .map((part) => part.slice(signature.prefix?.length))
        : [text.trim()];
  const decode = signature?.encoding === 'hex' ? fromHex : fromBase64;
  const signatures = written.slice(0, MAX_SIGNATURES).flatMap((each) => decode(each) ?? []);
  return { signatures, isThere: true, time: stamp };
}

function named(parts: readonly string[], name: string | undefined): readonly string[] {
  return name === undefined
    ? []
    : parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
}

function fromHex(text: string): Uint8Array | undefined {
  return /^(?:[0-9a-fA-F]{2}){16,1024}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
}

/** Standard alphabet with padding; a text that would be written otherwise is refused, so that there is one for each. */
function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]{22,}={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** Milliseconds since 1970. */
export function signedTime(text: string, as: 'epoch' | 'iso'): number | undefined {
  if (as === 'iso') return rfc3339(text);
  return /^\d{1,12}$/.test(text) ? Number(text) * 1000 : undefined;
}
