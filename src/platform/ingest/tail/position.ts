// SPDX-License-Identifier: Apache-2.0
// How far a log was read, over all its rotations, as text that is stored together with the lines.
import type { Fingerprint } from './fingerprint.ts';

export interface Position {
  /** The file that is being read and how far; undefined when nothing of it was read yet. */
  readonly current: Fingerprint | undefined;
  /** The file before it, read to its end. What follows it in the order of rotation is next; all, when there was none. */
  readonly before: Fingerprint | undefined;
}

export function writePosition(position: Position): string {
  return JSON.stringify(position);
}

/** Undefined for a text that is none of ours. */
export function readPosition(text: string | undefined): Position | undefined {
  if (text === undefined) return undefined;
  try {
    const { current, before } = JSON.parse(text) as Record<string, unknown>;
    return { current: readFingerprint(current), before: readFingerprint(before) };
  } catch {
    return undefined;
  }
}

function readFingerprint(value: unknown): Fingerprint | undefined {
  const { offset, head, end } = (value ?? {}) as Record<string, unknown>;
  return typeof offset === 'number' && typeof head === 'string' && typeof end === 'string'
    ? { offset, head, end }
    : undefined;
}
