// SPDX-License-Identifier: Apache-2.0
import { counted } from '../../core/counted.ts';
import { parseCheckpointNote, readRecords } from '../../evidence/index.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, required } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { withLog } from './log-folder.ts';
import { actorOf } from './operands.ts';
import type { Verb } from './verb.ts';

/** Records that share one transaction. */
const BATCH = 1000;

export const append: Verb = {
  name: 'append',
  summary: 'add records, one JSON object a line',
  operands: ['file'],
  options: ['origin', 'actor'],
  run: async (call, [file = '']) => {
    const records = required(readRecords(readBytes(call, file), file, actorOf(call)), `the records ${file}`);
    if (records.length === 0) throw new Failure(EXIT.nothing, `There is no record in ${file}`);
    return withLog(call, true, async (log) => {
      const first = log.head().size;
      for (let at = 0; at < records.length; at += BATCH) {
        await log.append(records.slice(at, at + BATCH));
        call.progress.step('Writing', at / records.length);
      }
      call.progress.end();
      const checkpoint = log.checkpoint();
      const { size, root } = parseCheckpointNote(checkpoint);
      const { style } = call;
      call.io.stdout.write(
        call.options.flag('json')
          ? forJson({
              schema: 'ensuresec/evidence-receipt/1',
              first,
              count: records.length,
              size,
              root,
              checkpoint,
            })
          : `${style.green(style.glyphs.secure)} ${counted(records.length, 'record')} on disk as ${records.length === 1 ? 'entry' : 'entries'} ${first}${records.length === 1 ? '' : ` to ${first + records.length - 1}`}\n  ${style.dim(`${counted(size, 'entry')}, root ${root}`)}\n`,
      );
      return EXIT.secure;
    });
  },
};
