// SPDX-License-Identifier: Apache-2.0
import type { CommandSpec } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { completionScript, SHELLS, type Shell } from '../render/completion.ts';

/** @param commands all commands, asked for only when the script is made. */
export const completion = (commands: () => Promise<readonly CommandSpec[]>): CommandSpec => ({
  name: 'completion',
  summary: 'Print the completion script of a shell',
  operands: [{ name: '<shell>', text: SHELLS.join(', ') }],
  examples: [
    'source <(ensuresec completion bash)',
    'ensuresec completion fish > ~/.config/fish/completions/ensuresec.fish',
  ],
  options: [],
  run: async (call) => {
    const shell = call.operands[0];
    if (!isShell(shell)) {
      // Loaded here: every command line reads this file, and names bring all of the model.
      const { nearHint } = await import('../near.ts');
      throw new Failure(
        EXIT.usage,
        `Cannot complete in \`${shell}\`: expected one of ${SHELLS.join(', ')}`,
        nearHint(shell ?? '', SHELLS),
      );
    }
    call.io.stdout.write(completionScript(shell, await commands()));
    return EXIT.secure;
  },
});

function isShell(name: string | undefined): name is Shell {
  return SHELLS.some((shell) => shell === name);
}
