// SPDX-License-Identifier: Apache-2.0
// Bundles of STIX (STIX 2.1 §8) in files.
import { createHash } from 'node:crypto';
import { uuid5 } from '../../core/uuid5.ts';
import { readStixObject, SHARE_NAMESPACE } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';
import { readJson } from './json-file.ts';

export type StixThing = Readonly<Record<string, unknown>>;

/** Of a bundle, or one object that stands alone. @throws Failure 3. */
export function readBundle(call: Call, file: string): readonly StixThing[] {
  const value = readJson(call, file);
  const { type, objects } = (value ?? {}) as { readonly type?: unknown; readonly objects?: unknown };
  if ('body' in readStixObject(value)) return [value as StixThing];
  if (type !== 'bundle' || !Array.isArray(objects))
    throw new Failure(
      EXIT.invalid,
      `Cannot use ${file}: expected a STIX 2.1 bundle, {"type": "bundle", "objects": […]}`,
    );
  return objects.filter((each): each is StixThing => typeof each === 'object' && each !== null);
}

/** The same objects make the same bundle. */
export function writeBundle(call: Call, file: string, objects: readonly StixThing[]): void {
  const digest = createHash('sha256').update(JSON.stringify(objects)).digest('hex');
  writeFileSafely(
    call.io,
    file,
    forJson({ type: 'bundle', id: `bundle--${uuid5(SHARE_NAMESPACE, digest)}`, objects }),
    true,
  );
}
