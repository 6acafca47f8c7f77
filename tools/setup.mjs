// SPDX-License-Identifier: Apache-2.0
// What a fresh clone needs before anything else runs: dependencies of the lock file, and the compiled program.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const MINIMUM_NODE = [20, 19];

/** Runs a command with our output, and ends this process with its exit code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error !== undefined) fail(`Cannot run ${command}: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 6);
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  fail(`Node ${process.versions.node} is too old, expected ${MINIMUM_NODE.join('.')} or newer`);
}

/** Installs what the lock file says, unless this very lock file is installed already. */
export function install() {
  const stamp = path.join(ROOT, 'node_modules', '.ensuresec-lock');
  const lock = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing dependencies …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** Compiles to dist/ and the console to console/dist, from scratch: nothing of a deleted file stays behind. */
export async function build() {
  say('Compiling …');
  const dist = path.join(ROOT, 'dist');
  if (existsSync(dist) && statSync(dist).isDirectory()) rmSync(dist, { recursive: true });
  const tool = (...place) => path.join(ROOT, 'node_modules', ...place);
  // Neither waits for the other.
  await Promise.all([
    beside(tool('typescript', 'bin', 'tsc'), ['-p', 'tsconfig.build.json']).then(() =>
      beside(path.join(ROOT, 'tools', 'read-packs.mjs'), []),
    ),
    beside(tool('vite', 'bin', 'vite.js'), ['build', 'console', '--logLevel=warn']),
  ]);
}

async function beside(script, args) {
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) process.exit(code ?? 6);
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(6);
}
