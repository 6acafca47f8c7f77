// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { type Backup, writeBackup } from '../../server/index.ts';
import { backupFailure, stoppedBy } from '../backup/failure.ts';
import { PASSPHRASE_OPTION, passphraseOf } from '../backup/passphrase.ts';
import { type Call, type CommandSpec, JSON_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { VERSION } from '../version.ts';

export const backup: CommandSpec = {
  name: 'backup',
  summary: 'Write all of a data folder to one file, also while `up` runs',
  operands: [],
  examples: [
    'ensuresec backup --data /var/lib/ensuresec --out /backup/ensuresec.age --passphrase-file /etc/ensuresec/backup.pass',
    'ensuresec backup --out today.backup',
  ],
  options: [
    {
      flags: '--data <folder>',
      text: 'The data folder',
      preset: 'ensuresec-data',
      completes: 'folder',
    },
    { flags: '--out <file>', text: 'File to write; it is whole or not there', completes: 'file' },
    { flags: '--force', text: 'Replace a file that exists' },
    PASSPHRASE_OPTION,
    {
      flags: '--with-keys',
      text: 'Take keys and tokens along although nothing encrypts them; with a passphrase they always are in it',
    },
    JSON_OPTION,
  ],
  run: async (call) => {
    const out = call.options.text('out');
    if (out === undefined || out === '')
      throw new Failure(
        EXIT.usage,
        'Say where to with --out',
        'For example: ensuresec backup --out today.backup',
      );
    const passphrase = passphraseOf(call);
    try {
      const made = await writeBackup({
        data: resolve(call.io.cwd, call.options.text('data') ?? ''),
        out: resolve(call.io.cwd, out),
        replace: call.options.flag('force'),
        keys: call.options.flag('with-keys'),
        ...(passphrase === undefined ? {} : { passphrase }),
        version: VERSION,
        now: call.io.clock,
        stopped: stoppedBy(call),
        onStep: (what, done) => call.progress.step(what, done),
      });
      call.progress.end();
      tell(call, out, made, passphrase !== undefined);
      return EXIT.secure;
    } catch (error) {
      call.progress.end();
      throw backupFailure(error, {
        nothing: 'Name the data folder of `ensuresec up` with --data',
        refused: 'Add --force to replace it, or wait for the other one',
        'unknown-keys':
          'Mend the file, or take the keys along: encrypted with --passphrase-file, or as they are with --with-keys',
        'no-room': 'Make room there, or write the backup to another disk with --out',
        damaged: 'ensuresec doctor says what is wrong with the data folder',
      });
    }
  },
};

function tell(call: Call, out: string, { manifest, bytes, sha256 }: Backup, isEncrypted: boolean): void {
  const { at, files, withoutKeys } = manifest;
  const { style } = call;
  if (call.options.flag('json')) {
    const answer = { schema: 'ensuresec/backup-made/1', at, out, bytes, sha256, encrypted: isEncrypted };
    call.io.stdout.write(forJson({ ...answer, files, withoutKeys }));
    return;
  }
  const what = `${counted(files.length, 'file')}, ${bytes} bytes`;
  call.io.stdout.write(
    `${style.green(style.glyphs.secure)} ${style.safe(out)}: ${what}${isEncrypted ? ', encrypted' : ''}\n  ${style.dim(`sha256 ${sha256}`)}\n`,
  );
  if (withoutKeys.length === 0) return;
  call.io.stdout.write(
    `  ${counted(withoutKeys.length, 'key')} left out: ${withoutKeys.map((key) => style.safe(key)).join(', ')}\n`,
  );
  call.say('Without them a restore needs them from elsewhere: --passphrase-file takes them along, encrypted');
}
