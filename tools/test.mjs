// SPDX-License-Identifier: Apache-2.0
// `npm test`: installs, compiles and runs every test; the last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, checkNode, install, ROOT } from './setup.mjs';

checkNode();
install();
build();
const folder = mkdtempSync(path.join(os.tmpdir(), 'ensuresec-test-'));
const output = path.join(folder, 'result.json');
const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const result = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${output}`,
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, stdio: 'inherit' },
);
const counts = readCounts(output);
rmSync(folder, { recursive: true });
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exit(result.status === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1);

/** A file that does not even load counts as a failure: it has no failed test of its own. */
function readCounts(file) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
    const broken = testResults.filter(
      (one) => one.status === 'failed' && one.assertionResults.every((test) => test.status !== 'failed'),
    ).length;
    return { passed: numPassedTests, failed: numFailedTests + broken };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
