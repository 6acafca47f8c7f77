// SPDX-License-Identifier: Apache-2.0
// The folder of learnt policies: candidates, and a pack of those that were approved.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dump } from 'js-yaml';
import {
  emptyShelf,
  LEARNT_PACK,
  OBSERVED_SCHEMA,
  type RefinementItem,
  readShelf,
  type Shelf,
} from '../../learn/index.ts';
import { isThere } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, required } from '../input.ts';
import { writeFileSafely } from '../write-file.ts';

const FILE = 'candidates.json';
/** Approved facts, for `check --observed`; no file of the pack. */
export const OBSERVED = 'observed.json';

export function folderOf(call: Call): string {
  return call.options.text('to') ?? LEARNT_PACK;
}

/** What is there, or an empty shelf. @throws Failure 3 or 6. */
export function readShelfIn(call: Call, pack: string): Shelf {
  const file = join(folderOf(call), FILE);
  if (!isThere(resolve(call.io.cwd, file))) return emptyShelf(pack);
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
  const approved = shelf.candidates.filter(({ state }) => state === 'approved');
  const policies = approved.flatMap((item) => ('policy' in item ? [item.policy] : []));
  const baselines = approved.flatMap((item) => ('baseline' in item ? [item.baseline] : []));
  const refinements = approved.flatMap((item) => ('refinement' in item ? [refinementOf(item)] : []));
  const facts = approved.flatMap((item) => ('fact' in item ? [item.fact] : []));
  writeFileSafely(call.io, join(folder, 'pack.yaml'), dump(manifestOf(shelf)), true);
  writeFileSafely(
    call.io,
    join(folder, 'policies.yaml'),
    dump(policies.length === 0 ? {} : { policies }),
    true,
  );
  // Numbers of a week belong in a line.
  const flat = (value: object): string =>
    dump(JSON.parse(JSON.stringify(value)), { flowLevel: 5, lineWidth: 120 });
  const more = {
    ...(baselines.length === 0 ? {} : { baselines }),
    ...(refinements.length === 0 ? {} : { refinements }),
  };
  writeFileSafely(call.io, join(folder, 'baselines.yaml'), flat(more), true);
  if (facts.length > 0 || existsSync(resolve(call.io.cwd, folder, OBSERVED))) {
    const from = [...new Set(approved.flatMap((item) => ('fact' in item ? [item.from] : [])))].join(', ');
    const observed = { schema: OBSERVED_SCHEMA, from: from === '' ? 'nothing' : from, facts };
    writeFileSafely(call.io, join(folder, OBSERVED), `${JSON.stringify(observed, null, 1)}\n`, true);
  }
}

function refinementOf({ id, refinement: { rule, change }, reason }: RefinementItem): unknown {
  return { id, of: rule, change, reason: reason ?? 'Verdicts of people' };
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
