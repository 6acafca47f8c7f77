// SPDX-License-Identifier: Apache-2.0
// `npm start`: from a fresh clone to the demo shop in the console, until Ctrl+C (or SIGTERM, where there is no terminal).
// What follows `--` goes to `ensuresec up --demo`: `npm start -- --once` ends by itself, `npm start -- --port 0`.
import { build, checkNode, install, ROOT, say } from './setup.mjs';

checkNode();
install();
await build();
say('');
// Ctrl+C comes from the terminal and from npm as well: the second is no wish to end without storing.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
process.chdir(ROOT);
process.argv.splice(2, process.argv.length, 'up', '--demo', ...process.argv.slice(2));
await import('../bin/ensuresec');
