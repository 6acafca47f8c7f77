// SPDX-License-Identifier: Apache-2.0
// Commands of the type yara (CACAO 2.0 §5): the rule of the command over the folders that the operator names.
import { counted } from '../../../../core/counted.ts';
import type { Adapter, Did, Work } from '../adapter.ts';
import type { YaraPolicy } from '../operator.ts';
import { answerValues } from './answer-values.ts';
import { FIRST } from './looking.ts';
import { failedOf, type ProgramEnd, programAdapter, type RunProgram } from './program.ts';

const RULE = 'rule.yar';
/** It would read files of this machine that nobody has named. */
const INCLUDES = /\binclude\s*"/;

export function yaraAdapter(policy: YaraPolicy | undefined, run: RunProgram): Adapter {
  return programAdapter(
    {
      type: 'yara',
      looks: true,
      prepare: ({ script = '' }) => {
        if (policy === undefined) return { refused: 'The operator lets playbooks use no YARA' };
        if (INCLUDES.test(script)) return { refused: 'The rule includes other files' };
        const { program, paths } = policy;
        return {
          calls: paths.map((path) => ({
            program,
            words: ['--no-warnings', '--recursive', RULE, path],
            files: { [RULE]: script },
          })),
          touches: paths,
          text: `look for ${namesIn(script)} in ${paths.join(', ')}`,
        };
      },
      told,
    },
    run,
  );
}

function namesIn(script: string): string {
  const names = [...script.matchAll(/^[ \t]*(?:(?:global|private)\s+)*rule\s+(\w+)/gm)].map(
    ([, name]) => name,
  );
  return names.length === 0 ? 'the rule' : names.join(', ');
}

/** `hits`: how many; `first`: the first of them, each with rule and path. A line of yara(1) is the rule, a space, the path. */
function told(ends: readonly ProgramEnd[], { outArgs }: Work): Did {
  const failed = ends.find(({ code }) => code !== 0);
  if (failed !== undefined) return failedOf(failed);
  const lines = ends
    .flatMap(({ stdout, isCut }) => stdout.split('\n').slice(isCut === true ? 1 : 0))
    .filter((line) => line.includes(' '));
  const first = lines.slice(0, FIRST).map((line) => {
    const at = line.indexOf(' ');
    return { rule: line.slice(0, at), path: line.slice(at + 1) };
  });
  const values = answerValues(outArgs, JSON.stringify({ hits: lines.length, first }));
  return {
    status: 'done',
    values,
    note: `${ends.some(({ isCut }) => isCut) ? 'At least ' : ''}${counted(lines.length, 'hit')}`,
  };
}
