// SPDX-License-Identifier: Apache-2.0
// The verbs of `respond` that carry playbooks out, and what each of them takes.
import type { Call, OptionSpec } from '../command.ts';
import { answer, approve, resume, run, show, undo } from './run.ts';

export interface RespondVerb {
  readonly name: string;
  readonly summary: string;
  /** Options that it knows besides those of all. */
  readonly options: readonly string[];
  readonly run: (call: Call, operands: readonly string[]) => Promise<number> | number;
}

const GOES_ON = ['operator', 'wait', 'actor', 'data', 'pack'];

export const RUN_VERBS: readonly RespondVerb[] = [
  {
    name: 'run',
    summary: 'carry it out, as far as it gets without a person',
    options: [...GOES_ON, 'simulate', 'require-signature', 'world', 'with', 'set', 'id', 'language'],
    run,
  },
  {
    name: 'resume',
    summary: '[RUN]: go on with it, or with all that are open',
    options: GOES_ON,
    run: resume,
  },
  { name: 'show', summary: '[RUN]: where it stands, or a line for each', options: ['data'], run: show },
  { name: 'approve', summary: 'RUN NUMBER: a command may be carried out', options: GOES_ON, run: approve },
  {
    name: 'answer',
    summary: 'RUN NUMBER done|failed|again: how a command went that waits for a person',
    options: [...GOES_ON, 'set', 'note'],
    run: answer,
  },
  { name: 'undo', summary: 'RUN NUMBER: take a command back', options: GOES_ON, run: undo },
];

export const RUN_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--data <folder>',
    text: 'Folder of the data; the log of runs is in it',
    preset: 'ensuresec-data',
    completes: 'folder',
  },
  { flags: '--actor <name>', text: 'Who does it (default: the user of this machine)' },
  {
    flags: '--operator <file>',
    text: 'What playbooks may do here (default: operator.yaml in the folder of the data)',
    completes: 'file',
  },
  {
    flags: '--model <file>',
    text: 'plan: also say which of its assets each command would touch',
    completes: 'file',
  },
  { flags: '--wait <seconds>', text: 'Longest delay of a step that is waited for (default: 60)' },
  { flags: '--simulate', text: 'run: in a played world, where nothing real is touched' },
  {
    flags: '--require-signature <file>',
    text: 'plan, run: public key (PEM) of a signer; only what one of them has signed is run in earnest',
    repeat: true,
    completes: 'file',
  },
  { flags: '--world <file>', text: 'run --simulate: the world it begins with', completes: 'file' },
  {
    flags: '--with <playbook>',
    text: 'run: a playbook that it may call',
    repeat: true,
    completes: 'file',
  },
  { flags: '--set <name=value>', text: 'run, answer: a variable', repeat: true },
  { flags: '--id <id>', text: 'run: its id, instead of the next free number of the year' },
  { flags: '--note <text>', text: 'answer: a remark' },
];
