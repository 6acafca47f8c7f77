// SPDX-License-Identifier: Apache-2.0
// Commands that programs of this machine carry out: which program, with which words, is for each type to say. No shell is
// started, so no value of a variable can become a command.
import type { Adapter, Attempt, Did, Planned, Resolved, Work } from '../adapter.ts';
import { hasSecret } from '../values.ts';
import { answerValues } from './answer-values.ts';
import { NotSent, sentOr } from './not-sent.ts';

export interface ProgramEnd {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The beginning of stdout is lost: it said more than is kept. */
  readonly isCut?: boolean;
}

export interface ProgramCall {
  /** Absolute path. */
  readonly program: string;
  readonly words: readonly string[];
  /** Name → text of the files of a folder of its own, in which it works and which is gone afterwards. */
  readonly files?: Readonly<Record<string, string>>;
}

/** @throws NotSent when the program did not begin; any other Error when it may have done something. */
export type RunProgram = (call: ProgramCall, signal: AbortSignal) => Promise<ProgramEnd>;

/** What is to be started, one after the other until one fails, or why a person has to do it. */
export type Prepared =
  | { readonly calls: readonly ProgramCall[]; readonly touches: readonly string[]; readonly text: string }
  | { readonly refused: string };

export interface ProgramKind {
  readonly type: string;
  readonly prepare: (command: Resolved, work: Work) => Prepared;
  /** It changes nothing, so it is done again at will and nothing is undone. */
  readonly looks: boolean;
  /** What the ends of all calls say; without it 0 is success and the output sets variables. */
  readonly told?: (ends: readonly ProgramEnd[], work: Work) => Did;
}

const HERE = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;
const MAX_REASON = 300;

export function programAdapter(kind: ProgramKind, run: RunProgram): Adapter {
  const perform = (prepared: Prepared, { signal }: Attempt) =>
    sentOr(async () => {
      if ('refused' in prepared) throw new NotSent(prepared.refused);
      const ends: ProgramEnd[] = [];
      for (const call of prepared.calls) {
        ends.push(await run(call, signal));
        if (ends.at(-1)?.code !== 0) break;
      }
      return ends;
    });
  const told = (ends: readonly ProgramEnd[] | { readonly notSent: string }, work: Work): Did =>
    'notSent' in ends ? { status: 'failed', reason: ends.notSent } : (kind.told ?? ended)(ends, work);
  return {
    takes: (type) => type === kind.type,
    plan: (work) => planned(kind, work),
    do: async (_, work, attempt) => {
      const prepared = safely(kind, work.command, work);
      if ('refused' in prepared) return { status: 'parked', reason: byHand(prepared.refused) };
      return told(await perform(prepared, attempt), work);
    },
    probe: async (_, work, attempt) => {
      if (work.probe === undefined) return { seen: 'unknown', reason: 'The step has no probe' };
      const ends = await perform(safely(kind, work.probe, work), attempt);
      if ('notSent' in ends) return { seen: 'unknown', reason: ends.notSent };
      const end = ends.at(-1) as ProgramEnd;
      if (end.code === 0) return { seen: 'done', values: answerValues(work.outArgs, end.stdout) };
      return end.code === 1 ? { seen: 'absent' } : { seen: 'unknown', reason: endText(end) };
    },
    undo: async (_, work, attempt) =>
      work.undo === undefined
        ? { status: 'failed', reason: 'Nothing says how it is undone' }
        : told(await perform(safely(kind, work.undo, work), attempt), { ...work, outArgs: {} }),
  };
}

function planned(kind: ProgramKind, work: Work): Planned {
  const prepared = safely(kind, work.command, work);
  if ('refused' in prepared) return { text: byHand(prepared.refused), certainty: 'idempotent', touches: [] };
  const { text, touches } = prepared;
  if (kind.looks) return { text, touches, certainty: 'idempotent' };
  return {
    text,
    touches,
    certainty: work.idempotent ? 'idempotent' : work.probe === undefined ? 'blind' : 'probeable',
    ...(work.undo === undefined ? {} : { undo: 'blind' }),
  };
}

function byHand(reason: string): string {
  return `${reason}: a person does it and says how it went`;
}

/** What holds for every program: no secret where others can read it, and a text in which values are values. */
function safely({ prepare }: ProgramKind, command: Resolved, work: Work): Prepared {
  if (command.byHand !== undefined) return { refused: command.byHand };
  if ([command.script ?? '', ...(command.argv ?? [])].some(hasSecret))
    return { refused: 'A secret would be in its command line, where everybody on the machine can read it' };
  return prepare(command, work);
}

/** The first address of the targets that is not of this machine. */
export function elsewhere({ targets }: Work): string | undefined {
  return targets.flatMap(({ address }) => Object.values(address).flat()).find((each) => !HERE.test(each));
}

function ended(ends: readonly ProgramEnd[], { outArgs }: Work): Did {
  const end = ends.at(-1) as ProgramEnd;
  return end.code === 0
    ? { status: 'done', values: answerValues(outArgs, end.stdout), note: 'It ended with 0' }
    : failedOf(end);
}

/** Of an end that is not 0. */
export function failedOf(end: ProgramEnd): Did {
  return { status: end.code === undefined ? 'unknown' : 'failed', reason: endText(end) };
}

export function endText({ code, stderr }: ProgramEnd): string {
  const how = code === undefined ? 'It was ended by a signal' : `It ended with ${code}`;
  const said = stderr.trim().slice(-MAX_REASON);
  return said === '' ? how : `${how}: ${said}`;
}
