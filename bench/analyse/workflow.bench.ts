// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- workflow`: every state of workflows of the e-commerce pack, each row in a process of its own. Without
// symmetry all states are kept, which is the hard case; with it the same question needs few. Prints a Markdown table.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { compileWorkflows, search } from '../../src/analyse/index.ts';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** Workflow, number of orders, whether states that differ only by names are kept once. */
type Row = readonly [name: string, orders: number, symmetry: boolean];

const ROWS: readonly Row[] = [
  ['hosted-page', 5, false],
  ['marketplace-payout', 6, false],
  ['return-and-refund', 5, false],
  ['return-and-refund', 5, true],
  ['return-and-refund', 6, true],
];

const [at] = process.argv.slice(2);
if (at === undefined) {
  const lines = [
    '| workflow | orders | symmetry | states | steps | CPU s | CPU s for a million states | store MB | peak MB |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  for (const row of ROWS.keys())
    process.stdout.write(execFileSync(process.execPath, [import.meta.filename, String(row)]));
} else row(ROWS[Number(at)] as Row);

function row([name, orders, symmetry]: Row): void {
  const pack = resolvePack('e-commerce', packReader(path.join(ROOT, 'packs'))).value as Pack;
  const workflow = compileWorkflows(pack, { order: orders }).value?.find(({ id }) => id.endsWith(`/${name}`));
  if (workflow === undefined) throw new Error(`The pack has no workflow ${name} with ${orders} orders`);
  const before = process.cpuUsage();
  const attackers = new Set(workflow.attackers);
  const result = search(workflow, { missing: new Set(), attackers, symmetry, maxStates: 20_000_000 });
  const { user, system } = process.cpuUsage(before);
  if (!result.complete || result.found.length > 0) throw new Error(`${name} is not proven`);
  const seconds = (user + system) / 1e6;
  const cells = [
    name,
    orders,
    symmetry ? 'yes' : 'no',
    result.states,
    result.steps,
    seconds.toFixed(2),
    ((seconds / result.states) * 1e6).toFixed(2),
    (result.bytes / 1e6).toFixed(0),
    Math.round(process.resourceUsage().maxRSS / 1_000),
  ];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
