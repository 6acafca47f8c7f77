// SPDX-License-Identifier: Apache-2.0
// `npm test`: installs, compiles and runs every test; files of tests in a browser that failed run once more, alone. The last
// line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, checkNode, install, ROOT, say } from './setup.mjs';

/** More files than these do not fail by chance, and do not run again. */
const SECOND_RUN = 3;

checkNode();
install();
await build();
const folder = mkdtempSync(path.join(os.tmpdir(), 'ensuresec-test-'));
const asked = process.argv.slice(2);
let report = run(asked);
// Who asks for some tests runs them on a machine that is not busy with all others.
if (asked.length === 0 && report.again.length > 0 && report.again.length <= SECOND_RUN) {
  say(`\nOnce more, alone: ${report.again.join(', ')}`);
  report = run(['--no-file-parallelism', ...report.again]);
}
rmSync(folder, { recursive: true });
for (const name of report.shaky) say(`Passed only when alone, and should be mended: ${name}`);
process.stdout.write(`${report.passed} passed, ${report.failed} failed\n`);
process.exit(report.failed === 0 && report.passed > 0 ? 0 : 1);

/** What `test-report.ts` writes; vitest itself has told why when it writes nothing. */
function run(more) {
  const output = path.join(folder, 'report.json');
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...more], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ENSURESEC_TEST_REPORT: output },
  });
  const report = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : undefined;
  // A run that ends badly has said so in its report, or was stopped before it could.
  return report !== undefined && (status === 0 || report.failed > 0)
    ? report
    : { passed: 0, failed: 1, again: [], shaky: [] };
}
