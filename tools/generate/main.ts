// SPDX-License-Identifier: Apache-2.0
// Writes every generated file of the repository; tests fail when a committed one differs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { jsonSchemas } from './json-schemas.ts';

for (const { path, text } of jsonSchemas()) {
  const target = resolve(path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  process.stderr.write(`Wrote ${path}\n`);
}
