// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';
import { testReport } from './tools/test-report.ts';

const { ENSURESEC_TEST_REPORT: report } = process.env;

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'console/src/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    // Many tests wait for a process of their own, so that all cores may work; the default leaves one of two idle.
    maxWorkers: '100%',
    reporters: report === undefined ? ['default'] : ['default', testReport(report)],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
