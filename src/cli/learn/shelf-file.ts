// SPDX-License-Identifier: Apache-2.0
// The folder of learnt policies: candidates, and a pack of those that were approved.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dump } from 'js-yaml';
import { emptyShelf, LEARNT_PACK, readShelf, type Shelf } from '../../learn/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, required } from '../input.ts';
import { writeFileSafely } from '../write-file.ts';

const FILE = 'candidates.json';

export function folderOf(call: Call): string {
  return call.options.text('to') ?? LEARNT_PACK;
}

/** What is there, or an empty shelf. @throws Failure 3 or 6. */
export function readShelfIn(call: Call, pack: string): Shelf {
  const file = join(folderOf(call), FILE);
  if (!existsSync(resolve(call.io.cwd, file))) return emptyShelf(pack);
  return required(readShelf(readBytes(call, file), file), `the candidates ${file}`);
}

/** @throws Failure 4 when nothing was learnt yet. */
export function existingShelf(call: Call): Shelf {
  const shelf = readShelfIn(call, '');
  if (shelf.candidates.length > 0) return shelf;
  throw new Failure(
    EXIT.nothing,
    `There is no candidate in ${folderOf(call)}`,
    'ensuresec learn rules and ensuresec learn invariants make some',
  );
}

/** Writes the candidates, then the pack that follows from them. */
export function writeShelf(call: Call, shelf: Shelf): void {
  const folder = folderOf(call);
  mkdirSync(resolve(call.io.cwd, folder), { recursive: true });
  writeFileSafely(call.io, join(folder, FILE), `${JSON.stringify(shelf, null, 1)}\n`, true);
  const approved = shelf.candidates.filter(({ state }) => state === 'approved').map(({ policy }) => policy);
  writeFileSafely(call.io, join(folder, 'pack.yaml'), dump(manifestOf(shelf)), true);
  writeFileSafely(
    call.io,
    join(folder, 'policies.yaml'),
    dump(approved.length === 0 ? {} : { policies: approved }),
    true,
  );
}

function manifestOf({ pack }: Shelf): unknown {
  return {
    id: LEARNT_PACK,
    version: '1.0.0',
    name: { en: 'Learnt policies' },
    text: { en: 'Policies that were learnt from events and approved by a person.' },
    uses: [pack],
    license: 'Apache-2.0',
  };
}
