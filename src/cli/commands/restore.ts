// SPDX-License-Identifier: Apache-2.0
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { type Manifest, type Restored, restoreBackup, verifyBackup } from '../../server/index.ts';
import { backupFailure, stoppedBy } from '../backup/failure.ts';
import { PASSPHRASE_OPTION, passphraseOf } from '../backup/passphrase.ts';
import { type Call, type CommandSpec, JSON_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { nearFileHint } from '../near.ts';
import { forJson } from '../render/escape.ts';

export const restore: CommandSpec = {
  name: 'restore',
  summary: 'Make a data folder of a backup, after all of it was checked',
  operands: [{ name: '<backup>', text: 'File that `ensuresec backup` wrote' }],
  examples: [
    'ensuresec restore today.backup --verify',
    'ensuresec restore /backup/ensuresec.age --passphrase-file /etc/ensuresec/backup.pass --data /var/lib/ensuresec',
  ],
  options: [
    {
      flags: '--data <folder>',
      text: 'The data folder to make; it must be empty or not there, and --verify unpacks beside it',
      preset: 'ensuresec-data',
      completes: 'folder',
    },
    { flags: '--verify', text: 'Only check the backup, and change nothing' },
    { flags: '--replace', text: 'Put what is in the data folder aside, beside it' },
    PASSPHRASE_OPTION,
    JSON_OPTION,
  ],
  run: async (call) => {
    const [named = ''] = call.operands;
    const file = resolve(call.io.cwd, named);
    const found = statSync(file, { throwIfNoEntry: false });
    // A pipe would have to be read twice: to see what it is, and to take it apart.
    if (found?.isFile() === false)
      throw new Failure(EXIT.invalid, `Cannot read ${named} as a backup: it is not a regular file`);
    if (found === undefined)
      throw new Failure(EXIT.nothing, `There is no backup ${named}`, nearFileHint(call.io.cwd, named));
    const data = call.options.text('data') ?? '';
    const folder = resolve(call.io.cwd, data);
    const passphrase = passphraseOf(call);
    const read = {
      file,
      ...(passphrase === undefined ? {} : { passphrase }),
      stopped: stoppedBy(call),
      onStep: (what: string) => call.progress.step(what),
    };
    try {
      if (call.options.flag('verify'))
        tellVerified(call, named, await verifyBackup({ ...read, data: folder }));
      else {
        const replace = call.options.flag('replace');
        tellRestored(call, data, await restoreBackup({ ...read, data: folder, replace, now: call.io.clock }));
      }
      return EXIT.secure;
    } catch (error) {
      call.progress.end();
      throw backupFailure(error, {
        refused: 'Add --replace to put what is there aside; `ensuresec up` on it must be stopped',
        'no-room': 'Nothing was changed: make room there, or name a --data on another disk',
        passphrase: 'Name the file with the passphrase with --passphrase-file',
        damaged: 'Nothing was changed: use another backup',
        'not-a-backup': 'Nothing was changed: name a file that `ensuresec backup` wrote',
      });
    }
  },
};

function tellVerified(call: Call, file: string, manifest: Manifest): void {
  call.progress.end();
  const { at, version, files, withoutKeys } = manifest;
  const { style } = call;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/backup-verified/1', file, at, version, files, withoutKeys })
      : `${style.green(style.glyphs.secure)} ${style.safe(file)} is whole: ${contents(manifest)}, of ${at}\n${keyLine(call, withoutKeys)}`,
  );
}

function tellRestored(call: Call, data: string, { manifest, aside }: Restored): void {
  call.progress.end();
  const { at, version, files, withoutKeys } = manifest;
  const { style } = call;
  if (call.options.flag('json')) {
    call.io.stdout.write(
      forJson({ schema: 'ensuresec/restored/1', data, aside, at, version, files, withoutKeys }),
    );
    return;
  }
  const before = aside === undefined ? '' : `  what was there is in ${style.safe(aside)}\n`;
  call.io.stdout.write(
    `${style.green(style.glyphs.secure)} ${style.safe(data)}: ${contents(manifest)}, of ${at}\n${before}${keyLine(call, withoutKeys)}`,
  );
  if (withoutKeys.length > 0)
    call.say(
      `Put the keys back before \`ensuresec up\`, such as ${call.aside.safe(join(data, withoutKeys[0] ?? ''))}: a log of evidence goes on only with its key, and pseudonyms stay the same only with hash.key`,
    );
}

function contents({ files }: Manifest): string {
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0);
  return `${counted(files.length, 'file')}, ${bytes} bytes`;
}

function keyLine(call: Call, keys: readonly string[]): string {
  if (keys.length === 0) return '';
  const names = keys.map((key) => call.style.safe(key)).join(', ');
  return `  ${counted(keys.length, 'key')} not in it: ${names}\n`;
}
