// SPDX-License-Identifier: Apache-2.0
// The verbs that carry playbooks out: each acknowledges what is on disk, then goes on with the run as far as it gets.
import type { EventLog } from '../../core/ports/index.ts';
import {
  type Answer,
  answerEffect,
  approveEffect,
  beginRun,
  type Effect,
  expired,
  goOn,
  type Playbook,
  type RunList,
  type RunPorts,
  type RunReport,
  type RunState,
  runFaults,
  runReport,
  undoEffect,
} from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { runLine, runText } from '../render/playbook-run.ts';
import { libraryOf, playbookOf } from './playbook-of.ts';
import { asSigned, beginWorld, portsFor, runNamed, withRuns } from './run-folder.ts';

/** `run PLAYBOOK`: begins a run and carries it out. */
export async function run(call: Call, [named, ...rest]: readonly string[]): Promise<number> {
  if (named === undefined || rest.length > 0)
    throw new Failure(EXIT.usage, '`respond run` takes one PLAYBOOK');
  const simulated = call.options.flag('simulate');
  if (!simulated && call.options.text('world') !== undefined)
    throw new Failure(EXIT.usage, 'Cannot use --world without --simulate: it is the world that is played');
  const [first, ...called] = libraryOf(call, named);
  const given = [...called, ...call.options.list('with').map((each) => playbookOf(call, each))];
  const [playbook, library] = trusted(call, first, given, simulated);
  const values = settings(call);
  const faults = runFaults({ playbook, library, values });
  if (faults.length > 0)
    throw new Failure(
      EXIT.invalid,
      `Cannot run ${named}: ${faults.join('; ')}`,
      '--set NAME=VALUE gives a variable',
    );
  return withRuns(call, true, async (log, runs) => {
    const id = runId(call, runs);
    beginWorld(call, id, call.options.text('world'));
    const ports = portsFor(call, log, id, simulated);
    const state = await beginRun({ run: id, playbook, library, values, simulated }, ports);
    call.say(`Run ${call.aside.safe(id)} is on disk`);
    return carryOn(call, state, ports);
  });
}

/** @throws Failure 1 for what is not signed as the operator wants it; a simulation says so and goes on. */
function trusted(
  call: Call,
  first: Playbook,
  others: readonly Playbook[],
  simulated: boolean,
): readonly [Playbook, readonly Playbook[]] {
  const { playbooks, faults } = asSigned(call, [first, ...others]);
  if (faults.length > 0 && !simulated)
    throw new Failure(
      EXIT.findings,
      `Not run: ${faults.join('; ')}`,
      'ensuresec respond sign PLAYBOOK --key KEY --signee NAME signs one, after somebody has read it',
    );
  if (faults.length > 0) call.say(`In earnest it would be refused: ${faults.join('; ')}`);
  const [playbook = first, ...library] = playbooks;
  return [playbook, library];
}

/** `resume [RUN]`: goes on with one run, or with all that are not over, and takes back what has expired. */
export async function resume(call: Call, [named, ...rest]: readonly string[]): Promise<number> {
  if (rest.length > 0) throw new Failure(EXIT.usage, '`respond resume` takes one RUN, or none for all');
  return withRuns(call, false, async (log, runs) => {
    if (named !== undefined) {
      const state = runNamed(runs, named);
      return carryOn(call, state, portsFor(call, log, named, isSimulated(state)));
    }
    const now = call.io.clock();
    const open = [...runs.values()].filter(
      (state) => state.started !== undefined && (state.ended === undefined || expired(state, now).length > 0),
    );
    for (const state of open) await advance(state, portsFor(call, log, state.run, isSimulated(state)));
    return tellAll(call, open);
  });
}

/** `show [RUN]`: where a run is, or a line for each. */
export async function show(call: Call, [named, ...rest]: readonly string[]): Promise<number> {
  if (rest.length > 0) throw new Failure(EXIT.usage, '`respond show` takes one RUN, or none for all');
  return withRuns(call, false, async (_, runs) => {
    if (named === undefined) tellAll(call, [...runs.values()]);
    else tellOne(call, runNamed(runs, named));
    return EXIT.secure;
  });
}

/** `approve RUN NUMBER`. */
export function approve(call: Call, operands: readonly string[]): Promise<number> {
  return onEffect(call, 'approve', operands, async (state, effect, ports) => {
    await approveEffect(state, effect, ports);
    return carryOn(call, state, ports);
  });
}

const ANSWERS = ['done', 'failed', 'again'] as const;

/** `answer RUN NUMBER done|failed|again`. */
export function answer(call: Call, operands: readonly string[]): Promise<number> {
  const word = ANSWERS.find((each) => each === operands[2]);
  if (word === undefined)
    throw new Failure(
      EXIT.usage,
      '`respond answer` takes RUN NUMBER and done, failed or again (it did not take place: do it now)',
    );
  const said: Answer = { answer: word, values: settings(call), note: call.options.text('note') ?? '' };
  return onEffect(call, 'answer', operands.slice(0, 2), async (state, effect, ports) => {
    await answerEffect(state, effect, said, ports);
    return carryOn(call, state, ports);
  });
}

