// SPDX-License-Identifier: Apache-2.0
import { EXIT } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { logFolder, newKey, withLog } from './log-folder.ts';
import { actorOf } from './operands.ts';
import type { Verb } from './verb.ts';

export const changeKey: Verb = {
  name: 'change-key',
  summary: 'sign with a new key from here on; the old one vouches for it',
  operands: [],
  options: ['actor'],
  run: (call) =>
    withLog(call, false, async (log) => {
      const next = newKey(call, logFolder(call), log.head().origin);
      const { first } = await log.changeKey(next, actorOf(call));
      const { vkey } = next.verifier;
      call.io.stdout.write(
        call.options.flag('json')
          ? forJson({ schema: 'ensuresec/evidence-key/1', key: vkey, recorded: first })
          : `The log is signed by ${call.style.bold(vkey)} from here on; recorded as entry ${first}\n`,
      );
      return EXIT.secure;
    }),
};
