// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';

const folder = join(import.meta.dirname, '../../packs');

/** A pack of `packs/`; throws with every problem and its place when it does not load. */
export function loadedPack(id: string): Pack {
  const { value, problems } = resolvePack(id, packReader(folder));
  if (value !== undefined) return value;
  const told = problems.map(
    ({ at, code, message, hint }) => `${at.file}:${at.line}:${at.column} ${code} ${message} ${hint ?? ''}`,
  );
  throw new Error(`The pack ${id} does not load:\n${told.join('\n')}`);
}
