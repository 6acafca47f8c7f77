// SPDX-License-Identifier: Apache-2.0
import { checkStore, createdKey, type Fault } from '../../evidence/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { wrap } from '../render/width.ts';
import { isLogFolder, logFolder, withStore } from './log-folder.ts';
import type { Verb } from './verb.ts';

interface Checked {
  readonly kind: 'log';
  readonly entries: number;
  readonly key: string | undefined;
  readonly faults: readonly Fault[];
}

export const verifyEvidence: Verb = {
  name: 'verify',
  summary: 'compute everything anew and say where the first wrong entry is',
  operands: ['path?'],
  options: ['key'],
  run: async (call, [named]) => {
    const path = named ?? logFolder(call);
    const checked = await check(call, path);
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

async function check(call: Call, path: string): Promise<Checked> {
  if (!isLogFolder(call, path)) throw new Failure(EXIT.nothing, `There is no log in ${path}`);
  return withStore(call, path, false, async (store) => {
    const { entries, own, faults } = await checkStore(store, (done) => call.progress.step('Checking', done));
    const key = createdKey(own);
    const expected = call.options.text('key');
    const isOther = expected !== undefined && expected !== key;
    const other: Fault = {
      where: 'key',
      message: `The log begins with the key ${key ?? '(none)'}, not with the one that you gave`,
    };
    return { kind: 'log', entries, key, faults: isOther ? [...faults, other] : faults };
  });
}

function resultText(call: Call, path: string, { entries, key, faults }: Checked): string {
  const { style } = call;
  const indented = (text: string): string[] => wrap(text, style.columns - 2).map((line) => `  ${line}`);
  const lines =
    faults.length === 0
      ? [
          `${style.green(`${style.glyphs.secure} ${style.bold('INTACT')}`)}  ${entries} entries of ${style.safe(path)} are as they were signed.`,
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
