// SPDX-License-Identifier: Apache-2.0
import { processIo } from './io.ts';
import { run } from './run.ts';

// No handler for SIGINT: the default ends the process at once, also inside a long computation, and shells say 130.
// The exit code is set, not forced, so that pipes are written to the end.
process.exitCode = await run(process.argv.slice(2), processIo(process));
