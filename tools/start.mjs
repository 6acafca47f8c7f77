// SPDX-License-Identifier: Apache-2.0
// `npm start`: from a fresh clone to the verdicts of the demo shop and its worst attack path.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, checkNode, install, ROOT, say } from './setup.mjs';

checkNode();
install();
build();
say('');
const demo = path.join('examples', 'demo-shop', 'ensuresec.yaml');
const result = spawnSync(process.execPath, [path.join('bin', 'ensuresec'), 'check', demo], {
  cwd: ROOT,
  stdio: 'inherit',
});
// Exit code 1 says that attacks were found, which is what the demo shows; anything else is a fault of ours.
if (result.status !== 0 && result.status !== 1) process.exit(result.status ?? 6);
say('');
say('That was `bin/ensuresec check examples/demo-shop/ensuresec.yaml`. Your own shop next:');
say('  bin/ensuresec init FOLDER        looks at a folder and writes a first ensuresec.yaml');
say('  bin/ensuresec check              answers for it');
