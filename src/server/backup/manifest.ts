// SPDX-License-Identifier: Apache-2.0
// The last file of a backup says what all others are. A backup without it is none: it was cut.
import { z } from 'zod';

export const MANIFEST = 'manifest.json';

const Manifest = z.strictObject({
  schema: z.literal('ensuresec/backup/1'),
  /** When the first byte was read. */
  at: z.iso.datetime(),
  version: z.string(),
  files: z.array(
    z.strictObject({
      path: z.string().min(1),
      kind: z.enum(['database', 'file', 'key']),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  /** Keys that are not in it. */
  withoutKeys: z.array(z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

/** Undefined when it is none. */
export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    return Manifest.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}

/** Why a backup or its return did not happen; nothing was changed. */
export class BackupError extends Error {
  readonly code:
    | 'nothing'
    | 'refused'
    | 'damaged'
    | 'passphrase'
    | 'not-a-backup'
    /** Keys are to be left out, and what names them cannot be read. */
    | 'unknown-keys'
    /** On a disk that it needs. */
    | 'no-room'
    | 'stopped';

  constructor(code: BackupError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** @throws BackupError `stopped` when somebody wants it to end. */
export function goesOn(stopped: AbortSignal | undefined): void {
  if (stopped?.aborted === true) throw new BackupError('stopped', 'Stopped; nothing was changed');
}
