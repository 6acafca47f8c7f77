// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- [--sizes 1000,100000] [--runs 3]`: compiles, then measures.
import path from 'node:path';
import { build, checkNode, install, ROOT, run } from './setup.mjs';

checkNode();
install();
build();
run(process.execPath, [
  '--max-old-space-size=8192',
  path.join(ROOT, 'dist', 'bench', 'analyse', 'scale.bench.js'),
  ...process.argv.slice(2),
]);
