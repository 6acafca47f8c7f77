// SPDX-License-Identifier: Apache-2.0
// Commands of the type kestrel (CACAO 2.0 §5): a hunt flow over data sources that the operator names. It only looks: what
// writes files, reads them or starts analytics is for a person.
import type { Adapter } from '../adapter.ts';
import type { KestrelPolicy } from '../operator.ts';
import { programAdapter, type RunProgram } from './program.ts';

const FLOW = 'hunt.hf';
const DOES_MORE = /\b(?:SAVE|LOAD|APPLY)\b/i;
const VARIABLE = /^[A-Za-z_]\w*$/;

export function kestrelAdapter(policy: KestrelPolicy | undefined, run: RunProgram): Adapter {
  return programAdapter(
    {
      type: 'kestrel',
      looks: true,
      prepare: ({ script = '', text }) => {
        if (policy === undefined) return { refused: 'The operator lets playbooks use no Kestrel' };
        const { program, sources } = policy;
        const more = DOES_MORE.exec(script)?.[0];
        if (more !== undefined) return { refused: `The hunt flow says ${more}, which does more than look` };
        const asked = sourcesIn(script);
        const other = asked.find((each) => !sources.includes(each));
        if (other !== undefined)
          return { refused: `${other} is not among the data sources that the operator lets playbooks ask` };
        return {
          calls: [{ program, words: [FLOW], files: { [FLOW]: script } }],
          touches: [...new Set(asked)],
          text: `hunt with ${program}: ${text}`,
        };
      },
    },
    run,
  );
}

/** Everything after FROM that is no variable of the flow, and everything that looks like an address. */
function sourcesIn(script: string): readonly string[] {
  // Comments are looked at, too: what stands in quotes can look like one.
  const named = [...script.matchAll(/\bFROM\s+(\S+)/gi)].flatMap(([, list = '']) => list.split(','));
  const addresses = script.match(/[a-z][a-z0-9+.-]*:\/\/[^\s,'"]+/gi) ?? [];
  return [...named.filter((each) => each !== '' && !VARIABLE.test(each)), ...addresses];
}
