// SPDX-License-Identifier: Apache-2.0
// Checkpoints beside commits of git: written, found again, and what they tell of a log that was changed. Needs the program
// git: without it these tests fail, for the repository of whoever runs them came with it.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gitNotesRef } from '../../src/evidence/index.ts';
import { gitIn, readGitNotes, writeGitNote } from '../../src/platform/index.ts';
import { hasPeers } from '../support/peers.ts';
import { ensuresec } from './terminal.ts';

const VERIFIER = path.resolve(import.meta.dirname, '../../verifier/verify_evidence.py');
const ORIGIN = 'shop.example/evidence';
const REF = gitNotesRef(ORIGIN);

let cwd = '';
const run = (...argv: string[]) => ensuresec(['evidence', ...argv], { cwd });
const json = async (...argv: string[]) =>
  JSON.parse((await run(...argv, '--json')).stdout) as Record<string, unknown>;
const git = (...argv: string[]): string =>
  execFileSync('git', ['-C', path.join(cwd, 'repo'), '-c', 'user.name=t', '-c', 'user.email=t@t', ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const commit = (): string => {
  git('commit', '-q', '--allow-empty', '-m', 'x');
  return git('rev-parse', 'HEAD').trim();
};
const append = (count: number, ...argv: string[]) => {
  const lines = Array.from({ length: count }, (_, at) => JSON.stringify({ kind: 'note', body: { at } }));
  writeFileSync(path.join(cwd, 'r.ndjson'), lines.join('\n'));
  return run('append', 'r.ndjson', '--origin', ORIGIN, ...argv);
};
const at = (): ReturnType<typeof gitIn> => gitIn(path.join(cwd, 'repo'), process.env['PATH'] ?? '');

let first = '';
beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-evidence-git-'));
  execFileSync('git', ['init', '-q', path.join(cwd, 'repo')]);
  await append(5);
  // A thief of the whole folder, key and all, before anybody outside had seen the log.
  cpSync(path.join(cwd, 'evidence'), path.join(cwd, 'stolen'), { recursive: true });
  first = commit();
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('the checkpoint is put beside the commit, recorded, and found as it was signed', async () => {
  expect((await run('verify', '--git', 'repo')).code).toBe(4);
  const told = await run('witness', '--git', 'repo', '--json');
  expect([told.code, told.stderr]).toEqual([0, expect.stringContaining(`git push REMOTE ${REF}`)]);
  expect(JSON.parse(told.stdout)).toMatchObject({ size: 6, recorded: 6, git: { ref: REF, commit: first } });
  const noted = await readGitNotes(at(), REF);
  expect(noted).toMatchObject([{ commit: first, text: expect.stringContaining(`${ORIGIN}\n6\n`) }]);
  expect(git('notes', `--ref=${REF}`, 'show', first)).toBe(noted[0]?.text);
  expect((await run('status')).stdout).toContain(
    `last witnessed 0 minutes ago by git note beside ${first.slice(0, 12)}`,
  );
  await append(600);
  commit();
  await run('witness', '--git', 'repo');
  // On the same commit again: the later one takes its place.
  await run('change-key');
  await run('witness', '--git', 'repo');
  const verified = await run('verify', '--git', 'repo');
  expect([verified.code, verified.stdout]).toEqual([
    0,
    expect.stringContaining('as 2 notes of git have them'),
  ]);
  expect(await json('verify', '--git', 'repo')).toMatchObject({ kind: 'log', notes: 2, faults: [] });
});

test.skipIf(!hasPeers)('a bundle with such a witness holds for both verifiers', async () => {
  await run('export', 'b.zip');
  expect((await run('verify', 'b.zip')).code).toBe(0);
  const python = execFileSync('python3', [VERIFIER, path.join(cwd, 'b.zip')], { encoding: 'utf8' });
  expect(python).toContain('INTACT');
});

test('a log that was rolled back, or written anew with its own key, is told', async () => {
  const rolledBack = await json('verify', 'stolen', '--git', 'repo');
  expect((await run('verify', 'stolen')).code).toBe(0);
  expect(rolledBack['faults']).toMatchObject([
    { where: expect.stringContaining('git note'), message: expect.stringContaining('not signed with a key') },
  ]);
  await append(1, '--log', 'stolen');
  expect((await run('verify', 'stolen', '--git', 'repo')).code).toBe(1);
  cpSync(path.join(cwd, 'evidence'), path.join(cwd, 'longer'), { recursive: true });
  await append(3, '--log', 'longer');
  commit();
  await run('witness', '--git', 'repo', '--log', 'longer');
  const behind = await json('verify', '--git', 'repo');
  expect(behind['faults']).toMatchObject([
    { entry: 611, last: 613, message: expect.stringContaining('rolled back: the note vouches for 614') },
  ]);
  await append(9);
  const forked = await json('verify', '--git', 'repo');
  expect(forked['faults']).toMatchObject([
    { message: 'The log was rewritten: its first 614 entries are not those that were noted' },
  ]);
  git('notes', `--ref=${REF}`, 'remove', 'HEAD');
  expect((await run('verify', '--git', 'repo')).code).toBe(0);
});

test('notes that are gone, that strangers wrote, or that are no checkpoints are told', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['nonsense', 'no checkpoint'],
    [`${ORIGIN}\n6\n${Buffer.alloc(32).toString('base64')}\n\n— x AAAAAAA=\n`, 'not signed with a key'],
    [`other\n6\n${Buffer.alloc(32).toString('base64')}\n\n— x AAAAAAA=\n`, 'another log'],
  ];
  commit();
  for (const [text, why] of cases) {
    await writeGitNote(at(), REF, text);
    const { faults } = (await json('verify', '--git', 'repo')) as { faults: { message: string }[] };
    expect(faults.map(({ message }) => message)).toEqual([expect.stringContaining(why)]);
  }
  git('notes', `--ref=${REF}`, 'remove', 'HEAD', first);
  const gone = await run('verify', '--git', 'repo');
  expect([gone.code, gone.stdout]).toEqual([1, expect.stringContaining('Entry 6 says that')]);
});

