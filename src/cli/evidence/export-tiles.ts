// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { writeTiles } from '../../evidence/index.ts';
import type { Call } from '../command.ts';
import { EXIT } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';
import { withLog } from './log-folder.ts';

/** Full tiles never change, so what is there already is not written again. */
export async function exportTiles(call: Call, folder: string): Promise<number> {
  return withLog(call, false, async (log, store) => {
    let written = 0;
    const size = await writeTiles(store, log.checkpoint(), (path, bytes) => {
      const file = join(folder, path);
      if (path !== 'checkpoint' && existsSync(resolve(call.io.cwd, file))) return;
      mkdirSync(resolve(call.io.cwd, dirname(file)), { recursive: true });
      writeFileSafely(call.io, file, bytes, true);
      call.progress.step(`Writing ${path}`);
      written++;
    });
    call.progress.end();
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({ schema: 'ensuresec/evidence-tiles/1', folder, size, written })
        : `${call.style.green(call.style.glyphs.secure)} ${call.style.safe(folder)}: ${counted(size, 'entry')} as tiles, ${counted(written, 'file')} written; personal values are not in it\n`,
    );
    return EXIT.secure;
  });
}
