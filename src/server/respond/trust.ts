// SPDX-License-Identifier: Apache-2.0
// Keys of whom the operator trusts, and playbooks that somebody signed, in the folder of the data.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasErrors } from '../../core/problem.ts';
import { readFileBounded, readFolder } from '../../platform/index.ts';
import { type Playbook, RunError, readPlaybook, type Signer } from '../../respond/index.ts';

const SIGNED = 'signed-playbooks';

/** @throws RunError `refused` for a key that cannot be read: without it nobody would know whose playbooks may run. */
export function signersIn(data: string, files: readonly string[]): readonly Signer[] {
  return files.map((name) => {
    const { value } = readFileBounded(resolve(data, name));
    if (value === undefined) throw new RunError('refused', `The key ${name} of a signer cannot be read`);
    return { name, pem: new TextDecoder().decode(value) };
  });
}

/** @throws RunError `refused` for a file that is no playbook. */
export function signedIn(data: string): readonly Playbook[] {
  const folder = join(data, SIGNED);
  if (!existsSync(folder)) return [];
  const { value: files = [], problems } = readFolder(folder, ['.json']);
  const unread = problems.map(({ message }) => message);
  const playbooks = files.flatMap(({ path, bytes }) => {
    const read = readPlaybook(bytes, path);
    if (read.value !== undefined && !hasErrors(read.problems)) return [read.value];
    unread.push(`${path}: ${read.problems[0]?.message ?? 'it is empty'}`);
    return [];
  });
  if (unread.length > 0) throw new RunError('refused', `Cannot read ${SIGNED}: ${unread.join('; ')}`);
  return playbooks;
}
