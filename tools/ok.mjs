// SPDX-License-Identifier: Apache-2.0
// `npm run ok`: all that a reviewer would ask for, in one go. Each step runs even when one before it failed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, checkNode, install, ROOT, say } from './setup.mjs';

checkNode();
install();
await build();
const bin = (name) => path.join(ROOT, 'node_modules', '.bin', name);
const steps = [
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types of the console', bin('tsc'), ['-p', path.join('console', 'tsconfig.json')]],
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['dead code', bin('knip'), []],
  ['generated files', process.execPath, [path.join('tools', 'generate.mjs'), '--check']],
  ...(process.argv.includes('--before-tests')
    ? []
    : [['tests', process.execPath, [path.join('tools', 'test.mjs')]]]),
];
const failed = steps.filter(([name, command, args]) => {
  say(`\n── ${name}`);
  return (
    spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' }).status !==
    0
  );
});
say(failed.length === 0 ? '\nAll is well' : `\nFailed: ${failed.map(([name]) => name).join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
