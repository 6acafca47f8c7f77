// SPDX-License-Identifier: Apache-2.0
// Keeps what somebody outside gave back: a cosigned checkpoint, or a time stamp over one.
import {
  fromCosignature,
  fromTimeStamp,
  parseCheckpointNote,
  rootThen,
  type WitnessBody,
} from '../../evidence/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { withLog } from './log-folder.ts';
import { actorOf } from './operands.ts';
import type { Verb } from './verb.ts';

export const witness: Verb = {
  name: 'witness',
  summary: 'keep what a peer cosigned (--key), or an RFC 3161 time stamp over a checkpoint (--over)',
  operands: ['file'],
  options: ['key', 'over', 'actor'],
  run: async (call, [file = '']) => {
    const body = read(call, file);
    if (typeof body === 'string') throw new Failure(EXIT.invalid, `Cannot use ${file}: ${body}`);
    return withLog(call, false, async (log, store) => {
      const { origin, size, root } = parseCheckpointNote(String(body['note']));
      const own = log.head();
      if (origin !== own.origin || size > own.size || (await rootThen(store, size)) !== root)
        throw new Failure(
          EXIT.findings,
          `Not kept: ${file} vouches for something that is not the beginning of this log`,
        );
      const { first } = await log.witnessed(body, actorOf(call));
      const { by, time } = body;
      call.io.stdout.write(
        call.options.flag('json')
          ? forJson({ schema: 'ensuresec/evidence-witnessed/1', by, time, size, recorded: first })
          : `${call.style.safe(String(by))} vouches for the first ${size} entries as of ${String(time)}; recorded as entry ${first}\n`,
      );
      return EXIT.secure;
    });
  },
};

function read(call: Call, file: string): WitnessBody | string {
  const [key, over] = [call.options.text('key'), call.options.text('over')];
  if ((key === undefined) === (over === undefined))
    throw new Failure(
      EXIT.usage,
      'Say what it is: --key VKEY for a cosignature, --over FILE for a time stamp',
    );
  const bytes = readBytes(call, file);
  if (key !== undefined) return fromCosignature(Buffer.from(bytes).toString('utf8'), key);
  return fromTimeStamp(
    bytes,
    Buffer.from(readBytes(call, over ?? '')).toString('utf8'),
    'time stamp (RFC 3161)',
  );
}
