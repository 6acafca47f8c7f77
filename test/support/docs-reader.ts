// SPDX-License-Identifier: Apache-2.0
// A reader who does what a page says, in a folder like a clone.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import type { Block } from './docs-blocks.ts';
import { DOCS_FILES } from './docs-files.ts';
import { createDocsServers, type DocsServers } from './docs-server.ts';

/** Commands that cannot run inside the tests that they start; CI runs them in an empty clone. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'npm start',
  'npm test',
  'npm run ok',
  'npm run generate',
  'npx vitest run test/packs.test.ts',
]);

export interface Reader {
  /** Follows the blocks of a page from top to bottom; fails at the first that is not true. */
  follow(document: string, blocks: readonly Block[]): Promise<void>;
  /** Removes what was written. */
  end(): void;
}

/** @param root of the repository. */
export function createReader(root: string): Reader {
  const folders: string[] = [];
  return {
    follow: async (document, blocks) => {
      const folder = workspace(root);
      folders.push(folder);
      const servers = createDocsServers();
      try {
        await followAll(document, blocks, folder, servers);
      } finally {
        await servers.stop();
      }
    },
    end: () => {
      for (const folder of folders) rmSync(folder, { recursive: true });
    },
  };
}

async function followAll(
  document: string,
  blocks: readonly Block[],
  folder: string,
  servers: DocsServers,
): Promise<void> {
  let printed = '';
  for (const { language, lines, line } of blocks) {
    const place = `${document}:${line}`;
    if (language === 'sh') printed = await runAll(lines, folder, place, servers);
    else if (language === 'text') expectPrinted(printed, lines, place);
    else if (language === 'yaml') writeNamed(lines, folder);
    else if (language === 'diff') change(lines, folder, place);
  }
}

function workspace(root: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-docs-'));
  for (const name of ['deploy', 'examples', 'packs', 'schema'])
    symlinkSync(path.join(root, name), path.join(folder, name));
  for (const [name, text] of Object.entries(DOCS_FILES)) write(folder, name, text);
  return folder;
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

/** Commands that can be stopped, and do not wait for it. */
const ENDS = new Set(['backup', 'restore']);

async function runAll(
  lines: readonly string[],
  cwd: string,
  place: string,
  servers: DocsServers,
): Promise<string> {
  let printed = '';
  for (const line of lines) {
    const { command, expected } = commandOf(line);
    if (command === '' || ELSEWHERE.has(command)) continue;
    if (command.startsWith('curl ')) {
      printed += await servers.curl(command, cwd);
      continue;
    }
    if (command.startsWith('git ')) {
      execFileSync('git', wordsOf(command).slice(1), { cwd });
      continue;
    }
    if (command.endsWith(' &')) {
      printed += await servers.start(command, cwd);
      continue;
    }
    const [, pair, rest = ''] = /^(ENSURESEC_\w+=\S+ )?(.*)$/.exec(servers.reach(command)) ?? [];
    const [call = '', file] = rest.split(' > ');
    const [variable, value = ''] = pair?.trim().split('=', 2) ?? [];
    const env = variable === undefined ? {} : { [variable]: value };
    if (!call.startsWith('bin/ensuresec ')) throw new Error(`${place}: not a command of ours: ${command}`);
    const argv = wordsOf(call).slice(1);
    // Whoever serves is stopped at once; these work until they end.
    const stopped = ENDS.has(argv[0] ?? '') ? { stopped: new Promise<void>(() => undefined) } : {};
    const { code, stdout, stderr } = await ensuresec(argv, { cwd, env, ...stopped });
    expect(code, `${place}: ${command}\n${stderr}`).toBe(expected);
    if (file !== undefined) write(cwd, file, stdout);
    printed += stdout + stderr;
  }
  return printed;
}

/** `COMMAND   # exit 1: why`, or `COMMAND || [ $? -eq 5 ]`; exit code 0 where none is stated. */
function commandOf(line: string): { readonly command: string; readonly expected: number } {
  const [, body = '', comment = ''] = /^([^#]*)(?:#(.*))?$/.exec(line) ?? [];
  const [command = '', tolerated] = body.trim().split(/ \|\| \[ \$\? -eq (\d+) \]$/);
  const stated = tolerated ?? /^ exit (\d+)/.exec(comment)?.[1] ?? '0';
  return { command: command.trim(), expected: Number(stated) };
}

function expectPrinted(printed: string, lines: readonly string[], place: string): void {
  const whole = plain(printed);
  for (const line of lines) expect(whole, `${place} is not printed: ${line}`).toContain(plain(line));
}

/** Frames and line breaks of a terminal do not count. */
function plain(text: string): string {
  return text
    .replace(/[│╭╰─]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A block that begins with `# folder/file.yaml`, or a text file, is that file; others only show something. */
function writeNamed(lines: readonly string[], folder: string): void {
  const name = /^# (\S+\.(?:ya?ml|txt))$/.exec(lines[0] ?? '')?.[1];
  if (name !== undefined) write(folder, name, `${lines.join('\n')}\n`);
}

/** `--- file`, then groups of lines to remove and to put in their place. */
function change(lines: readonly string[], folder: string, place: string): void {
  const name = /^--- (\S+)$/.exec(lines[0] ?? '')?.[1];
  if (name === undefined) throw new Error(`${place}: expected --- and the name of a file`);
  let text = readFileSync(path.join(folder, name), 'utf8');
  for (const group of lines
    .slice(1)
    .join('\n')
    .split(/(?<=^\+.*)\n(?=-)/m)) {
    const [removed, added] = ['-', '+'].map((sign) =>
      group
        .split('\n')
        .filter((line) => line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`)
        .join(''),
    );
    expect(text, `${place}: ${name} has no such lines`).toContain(removed as string);
    text = text.replace(removed as string, () => added as string);
  }
  writeFileSync(path.join(folder, name), text);
}

/** As a shell splits a plain line: at blanks, but not within quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