test('nothing that the repository configures is run, and nothing of the environment is used', async () => {
  const hook = path.join(cwd, 'repo/.git/hooks/reference-transaction');
  const program = path.join(cwd, 'program');
  const mark = path.join(cwd, 'was-run');
  for (const file of [hook, program]) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(file, 0o755);
  }
  for (const key of ['core.fsmonitor', 'core.editor', 'core.pager', 'gpg.program', 'diff.external'])
    git('config', key, program);
  git('config', 'commit.gpgSign', 'true');
  git('config', 'notes.displayRef', '*');
  rmSync(mark, { force: true });
  const told = await ensuresec(['evidence', 'witness', '--git', 'repo'], {
    cwd,
    env: { GIT_DIR: '/nowhere', GIT_EXTERNAL_DIFF: program },
  });
  expect([told.code, existsSync(mark)]).toEqual([0, false]);
  git('-c', 'commit.gpgSign=false', '-c', 'core.fsmonitor=false', 'notes', 'add', '-m', 'x');
  // The hook would have run: git of the person runs it.
  expect(existsSync(mark)).toBe(true);
});

test('what cannot be used is told', async () => {
  mkdirSync(path.join(cwd, 'repo/inside'));
  execFileSync('git', ['init', '-q', path.join(cwd, 'bare-of-commits')]);
  const cases: readonly (readonly [readonly string[], number, string, Record<string, string>?])[] = [
    [['witness'], 2, 'takes FILE, or --git'],
    [['witness', 'r.ndjson', '--git', 'repo'], 2, '--git takes neither'],
    [['witness', '--git', 'nowhere'], 4, 'There is no git repository in nowhere'],
    [['witness', '--git', 'evidence'], 4, 'There is no git repository in evidence'],
    [['witness', '--git', 'repo/inside'], 4, 'There is no git repository in repo/inside'],
    [['witness', '--git', 'bare-of-commits'], 6, 'Cannot use git'],
    [['witness', '--git', 'repo'], 6, 'The program git is not on this machine', { PATH: '/nowhere' }],
    [['verify', '--git', 'repo'], 6, 'The program git is not on this machine', { PATH: '/nowhere' }],
    [['verify', 'b.zip', '--git', 'repo'], 2, 'expected the folder of a log'],
  ];
  writeFileSync(path.join(cwd, 'b.zip'), '');
  for (const [argv, code, words, env = {}] of cases) {
    const ended = await ensuresec(['evidence', ...argv], { cwd, env });
    expect([ended.code, ended.stderr], argv.join(' ')).toEqual([code, expect.stringContaining(words)]);
  }
});
