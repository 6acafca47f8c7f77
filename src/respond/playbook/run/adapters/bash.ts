// SPDX-License-Identifier: Apache-2.0
// Commands of the type bash (CACAO 2.0 §5.2) on this machine: a program that the operator names, with its words. No shell reads
// them, so no value of a variable can become a command.
import type { Adapter, Attempt, Did, Planned, Resolved, Work } from '../adapter.ts';
import { answerValues } from './answer-values.ts';
import { NotSent } from './http-api.ts';

export interface ProgramEnd {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** @throws NotSent when the program did not begin; any other Error when it may have done something. */
export type RunProgram = (
  program: string,
  words: readonly string[],
  signal: AbortSignal,
) => Promise<ProgramEnd>;

const HERE = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;
const MAX_REASON = 300;

export function bashAdapter(programs: readonly string[], run: RunProgram): Adapter {
  const perform = async (
    command: Resolved,
    { signal }: Attempt,
  ): Promise<ProgramEnd | { readonly notRun: string }> => {
    const called = programOf(programs, command);
    if ('refused' in called) return { notRun: called.refused };
    try {
      return await run(called.program, called.words, signal);
    } catch (error) {
      if (error instanceof NotSent) return { notRun: error.message };
      throw error;
    }
  };
  return {
    takes: (type) => type === 'bash',
    plan: (work) => planned(programs, work),
    do: async (_, work, attempt) => {
      const reason = byHand(programs, work);
      if (reason !== undefined) return { status: 'parked', reason };
      return didOf(await perform(work.command, attempt), work);
    },
    probe: async (_, work, attempt) => {
      const end =
        work.probe === undefined ? { notRun: 'The step has no probe' } : await perform(work.probe, attempt);
      if ('notRun' in end) return { seen: 'unknown', reason: end.notRun };
      if (end.code === 0) return { seen: 'done', values: answerValues(work.outArgs, end.stdout) };
      return end.code === 1 ? { seen: 'absent' } : { seen: 'unknown', reason: endText(end) };
    },
    undo: async (_, work, attempt) =>
      work.undo === undefined
        ? { status: 'failed', reason: 'Nothing says how it is undone' }
        : didOf(await perform(work.undo, attempt), work),
  };
}

function planned(programs: readonly string[], work: Work): Planned {
  const { command, probe, undo } = work;
  const reason = byHand(programs, work);
  if (reason !== undefined) return { text: reason, certainty: 'idempotent' };
  return {
    text: `run ${command.text}`,
    certainty: probe === undefined ? 'blind' : 'probeable',
    ...(undo === undefined ? {} : { undo: 'blind' }),
  };
}

/** Why a person has to do it. */
function byHand(programs: readonly string[], { command, targets }: Work): string | undefined {
  const called = programOf(programs, command);
  const other = targets
    .flatMap(({ address }) => Object.values(address).flat())
    .find((each) => !HERE.test(each));
  if ('program' in called && other === undefined) return undefined;
  const reason =
    'refused' in called ? called.refused : `bash runs on this machine, and the target is ${other}`;
  return `${reason}: a person does it and says how it went`;
}

type Called = { readonly program: string; readonly words: readonly string[] } | { readonly refused: string };

/** By its path, or by its name where one path of the operator ends in it. */
function programOf(programs: readonly string[], { argv }: Resolved): Called {
  const [first, ...words] = argv ?? [];
  if (first === undefined) return { refused: 'It needs a shell, and none is started for a playbook' };
  if (words.some((word) => word.includes('\uE000')))
    return { refused: 'A secret would be in its command line, where everybody on the machine can read it' };
  const found = programs.filter((each) => each === first || each.endsWith(`/${first}`));
  const [program] = found;
  return program === undefined || found.length > 1
    ? { refused: `${first} is not among the programs that the operator lets playbooks start` }
    : { program, words };
}

function didOf(end: ProgramEnd | { readonly notRun: string }, { outArgs }: Work): Did {
  if ('notRun' in end) return { status: 'failed', reason: end.notRun };
  return end.code === 0
    ? { status: 'done', values: answerValues(outArgs, end.stdout), note: 'It ended with 0' }
    : end.code === undefined
      ? { status: 'unknown', reason: endText(end) }
      : { status: 'failed', reason: endText(end) };
}

function endText({ code, stderr }: ProgramEnd): string {
  const how = code === undefined ? 'It was ended by a signal' : `It ended with ${code}`;
  const said = stderr.trim().slice(-MAX_REASON);
  return said === '' ? how : `${how}: ${said}`;
}
