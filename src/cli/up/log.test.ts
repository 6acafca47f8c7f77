// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Server, SettledVerdict } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { createLog } from './log.ts';

/** A line break and an escape sequence: what a line of a log must not end or colour by. */
const HOSTILE = 'a\n{"level":"info"}\u001b[31m';

const said: string[] = [];

function linesOf(use: (log: ReturnType<typeof createLog>) => void): readonly Record<string, unknown>[] {
  let written = '';
  const io = {
    clock: () => Date.UTC(2026, 10, 27, 8),
    stdout: { write: (text: string) => (written += text) },
  };
  const options = { text: (name: string) => (name === 'log' ? 'json' : undefined) };
  use(createLog({ io, options, say: (line: string) => said.push(line) } as unknown as Call));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  return written
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('each thing that happens is one line of JSON, whatever it says', () => {
  const at = { file: HOSTILE, line: 7 };
  const lines = linesOf((log) => {
    log.started(
      {
        url: 'http://127.0.0.1:1',
        listening: [{ source: 'a', what: 'file' }],
        setup: { url: 'http://secret', expiresAt: 0 },
      } as unknown as Server,
      '/data',
      () => expect.unreachable('sentences are for people'),
    );
    log.news({ kind: 'alert', level: 'high', title: HOSTILE, at });
    log.news({ kind: 'alert', level: 'low', title: 'b', at });
    log.news({ kind: 'notice', text: HOSTILE });
    log.problems([{ code: 'X', severity: 'warning', message: 'm', at: { file: 'f', line: 1, column: 1 } }]);
    log.verdict({ state: 'failed', why: 'no model' } as SettledVerdict);
    log.ended('stopped', 'done');
  });
  expect(lines.map(({ level, event, severity, msg }) => [level, event, severity, msg])).toEqual([
    ['info', 'started', undefined, undefined],
    ['info', 'setup', undefined, 'The link for the first owner is on stderr'],
    ['warn', 'alert', 'high', HOSTILE],
    ['info', 'alert', 'low', 'b'],
    ['warn', 'notice', undefined, HOSTILE],
    ['warn', 'problem', undefined, 'm'],
    ['error', 'verdict', undefined, 'no model'],
    ['info', 'stopped', undefined, 'done'],
  ]);
  expect(lines[2]).toMatchObject({ time: '2026-11-27T08:00:00.000Z', at });
  // A secret: for the person in front of it, and in no log.
  expect(said).toEqual(['First owner: open http://secret; it works once']);
  expect(JSON.stringify(lines)).not.toContain('secret');
});