/** `undo RUN NUMBER`: takes one effect back. */
export function undo(call: Call, operands: readonly string[]): Promise<number> {
  return onEffect(call, 'undo', operands, async (state, effect, ports) => {
    const end = await undoEffect(state, effect, ports);
    tellOne(call, state);
    return { done: EXIT.secure, failed: EXIT.findings, parked: EXIT.inconclusive }[end];
  });
}

async function onEffect(
  call: Call,
  verb: string,
  [named, number, ...rest]: readonly string[],
  work: (state: RunState, effect: Effect, ports: RunPorts) => Promise<number>,
): Promise<number> {
  if (named === undefined || number === undefined || rest.length > 0)
    throw new Failure(EXIT.usage, `\`respond ${verb}\` takes RUN NUMBER, as \`respond show RUN\` lists them`);
  return withRuns(call, false, async (log: EventLog, runs) => {
    const state = runNamed(runs, named);
    const effects = [...state.effects.values()];
    const effect = /^\d{1,9}$/.test(number) ? effects[Number(number) - 1] : undefined;
    if (effect === undefined)
      throw new Failure(
        EXIT.usage,
        `The run ${named} has no command ${number}: expected 1 to ${effects.length}`,
      );
    return work(state, effect, portsFor(call, log, named, isSimulated(state)));
  });
}

async function carryOn(call: Call, state: RunState, ports: RunPorts): Promise<number> {
  await advance(state, ports);
  return exitOf(tellOne(call, state));
}

/** What has expired first: it was to hold no longer. An undo that fails stays for a person, and does not keep the run. */
async function advance(state: RunState, ports: RunPorts): Promise<void> {
  for (const effect of expired(state, ports.clock.now()))
    await undoEffect(state, effect, { ...ports, actor: 'time' });
  await goOn(state, ports);
}

function isSimulated({ started }: RunState): boolean {
  return started?.simulated === true;
}

/** A command that failed is a finding, also where the playbook goes on past it. */
function exitOf({ state, effects }: RunReport): number {
  if (state === 'success' && effects.some((effect) => effect.state === 'failed')) return EXIT.findings;
  return {
    success: EXIT.secure,
    failure: EXIT.findings,
    waiting: EXIT.inconclusive,
    open: EXIT.inconclusive,
  }[state];
}

function tellOne(call: Call, state: RunState): RunReport {
  const report = reportOf(call, state) as RunReport;
  call.io.stdout.write(call.options.flag('json') ? forJson(report) : runText(report, call.style));
  return report;
}

/** @returns the most pressing of the exit codes: failed, then waiting. */
function tellAll(call: Call, states: readonly RunState[]): number {
  const reports = states.flatMap((state) => reportOf(call, state) ?? []);
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/playbook-runs/1', runs: reports } satisfies RunList)
      : reports.map((report) => runLine(report, call.style)).join('') || 'No run is open\n',
  );
  const codes = reports.map(exitOf);
  return [EXIT.findings, EXIT.inconclusive].find((code) => codes.includes(code)) ?? EXIT.secure;
}

function reportOf(call: Call, state: RunState): RunReport | undefined {
  return runReport(state, call.io.clock());
}

/** The id that is given, or the next number of the year. @throws Failure 2. */
function runId(call: Call, runs: ReadonlyMap<string, RunState>): string {
  const given = call.options.text('id');
  if (given === undefined) {
    const year = call.io.today().slice(0, 4);
    for (let number = 1; ; number++) {
      const id = `${year}-${String(number).padStart(4, '0')}`;
      if (!runs.has(id)) return id;
    }
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(given))
    throw new Failure(
      EXIT.usage,
      `Cannot use \`${given}\` as --id: expected letters, digits, dots and dashes`,
    );
  if (runs.get(given)?.started !== undefined)
    throw new Failure(
      EXIT.usage,
      `There is a run ${given} already`,
      `ensuresec respond resume ${given} goes on with it`,
    );
  return given;
}

/** Variables as `--set NAME=VALUE`, with or without the underscores. @throws Failure 2. */
function settings(call: Call): Readonly<Record<string, string>> {
  return Object.fromEntries(
    call.options.list('set').map((each) => {
      const at = each.indexOf('=');
      if (at < 1) throw new Failure(EXIT.usage, `Cannot use --set ${each}: expected NAME=VALUE`);
      const name = each.slice(0, at);
      return [/^__.+__$/.test(name) ? name : `__${name.replaceAll('-', '_')}__`, each.slice(at + 1)];
    }),
  );
}
