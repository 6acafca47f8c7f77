// SPDX-License-Identifier: Apache-2.0
// Commands of the type powershell (CACAO 2.0 §5) on this machine. The script goes as base64 of UTF-16, so no quoting of the
// command line touches it (about_Pwsh, -EncodedCommand).
import type { Adapter } from '../adapter.ts';
import { elsewhere, programAdapter, type RunProgram } from './program.ts';

/** A word of a command line holds 128 KiB on Linux. */
const MAX_WORD = 120_000;

export function powershellAdapter(program: string | undefined, run: RunProgram): Adapter {
  return programAdapter(
    {
      type: 'powershell',
      looks: false,
      prepare: ({ script = '', text }, work) => {
        if (program === undefined) return { refused: 'The operator lets playbooks use no PowerShell' };
        const other = elsewhere(work);
        if (other !== undefined)
          return { refused: `PowerShell runs on this machine, and the target is ${other}` };
        const coded = Buffer.from(script, 'utf16le').toString('base64');
        if (script.trim() === '' || coded.length > MAX_WORD)
          return { refused: 'The script is empty, or too long for a command line' };
        return {
          calls: [{ program, words: ['-NoProfile', '-NonInteractive', '-EncodedCommand', coded] }],
          touches: [program],
          text: `run ${program}: ${text}`,
        };
      },
    },
    run,
  );
}
