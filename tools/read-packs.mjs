// SPDX-License-Identifier: Apache-2.0
// Reads the packs ahead, so that the program need not read and check all of their YAML at each start: writes what each file came to
// to dist/packs. Without it, or with a file that was changed since, the program reads the file itself.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const { readAhead } = await import('../dist/src/model/index.js');
const { packIds, packReader } = await import('../dist/src/platform/index.js');
const packs = path.join(root, 'packs');
for (const id of packIds(packs))
  for (const file of packReader(packs)(id).value ?? []) {
    const ahead = readAhead(file);
    // Whoever loads the pack is told what is wrong with it.
    if (ahead === undefined) continue;
    const target = path.join(root, 'dist', 'packs', `${path.relative(packs, file.path)}.json`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, ahead);
  }
