// SPDX-License-Identifier: Apache-2.0
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Git, GitError, gitIn } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';

/** Works with the repository that is named. @throws Failure 4 when it is none, 6 without git and for what git says. */
export async function withGit<T>(call: Call, named: string, work: (git: Git) => Promise<T>): Promise<T> {
  try {
    const repository = realpathSync(resolve(call.io.cwd, named));
    const git = gitIn(repository, call.io.env['PATH'] ?? process.env['PATH'] ?? '');
    await git(['rev-parse', '--git-dir']).catch((error: unknown) => {
      if (error instanceof GitError && error.code === 'failed') throw noRepository(named, error.message);
      throw error;
    });
    return await work(git);
  } catch (error) {
    if (error instanceof GitError)
      throw new Failure(
        EXIT.runtime,
        `Cannot use git: ${error.message}`,
        error.code === 'missing'
          ? 'Install git, or let a peer or a time stamp vouch: ensuresec evidence --help'
          : 'The repository needs a commit, and must belong to who runs this',
      );
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw noRepository(named, 'it is not there');
    throw error;
  }
}

function noRepository(named: string, why: string): Failure {
  return new Failure(EXIT.nothing, `There is no git repository in ${named}: ${why}`, 'Name its top folder');
}
