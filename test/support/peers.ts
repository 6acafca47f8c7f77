// SPDX-License-Identifier: Apache-2.0
// Tests that compare with Python and openssl need both. Without them they are reported as skipped; in CI they fail.
import { spawnSync } from 'node:child_process';

const isThere = (command: string, flag: string): boolean => spawnSync(command, [flag]).status === 0;

export const hasPeers: boolean =
  process.env['CI'] !== undefined || (isThere('python3', '--version') && isThere('openssl', 'version'));
if (!hasPeers) console.warn('skipped: no python3 or no openssl, tests of the stand-alone verifier');
