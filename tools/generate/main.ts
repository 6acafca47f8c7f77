// SPDX-License-Identifier: Apache-2.0
// Writes every generated file of the repository; with --check, says which ones differ and ends with 1.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { generatedFiles } from './generated.ts';

const isCheck = process.argv.includes('--check');
const files = await generatedFiles(process.cwd());
const changed = files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
for (const { path, text } of changed) {
  process.stderr.write(`${isCheck ? 'Out of date' : 'Wrote'}: ${path}\n`);
  if (isCheck) continue;
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(path, text);
}
if (isCheck && changed.length > 0) {
  process.stderr.write('Run npm run generate and commit what it writes\n');
  process.exitCode = 1;
} else process.stderr.write(`${files.length} generated files are up to date\n`);
