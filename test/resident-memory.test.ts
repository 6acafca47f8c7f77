// SPDX-License-Identifier: Apache-2.0
// What `up` holds in memory while nothing happens, with the model of the demo shop. Waited for, not timed: on a busy machine
// the analysis of the start takes its time.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startProcess } from './support/server-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'resident-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Aimed at are 250 MB. The bound leaves a tenth for other builds of Node and of the C library; before, it was twice as much. */
const BOUND_MB = 275;
const WAIT_MS = 240_000;

function residentMb(pid: number | undefined): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kib) * 1024) / 1e6;
}

test.skipIf(process.platform !== 'linux')(
  'a server at rest gives back what its start took',
  async () => {
    const model = path.resolve(import.meta.dirname, '../examples/demo-shop/ensuresec.yaml');
    const server = await startProcess({ data: path.join(folder, 'data'), args: ['--model', model] });
    try {
      // Told once the analysis of the start is over, the most that a start needs.
      await expect.poll(server.said, { timeout: WAIT_MS, interval: 500 }).toMatch(/Verdict/);
      await expect
        .poll(() => residentMb(server.process.pid), { timeout: WAIT_MS, interval: 2_000 })
        .toBeLessThan(BOUND_MB);
    } finally {
      await server.stop();
    }
  },
  WAIT_MS * 3,
);
