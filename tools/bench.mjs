// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- [analyse|edits|harden|times|workflow|cascade|learners|events|monitor|anomaly|ingest|nab|invariants|policy|vulnerability] [options]`: compiles, then measures. See bench/RESULTS.md for the options.
import path from 'node:path';
import { build, checkNode, install, ROOT, run } from './setup.mjs';

const BENCHES = {
  cascade: 'cascade/cascade.bench.js',
  learners: 'awareness/learners.bench.js',
  analyse: 'analyse/scale.bench.js',
  edits: 'analyse/edits.bench.js',
  events: 'server/events.bench.js',
  harden: 'analyse/harden.bench.js',
  times: 'analyse/times.bench.js',
  workflow: 'analyse/workflow.bench.js',
  monitor: 'monitor/sigma.bench.js',
  anomaly: 'monitor/anomaly.bench.js',
  ingest: 'monitor/ingest.bench.js',
  nab: 'monitor/nab.bench.js',
  invariants: 'learn/invariants.bench.js',
  evidence: 'evidence/append.bench.js',
  policy: 'monitor/policy.bench.js',
  vulnerability: 'monitor/vulnerability.bench.js',
};

checkNode();
install();
await build();
const [first, ...rest] = process.argv.slice(2);
const isNamed = first !== undefined && Object.hasOwn(BENCHES, first);
run(process.execPath, [
  '--max-old-space-size=8192',
  path.join(ROOT, 'dist', 'bench', isNamed ? BENCHES[first] : BENCHES.analyse),
  ...(isNamed ? rest : process.argv.slice(2)),
]);
