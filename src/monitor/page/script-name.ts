// SPDX-License-Identifier: Apache-2.0
import { sha256 } from '../../core/digest.ts';
import type { SeenScript } from '../../core/ports/index.ts';
import { placeOf } from './address.ts';
import { shapeOf } from './literals.ts';

const SHOWN = 60;

/** What a script is called: its address without query, or how its text begins. */
export function nameOf(script: SeenScript): string {
  if (script.url !== undefined) return placeOf(script.url);
  const start = script.text.trim().replaceAll(/\s+/g, ' ').slice(0, SHOWN);
  return `${script.kind} ${start}`;
}

/** Name, and hash for one without address: two of them may begin alike. */
export function fullNameOf(script: SeenScript): string {
  return script.url === undefined ? `${nameOf(script)} (${shortHash(script.sha256)})` : nameOf(script);
}

export function shortHash(digest: string | undefined): string {
  return digest === undefined ? 'not received' : digest.slice(0, 'sha256:'.length + 12);
}

/** Digest of the program without its texts and numbers. */
export function shapeDigest(script: SeenScript): string {
  return sha256(shapeOf(script.text));
}

/** What began or loaded something, as people know it: a digest becomes the name of the script that it is of. */
export function actorOf(scripts: readonly SeenScript[], by: string | undefined): string | undefined {
  if (by?.startsWith('sha256:') !== true) return by === undefined ? undefined : placeOf(by);
  const script = scripts.find(({ sha256: digest }) => digest === by);
  return script === undefined ? shortHash(by) : fullNameOf(script);
}
