// SPDX-License-Identifier: Apache-2.0
// One cold run in a process of its own: reads an instance file, prints its figures as JSON.
import { readFileSync } from 'node:fs';
import { coldRun } from './cold-run.ts';

const [instance, pack] = process.argv.slice(2);
if (instance === undefined || pack === undefined) throw new Error('Usage: one.js INSTANCE.json PACK.yaml');
const result = coldRun(() => readFileSync(instance), readFileSync(pack));
const usage = process.resourceUsage();
const cpuSeconds = (usage.userCPUTime + usage.systemCPUTime) / 1e6;
process.stdout.write(`${JSON.stringify({ ...result, cpuSeconds, peakMiB: usage.maxRSS / 1024 })}\n`);
