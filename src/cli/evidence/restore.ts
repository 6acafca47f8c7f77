// SPDX-License-Identifier: Apache-2.0

import { counted } from '../../core/counted.ts';
import { shellWord } from '../../core/shell-word.ts';
import { createdKey, restoreLog } from '../../evidence/index.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { isLogFolder, logFolder, withStore } from './log-folder.ts';
import { readTilesFolder } from './source.ts';
import type { Verb } from './verb.ts';

export const restore: Verb = {
  name: 'restore',
  summary: 'a log from the tiles of an export, checked first; personal values do not come back',
  operands: ['tiles'],
  options: ['key'],
  run: async (call, [tiles = '']) => {
    const folder = logFolder(call);
    if (isLogFolder(call, folder))
      throw new Failure(EXIT.usage, `There is a log in ${folder} already`, 'Name another folder with --log');
    const found = await readTilesFolder(call, tiles);
    const expected = call.options.text('key');
    if (found.faults.length > 0)
      throw new Failure(
        EXIT.findings,
        `Cannot restore from ${tiles}: ${found.faults[0]?.message ?? ''}`,
        `ensuresec evidence verify ${shellWord(tiles)} says where`,
      );
    if (expected !== undefined && expected !== createdKey(found.own))
      throw new Failure(
        EXIT.findings,
        `Cannot restore from ${tiles}: it does not begin with the key that you gave`,
      );
    await withStore(call, folder, true, (store) => restoreLog(store, found));
    const { style } = call;
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({ schema: 'ensuresec/evidence-restored/1', folder, size: found.size })
        : `${style.green(style.glyphs.secure)} ${counted(found.size, 'entry')} restored in ${style.safe(folder)}\n  ${style.dim(`to append, put the private key into ${style.safe(folder)}/keys`)}\n`,
    );
    return EXIT.secure;
  },
};
