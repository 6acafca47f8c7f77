// SPDX-License-Identifier: Apache-2.0
import { counted } from '../../core/counted.ts';
import { parseCheckpointNote } from '../../evidence/index.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { wrap } from '../render/width.ts';
import { withLog } from './log-folder.ts';
import { wholeNumber } from './operands.ts';
import type { Verb } from './verb.ts';

const base64 = (hash: Uint8Array): string => Buffer.from(hash).toString('base64');

export const prove: Verb = {
  name: 'prove',
  summary: 'the hashes that show that an entry is in the log',
  operands: ['entry?'],
  options: ['since'],
  run: async (call, [entry]) => {
    const since = call.options.text('since');
    if ((entry === undefined) === (since === undefined))
      throw new Failure(EXIT.usage, 'Say what to prove: the number of an entry, or --since SIZE');
    const { style } = call;
    return withLog(call, false, async (log) => {
      const { size, root } = parseCheckpointNote(log.checkpoint());
      const head = { size, root, checkpoint: log.checkpoint() };
      if (since !== undefined) {
        const proof = (await log.proveConsistency(wholeNumber(since, '--since'))).map(base64);
        call.io.stdout.write(
          call.options.flag('json')
            ? forJson({ schema: 'ensuresec/consistency-proof/1', since: Number(since), ...head, proof })
            : `The log of ${counted(size, 'entry')} still begins with the first ${since}: ${counted(proof.length, 'hash')} ${proof.length === 1 ? 'shows' : 'show'} it to who has the root of then\n${lines(proof)}`,
        );
        return EXIT.secure;
      }
      const { index, data, proof } = await log.prove(wholeNumber(entry ?? '', 'an entry'));
      const text = Buffer.from(data).toString();
      call.io.stdout.write(
        call.options.flag('json')
          ? forJson({
              schema: 'ensuresec/inclusion-proof/1',
              index,
              entry: text,
              ...head,
              proof: proof.map(base64),
            })
          : `Entry ${index} of ${size}\n${wrap(style.safe(text), style.columns - 2)
              .map((line) => `  ${line}`)
              .join(
                '\n',
              )}\nis under the root ${root} by ${counted(proof.length, 'hash')}, lowest first\n${lines(proof.map(base64))}`,
      );
      return EXIT.secure;
    });
  },
};

function lines(hashes: readonly string[]): string {
  return hashes.map((hash) => `  ${hash}\n`).join('');
}
