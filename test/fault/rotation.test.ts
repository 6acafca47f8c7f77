// SPDX-License-Identifier: Apache-2.0
// Logs that are rotated at any moment, in any way, while the reader steps, stands still or is killed: every line once.
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Received, Taken } from '../../src/core/ports/index.ts';
import { createTail, tailMark } from '../../src/platform/index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'ensuresec-tail-'));
afterAll(() => rmSync(root, { recursive: true }));

const RUNS = Number(process.env['ENSURESEC_ROTATIONS'] ?? 100);
const MARK = tailMark('web', 'unused').replace('unused', '');

type Step =
  | { readonly do: 'write'; readonly lines: number; readonly cut: number }
  | { readonly do: 'rename' | 'copy' | 'compress' | 'kill' }
  | { readonly do: 'read'; readonly steps: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('write' as const), lines: fc.nat(4), cut: fc.nat(12) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('rename' as const, 'copy' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('compress' as const, 'kill' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('read' as const), steps: fc.integer({ min: 1, max: 4 }) }),
  },
);

describe('tail', () => {
  test(`gives every line once under ${RUNS} random schedules of writes, rotations and kills`, async () => {
    let at = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const log = createLog(path.join(root, `${at++}.log`));
        // What is rotated before the reader came once is not its concern.
        for (const each of [{ do: 'read', steps: 1 } as const, ...steps]) await log.apply(each);
        await log.finish();
        expect(log.read).toEqual(log.written);
      }),
      { numRuns: RUNS },
    );
  });

  test.each<readonly [string, readonly Step['do'][]]>([
    ['two renames between two looks', ['write', 'read', 'write', 'rename', 'write', 'rename', 'write']],
    ['a rename before anything was read', ['read', 'write', 'rename', 'write', 'read']],
    ['copy and truncate before anything was read', ['read', 'write', 'copy', 'write', 'read']],
    ['copy and truncate with unread lines', ['write', 'read', 'write', 'copy', 'write', 'kill', 'read']],
    [
      'the rest of a file that was compressed',
      ['write', 'read', 'write', 'rename', 'write', 'rename', 'compress', 'kill'],
    ],
    ['a rename while it is killed', ['write', 'read', 'write', 'rename', 'kill', 'write', 'read']],
  ])('reads %s', async (name, steps) => {
    const log = createLog(path.join(root, `${name.replaceAll(' ', '-')}.log`));
    for (const each of steps)
      await log.apply(
        each === 'write'
          ? { do: each, lines: 2, cut: 5 }
          : each === 'read'
            ? { do: each, steps: 9 }
            : { do: each },
      );
    await log.finish();
    expect(log.read).toEqual(log.written);
  });

  test('waits for the writer of a renamed file, and reads what it still writes', async () => {
    const log = createLog(path.join(root, 'grace.log'), 5000);
    await log.apply({ do: 'write', lines: 2, cut: 0 });
    await log.apply({ do: 'read', steps: 5 });
    renameSync(log.path, `${log.path}.1`);
    appendFileSync(log.path, 'new\n');
    await log.apply({ do: 'read', steps: 5 });
    expect(log.read).toEqual(log.written);
    appendFileSync(`${log.path}.1`, 'late\n');
    const past = new Date(Date.now() - 60_000);
    utimesSync(`${log.path}.1`, past, past);
    await log.apply({ do: 'read', steps: 5 });
    expect(log.read).toEqual([...log.written, 'late', 'new']);
    expect(log.lost).toEqual([]);
  });

  test('leaves what was rotated before it came', async () => {
    const file = path.join(root, 'first.log');
    writeFileSync(`${file}.1`, 'old\n');
    writeFileSync(file, 'now\n');
    const log = createLog(file);
    await log.finish();
    expect(log.read).toEqual(['now']);
  });

  test('says so when a file is gone that was not read to its end', async () => {
    const log = createLog(path.join(root, 'gone.log'));
    writeFileSync(log.path, 'a\nb\n');
    await log.apply({ do: 'read', steps: 5 });
    rmSync(log.path);
    writeFileSync(log.path, 'quite another file\n');
    await log.finish();
    expect(log.read).toEqual(['a', 'b', 'quite another file']);
    expect(log.lost).toHaveLength(1);
  });

  test('gives a line that is longer than a piece whole, and one beyond the bound in pieces', async () => {
    const log = createLog(path.join(root, 'long.log'));
    writeFileSync(log.path, `${'x'.repeat(700_000)}\n${'y'.repeat(1_500_000)}\nz\n`);
    await log.finish();
    expect(log.read.map((line) => line.length)).toEqual([700_000, 1024 * 1024, 1_500_000 - 1024 * 1024, 1]);
  });
});

