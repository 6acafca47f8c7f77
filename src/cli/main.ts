// SPDX-License-Identifier: Apache-2.0
import { setFlagsFromString } from 'node:v8';
import { processIo } from './io.ts';
import { run } from './run.ts';

// What `detect` keeps is bounded, but V8 lets garbage grow to several times that. Collecting more often, for a little more
// time, is what makes the memory of the process independent of the length of a history.
if (process.argv.includes('detect')) setFlagsFromString('--heap-growing-percent=30');

// No handler for SIGINT: the default ends the process at once, also inside a long computation, and shells say 130.
// The exit code is set, not forced, so that pipes are written to the end.
process.exitCode = await run(process.argv.slice(2), processIo(process));
