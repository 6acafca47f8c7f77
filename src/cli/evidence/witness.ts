// SPDX-License-Identifier: Apache-2.0
// Keeps what somebody outside gave back: a cosigned checkpoint, or a time stamp over one. Or brings it out: into a note of git.
import { counted } from '../../core/counted.ts';
import {
  fromCosignature,
  fromGitNote,
  fromTimeStamp,
  gitNotesRef,
  parseCheckpointNote,
  rootThen,
  type WitnessBody,
} from '../../evidence/index.ts';
import { writeGitNote } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { withGit } from './git-repository.ts';
import { withLog } from './log-folder.ts';
import { actorOf } from './operands.ts';
import type { Verb } from './verb.ts';

export const witness: Verb = {
  name: 'witness',
  summary:
    'keep what a peer cosigned (--key), or an RFC 3161 time stamp over a checkpoint (--over); or put the checkpoint beside a commit of git (--git)',
  operands: ['file?'],
  options: ['key', 'over', 'git', 'actor'],
  run: async (call, [file]) => {
    const repository = call.options.text('git');
    if (repository !== undefined) return intoGit(call, repository, file);
    if (file === undefined)
      throw new Failure(EXIT.usage, '`evidence witness` takes FILE, or --git REPOSITORY');
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
      return told(call, body, first);
    });
  },
};

/** The checkpoint leaves this machine when the notes are pushed: the answer says how. */
function intoGit(call: Call, repository: string, file: string | undefined): Promise<number> {
  const { options } = call;
  if (file !== undefined || options.text('key') !== undefined || options.text('over') !== undefined)
    throw new Failure(EXIT.usage, '--git takes neither FILE nor --key and --over');
  return withLog(call, false, async (log) => {
    const checkpoint = log.checkpoint();
    const ref = gitNotesRef(log.head().origin);
    const commit = await withGit(call, repository, (git) => writeGitNote(git, ref, checkpoint));
    const body = fromGitNote(checkpoint, ref, commit, Date.now());
    const { first } = await log.witnessed(body, actorOf(call));
    call.say(`It vouches for nothing until others have it: git push REMOTE ${ref}`);
    return told(call, body, first);
  });
}

function told(call: Call, body: WitnessBody, recorded: number): number {
  const { by, time, size, git } = body;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({
          schema: 'ensuresec/evidence-witnessed/1',
          ...{ by, time, size },
          ...(git === undefined ? {} : { git }),
          recorded,
        })
      : `${call.style.safe(String(by))} vouches for the first ${counted(Number(size), 'entry')} as of ${String(time)}; recorded as entry ${recorded}\n`,
  );
  return EXIT.secure;
}

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
