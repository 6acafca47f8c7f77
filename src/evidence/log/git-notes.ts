// SPDX-License-Identifier: Apache-2.0
// Checkpoints that were put beside commits of git, against the log as it is now.
import type { Fault } from '../fault.ts';
import { sha256 } from '../merkle/hash.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { parseVerifier, type Verifier } from '../note/key.ts';
import { parseNote, signersOf } from '../note/note.ts';
import { isObject } from './entry.ts';
import { CREATED, KEY_CHANGED, type OwnEntry, WITNESSED } from './keys.ts';

export interface NotedCheckpoint {
  readonly commit: string;
  readonly text: string;
}

export interface NotesClaim {
  readonly origin: string;
  readonly own: readonly OwnEntry[];
  /** Entries of the log. */
  readonly size: number;
  /** Of the first so many entries, in base64. */
  readonly rootsAt: (sizes: readonly number[]) => Promise<ReadonlyMap<number, string>>;
}

/** One ref a log: two logs may be witnessed in one repository. */
export function gitNotesRef(origin: string): string {
  return `refs/notes/ensuresec/${Buffer.from(sha256(Buffer.from(origin)))
    .toString('hex')
    .slice(0, 16)}`;
}

/** Notes that the log contradicts, and notes that it says were made and that are not there. */
export async function checkGitNotes(
  notes: readonly NotedCheckpoint[],
  claim: NotesClaim,
): Promise<readonly Fault[]> {
  const keys = claim.own
    .filter(({ kind }) => kind === CREATED || kind === KEY_CHANGED)
    .flatMap(({ body }) => parseVerifier(String(body['key'])) ?? []);
  const judged = notes.map(({ commit, text }) => ({ commit, found: judge(text, keys, claim) }));
  const roots = await claim.rootsAt(judged.flatMap(({ found }) => ('size' in found ? [found.size] : [])));
  const faults: Fault[] = [];
  const sizes = new Map<string, number>();
  for (const { commit, found } of judged) {
    const where = placeOf(commit);
    if (!('size' in found)) faults.push({ where, ...found });
    else if (roots.get(found.size) === found.root) sizes.set(commit, found.size);
    else faults.push({ where, message: rewritten(found.size) });
  }
  const known = new Set(notes.map(({ commit }) => commit));
  const gone = claim.own.flatMap(({ index, kind, body }) => {
    const commit = kind === WITNESSED && isObject(body['git']) ? String(body['git']['commit']) : undefined;
    // A later one took its place where nothing was committed between them.
    if (commit === undefined || (sizes.get(commit) ?? -1) >= Number(body['size'])) return [];
    const message = `Entry ${index} says that a checkpoint was put beside this commit; ${known.has(commit) ? 'what is there is older or wrong' : 'it is not there: fetch the notes, or ask who took them away'}`;
    return [{ where: placeOf(commit), message }];
  });
  return [...faults, ...gone];
}

/** What the note vouches for, when the log could have signed it; else what is wrong with it. */
function judge(
  text: string,
  keys: readonly Verifier[],
  { origin, size }: NotesClaim,
): { readonly size: number; readonly root: string } | Omit<Fault, 'where'> {
  const note = parseNote(text);
  const head = note && parseCheckpoint(note.text);
  if (note === undefined || head === undefined) return { message: 'The note is no checkpoint' };
  if (head.origin !== origin) return { message: 'The checkpoint is that of another log' };
  if ((signersOf(note, keys)?.length ?? 0) === 0)
    return { message: 'The checkpoint is not signed with a key of this log' };
  if (head.size <= size) return { size: head.size, root: Buffer.from(head.root).toString('base64') };
  return {
    entry: size,
    last: head.size - 1,
    message: `The log was rolled back: the note vouches for ${head.size} entries, and there are ${size}`,
  };
}

function rewritten(size: number): string {
  return `The log was rewritten: its first ${size} entries are not those that were noted`;
}

function placeOf(commit: string): string {
  return `git note ${commit.slice(0, 12)}`;
}
