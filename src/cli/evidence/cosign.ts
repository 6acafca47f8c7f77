// SPDX-License-Identifier: Apache-2.0
// What a peer runs: it checks the tiles of a log, compares them with what it saw before, and signs the checkpoint.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { shellWord } from '../../core/shell-word.ts';
import {
  COSIGNATURE,
  cosign as cosigned,
  generateKey,
  isKeyName,
  parseCheckpointNote,
  rootOfEntries,
  type Signer,
  signerFrom,
} from '../../evidence/index.ts';
import { readKeyFiles, writeKeyFile } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { writeFileSafely } from '../write-file.ts';
import { readTilesFolder } from './source.ts';
import type { Verb } from './verb.ts';

export const cosign: Verb = {
  name: 'cosign',
  summary: 'as a peer: check the tiles of a log, compare with what was seen before, sign its checkpoint',
  operands: ['tiles'],
  options: ['as', 'state'],
  run: async (call, [tiles = '']) => {
    const name = call.options.text('as') ?? '';
    if (!isKeyName(name))
      throw new Failure(EXIT.usage, 'Say who you are with --as, such as witness.example/w1');
    const state = call.options.text('state') ?? 'witness';
    const found = await readTilesFolder(call, tiles);
    if (found.faults.length > 0)
      throw new Failure(
        EXIT.findings,
        `Not signed: ${tiles} is not what its log signed`,
        `ensuresec evidence verify ${shellWord(tiles)} says where`,
      );
    const { origin, size } = parseCheckpointNote(found.checkpoint);
    const seen = join(state, `${createHash('sha256').update(origin).digest('hex').slice(0, 32)}.checkpoint`);
    refuseFork(call, found.entries, seen);
    const signer = keyOf(call, state, name);
    writeFileSafely(call.io, seen, found.checkpoint, true);
    call.say(
      `Cosigned ${counted(size, 'entry')} of ${call.aside.safe(origin)} with the key ${signer.verifier.vkey}`,
    );
    call.io.stdout.write(cosigned(found.checkpoint, signer, Math.floor(Date.now() / 1000)));
    return EXIT.secure;
  },
};

/** Signs only what goes on from the last checkpoint that was signed for this log. */
function refuseFork(call: Call, entries: readonly Uint8Array[], seen: string): void {
  const path = resolve(call.io.cwd, seen);
  if (!existsSync(path)) return;
  const old = parseCheckpointNote(readFileSync(path, 'utf8'));
  if (entries.length < old.size)
    throw new Failure(
      EXIT.findings,
      `Not signed: the log was rolled back, from ${old.size} to ${counted(entries.length, 'entry')}: fewer than were seen`,
    );
  if (rootOfEntries(entries.slice(0, old.size)) !== old.root)
    throw new Failure(
      EXIT.findings,
      `Not signed: the log was forked, its first ${old.size} entries are not those that were seen`,
    );
}

/** One key for a folder of a witness, made when there is none. */
function keyOf(call: Call, state: string, name: string): Signer {
  const folder = resolve(call.io.cwd, state);
  const [known] = readKeyFiles(folder);
  const pem = known ?? generateKey();
  if (known === undefined) writeKeyFile(folder, 'witness', pem);
  const signer = signerFrom(name, COSIGNATURE, pem);
  if (signer === undefined) throw new Failure(EXIT.runtime, `The key in ${state} is no Ed25519 key`);
  return signer;
}
