// SPDX-License-Identifier: Apache-2.0
import {
  compileWorkflows,
  FLOW_SCHEMA,
  type FlowReport,
  judgeWorkflow,
  type Workflow,
} from '../../analyse/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, required, requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { flowText } from '../render/flow.ts';
import { idOf } from '../select.ts';

export const flow: CommandSpec = {
  name: 'flow',
  summary: 'Whether the order of messages and hand-overs can be cheated, and which checks hold it',
  operands: [
    { name: '<action>', text: 'check' },
    { name: '[workflow]', text: 'A workflow of the pack; the end of its id is enough (default: all)' },
  ],
  examples: [
    'ensuresec flow check hosted-page',
    'ensuresec flow check hosted-page --without order-binding --without use-once',
    'ensuresec flow check locker-delivery --attacker courier --json',
  ],
  options: [
    { flags: '--without <check>', text: 'As if nobody made this check (repeatable)', repeat: true },
    {
      flags: '--attacker <id>',
      text: 'Only these attackers are about (repeatable; default: all)',
      repeat: true,
    },
    {
      flags: '--missing <n>',
      text: 'How many further missing checks are tried together',
      choices: ['0', '1', '2'],
      preset: '2',
    },
    { flags: '--size <set=n>', text: 'So many members of a set, such as order=5 (repeatable)', repeat: true },
    { flags: '--max-states <n>', text: 'Give a search up beyond so many states', preset: '4000000' },
    { flags: '--all', text: 'Tell and draw every story' },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: (call) => {
    const [action, named] = call.operands;
    if (action !== 'check')
      throw new Failure(
        EXIT.usage,
        `Cannot do \`${action}\`: expected check`,
        'ensuresec flow check hosted-page',
      );
    const report = reportOf(call, named);
    call.progress.end();
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson(report)
        : flowText(report, call.style, { all: call.options.flag('all') }),
    );
    return exitCode(report);
  },
};

function reportOf(call: Call, named: string | undefined): FlowReport {
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const compiled = required(compileWorkflows(pack, sizesOf(call)), `the workflows of the pack ${pack.id}`);
  if (compiled.length === 0)
    throw new Failure(EXIT.nothing, `Nothing to check: the pack ${pack.id} has no workflows`);
  const ids = compiled.map(({ id }) => id);
  const chosen =
    named === undefined
      ? compiled
      : compiled.filter(({ id }) => id === idOf(named, ids, 'workflow', pack.id));
  const { id, version, sha256 } = pack;
  return {
    schema: FLOW_SCHEMA,
    pack: { id, version, sha256 },
    workflows: chosen.map((workflow) =>
      judgeWorkflow(workflow, pack, {
        ...configurationOf(call, workflow, chosen),
        depth: Number(call.options.text('missing')),
        maxStates: countOf(call, 'max-states', 1, 100_000_000),
        onSearch: (done, all) => call.progress.step(`${workflow.id}: search ${done + 1} of ${all}`),
      }),
    ),
  };
}

/** Names are looked for in all chosen workflows, so that one word can be asked of several. */
function configurationOf(call: Call, workflow: Workflow, chosen: readonly Workflow[]) {
  const known = (names: (workflow: Workflow) => readonly string[]) => [...new Set(chosen.flatMap(names))];
  const missing = call.options.list('without').map((typed) =>
    idOf(
      typed,
      known(({ checks }) => checks),
      'check',
    ),
  );
  const attackers = call.options.list('attacker').map((typed) =>
    idOf(
      typed,
      known((each) => each.attackers),
      'attacker',
    ),
  );
  return {
    missing: new Set(missing.filter((check) => workflow.checks.includes(check))),
    attackers: new Set(attackers.length === 0 ? workflow.attackers : attackers),
  };
}

function sizesOf(call: Call): Record<string, number> {
  return Object.fromEntries(
    call.options.list('size').map((typed) => {
      const match = /^([a-z][a-z0-9-]*)=([1-8])$/.exec(typed);
      if (match === null)
        throw new Failure(
          EXIT.usage,
          `Cannot read \`${typed}\`: expected SET=NUMBER from 1 to 8, such as order=5`,
        );
      return [match[1] as string, Number(match[2])];
    }),
  );
}

function countOf(call: Call, option: string, least: number, most: number): number {
  const typed = call.options.text(option) ?? '';
  const value = Number(typed);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Failure(
      EXIT.usage,
      `Cannot read \`${typed}\`: expected a whole number from ${least} to ${most}`,
    );
  return value;
}

function exitCode({ workflows }: FlowReport): number {
  if (workflows.some(({ verdict }) => verdict === 'INSECURE')) return EXIT.findings;
  return workflows.some(({ verdict }) => verdict === 'UNKNOWN') ? EXIT.inconclusive : EXIT.secure;
}