interface RotatedLog {
  readonly path: string;
  readonly written: string[];
  readonly read: string[];
  readonly lost: string[];
  apply(step: Step): Promise<void>;
  finish(): Promise<void>;
}

function createLog(file: string, graceMs = 0): RotatedLog {
  const written: string[] = [];
  const read: string[] = [];
  const lost: string[] = [];
  let stored: string | undefined;
  let pending: Uint8Array = new Uint8Array();
  let number = 0;
  if (!existsSync(file)) writeFileSync(file, '');
  const intake = async ({ bytes, position }: Received): Promise<Taken> => {
    expect(position?.name.startsWith(MARK)).toBe(true);
    stored = position?.value;
    const lines = new TextDecoder('utf-8', { fatal: true }).decode(bytes).split('\n');
    if (lines.at(-1) === '') lines.pop();
    read.push(...lines);
    return { status: 'stored', stored: lines.length, duplicates: 0, unread: [] };
  };
  const start = () =>
    createTail({
      source: 'web',
      path: file,
      position: stored,
      intake,
      // A clock that runs ahead of the file system's, so that a grace of nothing is over at once.
      now: () => Date.now() + 1000,
      graceMs: graceMs === 0 ? 0 : graceMs + 1000,
      onLost: (what) => lost.push(what),
    });
  let tail = start();
  const flush = (): void => {
    appendFileSync(file, pending);
    pending = new Uint8Array();
  };
  const shift = (): void => {
    for (let at = 30; at >= 1; at--)
      for (const ending of ['', '.gz'])
        if (existsSync(`${file}.${at}${ending}`))
          renameSync(`${file}.${at}${ending}`, `${file}.${at + 1}${ending}`);
  };
  const actions: {
    readonly [Kind in Step['do']]: (step: Extract<Step, { do: Kind }>) => void | Promise<void>;
  } = {
    write: ({ lines, cut }) => {
      flush();
      const texts = Array.from({ length: lines }, () => `${path.basename(file)} ${number++} é📦`);
      written.push(...texts);
      const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
      // The cut falls into the middle of a character, or of a line.
      const at = Math.max(0, bytes.length - cut);
      appendFileSync(file, bytes.subarray(0, at));
      pending = bytes.subarray(at);
    },
    rename: () => {
      flush();
      shift();
      renameSync(file, `${file}.1`);
      writeFileSync(file, '');
    },
    copy: () => {
      flush();
      shift();
      copyFileSync(file, `${file}.1`);
      truncateSync(file, 0);
    },
    compress: () => {
      if (!existsSync(`${file}.2`)) return;
      const { atime, mtime } = statSync(`${file}.2`);
      writeFileSync(`${file}.2.gz`, gzipSync(readFileSync(`${file}.2`)));
      utimesSync(`${file}.2.gz`, atime, mtime);
      rmSync(`${file}.2`);
    },
    kill: () => {
      tail = start();
    },
    read: async ({ steps }) => {
      for (let at = 0; at < steps; at++) await tail.step(new AbortController().signal);
    },
  };
  return {
    path: file,
    written,
    read,
    lost,
    apply: async (each) => {
      await actions[each.do](each as never);
    },
    finish: async () => {
      flush();
      for (let idle = 0, steps = 0; idle < 3; steps++) {
        if (steps > 500) throw new Error('The tail steps for ever');
        idle = (await tail.step(new AbortController().signal)) ? 0 : idle + 1;
      }
    },
  };
}
