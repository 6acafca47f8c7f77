// SPDX-License-Identifier: Apache-2.0
// Notes of git: texts beside commits, in a history of their own that is pushed and pulled like any other.
import type { Git } from './run-git.ts';

interface GitNote {
  /** Id of the commit that it is beside. */
  readonly commit: string;
  readonly text: string;
}

const ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** The settings of the person are not read, and git wants a name. */
const AUTHOR = ['-c', 'user.name=ENSURESEC', '-c', 'user.email=evidence@localhost'];

/**
 * Puts `text` beside the commit that is checked out, in place of what is there under `ref`; what was there stays in the history
 * of `ref`.
 *
 * @returns id of the commit.
 * @throws GitError
 */
export async function writeGitNote(git: Git, ref: string, text: string): Promise<string> {
  const head = oneId(await git(['rev-parse', '--verify', '--end-of-options', 'HEAD^{commit}']));
  // Written as a blob first: `git notes -F` takes away blank lines, and a signature is over each of them.
  const blob = oneId(await git(['hash-object', '-w', '--no-filters', '--stdin'], text));
  await git([...AUTHOR, 'notes', `--ref=${ref}`, 'add', '-f', '-C', blob, '--', head]);
  return head;
}

/** The newest note beside each commit under `ref`; none when there is no such ref. @throws GitError */
export async function readGitNotes(git: Git, ref: string): Promise<readonly GitNote[]> {
  const listed = (await git(['notes', `--ref=${ref}`, 'list'])).toString('latin1');
  const rows = listed.split('\n').flatMap((line) => {
    const [blob = '', commit = ''] = line.split(' ');
    return ID.test(blob) && ID.test(commit) ? [{ blob, commit }] : [];
  });
  if (rows.length === 0) return [];
  const output = await git(['cat-file', '--batch'], rows.map(({ blob }) => `${blob}\n`).join(''));
  return textsIn(output, rows);
}

/** `ID blob SIZE`, a line feed, the bytes, a line feed (git-cat-file, "BATCH OUTPUT"). */
function textsIn(output: Buffer, rows: readonly { readonly commit: string }[]): readonly GitNote[] {
  const notes: GitNote[] = [];
  let at = 0;
  for (const { commit } of rows) {
    const end = output.indexOf(0x0a, at);
    const size = / blob (\d+)$/.exec(output.toString('latin1', at, Math.max(at, end)))?.[1];
    at = end + 1;
    if (end < 0) break;
    if (size === undefined) continue;
    notes.push({ commit, text: output.toString('utf8', at, at + Number(size)) });
    at += Number(size) + 1;
  }
  return notes;
}

function oneId(output: Buffer): string {
  const id = output.toString('latin1').trim();
  if (!ID.test(id)) throw new Error(`git gave no id: ${id.slice(0, 100)}`);
  return id;
}
