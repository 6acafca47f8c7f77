// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  absentChecks,
  compileWorkflows,
  FLOW_SCHEMA,
  type FlowReport,
  judgeWorkflow,
  promela,
  type Workflow,
  type WorkflowReport,
} from '../../analyse/index.ts';
import type { Pack } from '../../model/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, readSubject, required, requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { flowText } from '../render/flow.ts';
import { flowSarif } from '../render/flow-sarif.ts';
import { flowPage } from '../render/html/flow-page.ts';
import { idOf } from '../select.ts';
import { VERSION } from '../version.ts';
import { writeFileSafely } from '../write-file.ts';

export const flow: CommandSpec = {
  name: 'flow',
  summary: 'Whether the order of messages and hand-overs can be cheated, and which checks hold it',
  operands: [
    { name: '<action>', text: 'check' },
    {
      name: '[workflow]',
      text: 'A workflow of the pack (the end of its id is enough), or a model whose workflows are checked (default: all of the pack)',
    },
  ],
  examples: [
    'ensuresec flow check hosted-page',
    'ensuresec flow check hosted-page --without order-binding --without use-once',
    'ensuresec flow check ensuresec.yaml --html flow.html',
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
    {
      flags: '--html <file>',
      text: 'Also write one self-contained page with sequence charts',
      completes: 'file',
    },
    {
      flags: '--sarif <file>',
      text: 'Also write the findings as SARIF 2.1.0, for a code host',
      completes: 'file',
    },
    {
      flags: '--policies <file>',
      text: 'Also write the policies that watch the invariants at run time, as a file of a pack',
      completes: 'file',
    },
    { flags: '--promela <file>', text: 'Also write the workflow for Spin', completes: 'file' },
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
    const asked = subjectOf(call, named);
    const report = reportOf(call, asked);
    call.progress.end();
    writeFiles(call, asked, report);
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson(report)
        : flowText(report, call.style, { all: call.options.flag('all') }),
    );
    return exitCode(report);
  },
};

/** A workflow to look at, and which of its checks nobody makes. */
interface Asked {
  readonly workflow: Workflow;
  /** Id in the model. */
  readonly of?: string;
  /** Where the model names it. */
  readonly place?: WorkflowReport['place'];
  readonly missing: ReadonlySet<string>;
}

interface FlowSubject {
  readonly pack: Pack;
  readonly model?: { readonly name: string; readonly file: string };
  readonly asked: readonly Asked[];
}

/** @throws Failure 4 when there is no workflow. */
function subjectOf(call: Call, named: string | undefined): FlowSubject {
  const isModel = named !== undefined && existsSync(resolve(call.io.cwd, named));
  if (isModel) return subjectOfModel(call, named);
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const compiled = workflowsOf(call, pack);
  if (compiled.length === 0)
    throw new Failure(EXIT.nothing, `Nothing to check: the pack ${pack.id} has no workflows`);
  const ids = compiled.map(({ id }) => id);
  const chosen =
    named === undefined
      ? compiled
      : compiled.filter(({ id }) => id === idOf(named, ids, 'workflow', pack.id));
  return { pack, asked: chosen.map((workflow) => ({ workflow, missing: new Set<string>() })) };
}

function subjectOfModel(call: Call, named: string): FlowSubject {
  const { loaded, pack } = readSubject(call, named);
  const { model, file } = loaded;
  const compiled = workflowsOf(call, pack);
  const asked = (model.workflows ?? []).flatMap((use, at): Asked[] => {
    const workflow = compiled.find(({ id }) => id === use.workflow);
    return workflow === undefined
      ? []
      : [
          {
            workflow,
            of: use.id,
            place: loaded.locate(['workflows', at]),
            missing: absentChecks(use, workflow, model),
          },
        ];
  });
  if (asked.length === 0)
    throw new Failure(
      EXIT.nothing,
      `Nothing to check: ${file} names no workflows`,
      'ensuresec flow check looks at those of the pack',
    );
  return { pack, model: { name: model.name, file }, asked };
}

function workflowsOf(call: Call, pack: Pack): readonly Workflow[] {
  return required(compileWorkflows(pack, sizesOf(call)), `the workflows of the pack ${pack.id}`);
}

function reportOf(call: Call, { pack, model, asked }: FlowSubject): FlowReport {
  const { id, version, sha256 } = pack;
  return {
    schema: FLOW_SCHEMA,
    pack: { id, version, sha256 },
    ...(model === undefined ? {} : { model }),
    workflows: asked.map((each): WorkflowReport => {
      const report = judgeWorkflow(each.workflow, pack, {
        ...configurationOf(call, each, asked),
        depth: Number(call.options.text('missing')),
        maxStates: countOf(call, 'max-states', 1, 100_000_000),
        onSearch: (done, all) => call.progress.step(`${each.workflow.id}: search ${done + 1} of ${all}`),
      });
      return {
        ...report,
        ...(each.of === undefined ? {} : { of: each.of }),
        place: each.place ?? report.place,
      };
    }),
  };
}

/** Names are looked for in all chosen workflows, so that one word can be asked of several. */
function configurationOf(call: Call, { workflow, missing: absent }: Asked, asked: readonly Asked[]) {
  const known = (names: (workflow: Workflow) => readonly string[]) => [
    ...new Set(asked.flatMap((each) => names(each.workflow))),
  ];
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
    missing: new Set([...absent, ...missing].filter((check) => workflow.checks.includes(check))),
    attackers: new Set(attackers.length === 0 ? workflow.attackers : attackers),
  };
}

function writeFiles(call: Call, { pack, asked }: FlowSubject, report: FlowReport): void {
  const [page, sarif, policies, spin] = ['html', 'sarif', 'policies', 'promela'].map((name) =>
    call.options.text(name),
  );
  const write = (file: string, text: string): void => {
    writeFileSafely(call.io, file, text, true);
    call.say(`Wrote ${call.aside.safe(file)}`);
  };
  if (page !== undefined) write(page, flowPage(report));
  if (sarif !== undefined) write(sarif, flowSarif(report, VERSION));
  if (policies !== undefined) write(policies, policiesText(pack, report));
  if (spin === undefined) return;
  const [only, second] = asked;
  if (only === undefined || second !== undefined)
    throw new Failure(EXIT.usage, 'Cannot write more than one workflow for Spin: expected the name of one');
  write(spin, promela(only.workflow, configurationOf(call, only, asked)));
}

/** JSON is YAML 1.2, so the file can stand in a pack as it is. */
function policiesText(pack: Pack, report: FlowReport): string {
  const ids = new Set(report.workflows.flatMap(({ invariants }) => invariants.map(({ policy }) => policy)));
  const policies = pack.policies
    .filter(({ id }) => ids.has(id))
    .map(({ pack: _pack, at: _at, locate: _locate, ...policy }) => policy);
  return forJson({ policies });
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
