// SPDX-License-Identifier: Apache-2.0
import { counted } from '../../core/counted.ts';
import { lastWitnessed, latestKey, parseCheckpointNote } from '../../evidence/index.ts';
import { EXIT } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { logFolder, withLog } from './log-folder.ts';
import type { Verb } from './verb.ts';

export const status: Verb = {
  name: 'status',
  summary: 'size, root, key, and when somebody outside last vouched for it',
  operands: [],
  options: [],
  run: (call) =>
    withLog(call, false, async (log) => {
      const own = await log.own();
      const { origin, size, root } = parseCheckpointNote(log.checkpoint());
      const witnessed = lastWitnessed(own);
      const answer = { origin, size, root, key: latestKey(own), witnessed };
      const { style } = call;
      call.io.stdout.write(
        call.options.flag('json')
          ? forJson({ schema: 'ensuresec/evidence-status/1', ...answer })
          : [
              `${style.bold(style.safe(origin))}  ${counted(size, 'entry')} in ${logFolder(call)}`,
              `  root  ${root}`,
              `  key   ${answer.key ?? ''}`,
              `  ${witnessText(witnessed, size, style)}`,
              '',
            ].join('\n'),
      );
      return EXIT.secure;
    }),
};

const MINUTE = 60_000;

function witnessText(
  witnessed: ReturnType<typeof lastWitnessed>,
  size: number,
  style: Parameters<Verb['run']>[0]['style'],
): string {
  if (witnessed === undefined)
    return style.yellow('never witnessed: who has the key of this machine could still rewrite everything');
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(witnessed.time)) / MINUTE));
  const open = size - witnessed.size;
  return `last witnessed ${counted(minutes, 'minute')} ago by ${style.safe(witnessed.by)}; ${counted(open, 'entry')} ${open === 1 ? 'is' : 'are'} newer`;
}
