// SPDX-License-Identifier: Apache-2.0
// Commands of the type kestrel (CACAO 2.0 §5): a hunt flow over data sources that the operator names. It only looks: what
// writes files, reads them or starts analytics is for a person.
import type { Adapter } from '../adapter.ts';
import type { KestrelPolicy } from '../operator.ts';
import { programAdapter, type RunProgram } from './program.ts';

const FLOW = 'hunt.hf';
const DOES_MORE = /\b(?:SAVE|LOAD|APPLY)\b/i;
/** A variable of the flow: a name that a command gives a value; after WHERE `=` compares. */
const ASSIGNED =
  /(?<![\w.:-]|\b(?:WHERE|AND|OR|NOT)\s+|[([]\s*)([A-Za-z_]\w*)\s*=\s*(?:GET|FIND|NEW|SORT|GROUP|JOIN|MERGE)\b/gi;
const QUOTED = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|#[^\n]*/g;

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

/**
 * Everything after FROM that is no variable which the flow has made before, and everything that looks like an address: a bare
 * name that is no variable is a data source of the schema that Kestrel takes by default.
 */
function sourcesIn(script: string): readonly string[] {
  const code = script.replaceAll(QUOTED, (each) => ' '.repeat(each.length));
  const made = [...code.matchAll(ASSIGNED)].map(({ 1: name, index }) => ({ name, index }));
  const isVariable = (name: string, at: number): boolean => {
    const own = made.findLastIndex(({ index }) => index < at);
    return made.slice(0, Math.max(own, 0)).some((each) => each.name === name);
  };
  // Comments are looked at, too: what stands in quotes can look like one.
  const named = [...script.matchAll(/\bFROM(?:\s+|(?=["']))([^\s,]+(?:\s*,\s*[^\s,]+)*)/gi)].flatMap(
    ({ 1: list = '', index }) =>
      list
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '' && !isVariable(each, index)),
  );
  const addresses = script.match(/[a-z][a-z0-9+.-]*:\/\/[^\s,'"]+/gi) ?? [];
  return [...named, ...addresses];
}
