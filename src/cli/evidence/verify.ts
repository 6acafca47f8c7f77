// SPDX-License-Identifier: Apache-2.0
import { counted } from '../../core/counted.ts';
import type { Fault } from '../../evidence/index.ts';
import type { Call } from '../command.ts';
import { EXIT } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { wrap } from '../render/width.ts';
import { logFolder } from './log-folder.ts';
import { type Checked, checkSource } from './source.ts';
import type { Verb } from './verb.ts';

export const verifyEvidence: Verb = {
  name: 'verify',
  summary: 'compute everything anew and say where the first wrong entry is',
  operands: ['path?'],
  options: ['key', 'git'],
  run: async (call, [named]) => {
    const path = named ?? logFolder(call);
    const checked = await checkSource(call, path);
    call.progress.end();
    const { faults } = checked;
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({ schema: 'ensuresec/evidence-check/1', path, ...checked, first: faults[0] })
        : resultText(call, path, checked),
    );
    return faults.length === 0 ? EXIT.secure : EXIT.findings;
  },
};

function resultText(call: Call, path: string, { entries, shown, notes, key, faults }: Checked): string {
  const { style } = call;
  const indented = (text: string): string[] => wrap(text, style.columns - 2).map((line) => `  ${line}`);
  const lines =
    faults.length === 0
      ? [
          `${style.green(`${style.glyphs.secure} ${style.bold('INTACT')}`)}  ${counted(entries, 'entry')} of ${style.safe(path)} ${entries === 1 ? 'is as it was' : 'are as they were'} signed${shown === undefined ? '' : `; it shows ${shown} of them`}${notes === undefined ? '' : `, and as ${counted(notes, 'note')} of git have them`}.`,
          ...indented(`first key ${style.safe(key ?? '')}: compare it with what you got by another way`).map(
            style.dim,
          ),
        ]
      : [
          `${style.red(`${style.glyphs.insecure} ${style.bold('BROKEN')}`)}  ${style.safe(path)} is not what was signed.`,
          ...faults.flatMap((fault) => [
            `  ${style.bold(placeOf(fault))} ${style.dim(style.safe(fault.where))}`,
            ...indented(style.safe(fault.message)),
          ]),
        ];
  return `${lines.join('\n')}\n`;
}

function placeOf({ entry, last }: Fault): string {
  if (entry === undefined) return 'the whole';
  return last === undefined || last === entry ? `entry ${entry}` : `entries ${entry} to ${last}`;
}
