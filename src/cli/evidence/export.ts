// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { counted } from '../../core/counted.ts';
import { latestKey, writeBundle } from '../../evidence/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { builtInPacks } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';
import { exportTiles } from './export-tiles.ts';
import { logFolder, signerIn, withLog } from './log-folder.ts';
import { wholeNumber } from './operands.ts';
import type { Verb } from './verb.ts';

const VERIFIER = 'verify_evidence.py';

export const exportEvidence: Verb = {
  name: 'export',
  summary: 'a zip that shows some entries and proves the rest, or with --tiles a folder (C2SP tlog-tiles)',
  operands: ['target'],
  options: ['entry', 'field', 'force', 'tiles'],
  run: (call, [target = '']) =>
    call.options.flag('tiles') ? exportTiles(call, target) : exportBundle(call, target),
};

async function exportBundle(call: Call, target: string): Promise<number> {
  const entries = call.options.list('entry').map((text) => wholeNumber(text, '--entry'));
  const fields = call.options.list('field').map(fieldOf);
  return withLog(call, false, async (log, store) => {
    const vkey = latestKey(await log.own()) ?? '';
    const signer = signerIn(call, logFolder(call), vkey);
    if (signer === undefined)
      throw new Failure(EXIT.runtime, `The private key of ${vkey} is not in ${logFolder(call)}`);
    const { size, origin } = log.head();
    const beside = [
      { path: 'README.txt', data: Buffer.from(readme(origin, size)) },
      { path: VERIFIER, data: readFileSync(join(dirname(builtInPacks()), 'verifier', VERIFIER)) },
    ];
    const bytes = await writeBundle({ store, checkpoint: log.checkpoint(), signer, entries, fields, beside });
    writeFileSafely(call.io, target, bytes, call.options.flag('force'));
    const shown = [...new Set([...entries, ...fields.map(({ index }) => index)])];
    const { style } = call;
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({
            schema: 'ensuresec/evidence-export/1',
            file: target,
            bytes: bytes.length,
            size,
            shown,
            fields,
          })
        : `${style.green(style.glyphs.secure)} ${style.safe(target)}: ${shown.length} of ${counted(size, 'entry')} shown, ${counted(fields.length, 'personal value')}, the rest as hashes\n  ${style.dim('hand the key over by another way:')} ${style.safe(firstKey(await log.own()))}\n`,
    );
    return EXIT.secure;
  });
}

function firstKey(own: Parameters<typeof latestKey>[0]): string {
  return latestKey(own.slice(0, 1)) ?? '';
}

/** `17:email`. */
function fieldOf(text: string): { readonly index: number; readonly name: string } {
  const [, index = '', name = ''] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (name === '')
    throw new Failure(EXIT.usage, `Cannot use \`${text}\` as --field: expected ENTRY:NAME, such as 17:email`);
  return { index: wholeNumber(index, 'the entry of --field'), name };
}

function readme(origin: string, size: number): string {
  return `Evidence of ${origin}: ${counted(size, 'entry')}, some of them shown in entry/, all of them as hashes in tile/.

To check it without trusting who gave it to you, get ${VERIFIER} from the repository of ENSURESEC and not from here, get
the key of the log from the operator by another way, and run, with Python 3 and openssl:

    python3 ${VERIFIER} THIS.zip --key KEY

It says INTACT, or which entry is wrong. What it cannot show: that an entry was true when it was written, and that the
operator did not write everything anew before the first witness saw it. Entries of kind evidence.witnessed are witnesses.
`;
}
