// SPDX-License-Identifier: Apache-2.0
// Commands of the type bash (CACAO 2.0 §5.2) on this machine: a program that the operator names, with its words.
import type { Adapter, Resolved } from '../adapter.ts';
import { elsewhere, programAdapter, type RunProgram } from './program.ts';

export function bashAdapter(programs: readonly string[], run: RunProgram): Adapter {
  return programAdapter(
    {
      type: 'bash',
      looks: false,
      prepare: (command, work) => {
        const called = programOf(programs, command);
        const other = elsewhere(work);
        if ('refused' in called) return called;
        if (other !== undefined) return { refused: `bash runs on this machine, and the target is ${other}` };
        return { calls: [called], touches: [called.program], text: `run ${command.text}` };
      },
    },
    run,
  );
}

type Called = { readonly program: string; readonly words: readonly string[] } | { readonly refused: string };

/** By its path, or by its name where one path of the operator ends in it. */
function programOf(programs: readonly string[], { argv }: Resolved): Called {
  const [first, ...words] = argv ?? [];
  if (first === undefined) return { refused: 'It needs a shell, and none is started for a playbook' };
  const found = programs.filter((each) => each === first || each.endsWith(`/${first}`));
  const [program] = found;
  return program === undefined || found.length > 1
    ? { refused: `${first} is not among the programs that the operator lets playbooks start` }
    : { program, words };
}
