// SPDX-License-Identifier: Apache-2.0
// `detect` over files of all layouts: the same alerts, exit codes, and what it says of what it cannot read.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensuresec } from './terminal.ts';

const RULE = (id: string, level: string, detection: string, logsource = '{ category: webserver }'): string =>
  `title: Rule ${id}\nid: ${id}\nname: ${id}\nlogsource: ${logsource}\ndetection: ${detection}\nlevel: ${level}\ntags: [attack.t1190]\n`;

const RULES = [
  RULE('tool', 'medium', '{ s: { cs-user-agent|contains: sqlmap }, condition: s }'),
  RULE('denied', 'low', '{ s: { sc-status: 403 }, condition: s }'),
  'title: Many denied\nid: many\nlevel: high\ncorrelation: { type: event_count, rules: [denied], group-by: [c-ip], timespan: 1m, condition: { gte: 3 } }\n',
].join('---\n');

const line = (second: number, status: number, agent: string, ip = '203.0.113.7'): string =>
  `${ip} - - [10/Oct/2026:13:55:${String(second).padStart(2, '0')} +0200] "GET /a?b=c HTTP/1.1" ${status} 10 "-" "${agent}"\n`;
const LOG = [
  line(1, 200, 'sqlmap/1.7'),
  'no log line\n',
  line(2, 403, 'x'),
  line(3, 403, 'x'),
  line(4, 403, 'x', '198.51.100.1'),
  line(9, 403, 'x'),
].join('');

const EVENTS = [
  {
    Event: {
      System: { Channel: 'Security', EventID: 4688 },
      EventData: { NewProcessName: 'C:\\evil.exe', CommandLine: 'evil \u001b[31m' },
    },
  },
  { Event: { System: { Channel: 'System', EventID: 1 }, EventData: { Image: 'C:\\evil.exe' } } },
];
const PROCESS = RULE(
  'evil',
  'critical',
  "{ s: { Image|endswith: '\\evil.exe' }, condition: s }",
  '{ category: process_creation, product: windows }',
);

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
  const files: Record<string, string | Uint8Array> = {
    'rules.yml': RULES,
    'process.yml': PROCESS,
    'broken.yml': RULE('b', 'high', '{ s: { a|nope: x }, condition: s }'),
    'access.log': LOG,
    'access.log.gz': gzipSync(LOG),
    'lines.ndjson': `${EVENTS.map((event) => JSON.stringify(event)).join('\n')}\n`,
    'list.json': JSON.stringify(EVENTS),
    'pretty.json': EVENTS.map((event) => JSON.stringify(event, undefined, 2)).join('\n'),
    'empty.log': '',
    'noise.log': 'nothing\nnothing more\n',
    // Cut within the last line (stored as it is), and where nothing can be unpacked.
    'cut.log.gz': gzipSync(LOG + LOG, { level: 0 }).subarray(0, -40),
    'start.log.gz': gzipSync(LOG).subarray(0, 12),
    'many-broken.yml': Array.from({ length: 30 }, (_, at) =>
      RULE(`b${at}`, 'high', '{ s: { a|nope: x }, condition: s }'),
    ).join('---\n'),
    'negative.yml': RULE('other', 'high', '{ s: { a|neq: x }, condition: s }'),
    'unknown.ndjson': '{"a": "y"}\n',
    'cut.json': '{"a": 1}\n{"a": ',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(cwd, name), content);
});
afterAll(() => rmSync(cwd, { recursive: true }));
const at = (...argv: string[]) => ensuresec(['detect', ...argv], { cwd });

describe('detect', () => {
  test.each([
    ['nothing found', ['lines.ndjson', '--rules', 'rules.yml'], 0],
    ['found', ['access.log', '--rules', 'rules.yml'], 1],
    ['never fails', ['access.log', '--rules', 'rules.yml', '--fail-on', 'never'], 0],
    [
      'found below the level, a record not understood',
      ['access.log', '--rules', 'rules.yml', '--fail-on', 'critical'],
      5,
    ],
    ['nothing found, a record cut off', ['lines.ndjson', 'cut.json', '--rules', 'rules.yml'], 5],
    ['found by the pack', ['access.log'], 1],
    ['no files', ['--rules', 'rules.yml'], 2],
    ['a lateness that is no number', ['access.log', '--rules', 'rules.yml', '--lateness', 'soon'], 2],
    ['rules that are all refused', ['access.log', '--rules', 'broken.yml'], 3],
    ['no events', ['empty.log', '--rules', 'rules.yml'], 4],
    ['no event understood', ['noise.log', '--rules', 'rules.yml'], 4],
    ['gzip that is cut off, found', ['cut.log.gz', '--rules', 'rules.yml'], 1],
    ['gzip that is cut off, found below', ['cut.log.gz', '--rules', 'rules.yml', '--fail-on', 'critical'], 5],
    ['gzip that is cut off before any event', ['start.log.gz', '--rules', 'rules.yml'], 4],
    ['no such file', ['nothing.log', '--rules', 'rules.yml'], 6],
    ['no such rules', ['access.log', '--rules', 'nothing'], 6],
  ])('ends with its code: %s', async (_, argv, expected) => {
    expect((await at(...(argv as string[]))).code).toBe(expected);
  });

  test.each(['lines.ndjson', 'list.json', 'pretty.json'])('finds the same in %s', async (file) => {
    const { stdout } = await at(file, '--rules', 'process.yml', '--json');
    const alerts = stdout
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each) as Record<string, unknown>);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      schema: 'ensuresec/alert/1',
      rule: 'evil',
      level: 'critical',
      techniques: ['T1190'],
      at: { file, line: 1 },
      event: { Image: 'C:\\evil.exe', NewProcessName: 'C:\\evil.exe' },
    });
  });

  test.each(['access.log', 'access.log.gz'])(
    'reads lines, counts what it cannot read, and correlates: %s',
    async (file) => {
      const { stdout, stderr } = await at(file, '--rules', 'rules.yml');
      expect(stdout).toContain('2 alerts of 2 rules in 5 events, 1 record not understood: 1 high, 1 medium');
      expect(stdout).toContain('joined 0.60 by address 203.0.113.7');
      expect(stdout).not.toContain('Rule denied');
      expect(stderr).toContain(`${file}:2: left out: no format of the pack reads the line`);
    },
  );

  test('tells a file that ends within a record', async () => {
    const { stderr } = await at('cut.json', '--rules', 'rules.yml');
    expect(stderr).toContain('cut.json:2: left out: the input ends within the record');
  });

  test('finds what is in the part of a packed file that can be unpacked, and tells where it is cut off', async () => {
    const where = 'cut.log.gz:12: the compressed file is cut off here, and what follows is missing\n';
    const { stdout, stderr } = await at('cut.log.gz', '--rules', 'rules.yml');
    expect(stderr).toContain(where);
    expect(stdout).toContain(
      '3 alerts of 2 rules in 10 events, 2 records not understood, 1 file not read to the',
    );
    const beside = await at('access.log', 'cut.log.gz', '--rules', 'rules.yml');
    expect(beside.stderr).toContain(where);
    expect(beside.stdout).toContain('1 file not read to the');
  });

  test.each([
    ['empty.log', 'no event in these files'],
    ['noise.log', 'no event in these files, 2 records not understood'],
    ['start.log.gz', 'no event in these files, 1 file not read to the end'],
  ])('says only that there is nothing to analyse: %s', async (file, why) => {
    const { stdout, stderr } = await at(file, '--rules', 'rules.yml');
    expect(stdout).toBe('');
    expect(stderr).toContain(`Error: Nothing to analyse: ${why}\n`);
  });

  test('shows what attackers wrote without its escape sequences', async () => {
    for (const argv of [
      ['lines.ndjson', '--rules', 'process.yml'],
      ['lines.ndjson', '--rules', 'process.yml', '--alerts'],
    ])
      expect((await at(...argv)).stdout).not.toContain('\u001b');
  });

  test('tells why a rule was refused, and runs the others', async () => {
    const { stdout, stderr } = await at('access.log', '--rules', 'broken.yml', '--rules', 'rules.yml');
    expect(stderr).toContain('broken.yml:5:19');
    expect(stdout).toContain('Rule tool');
  });

  test('says with --quiet too that rules were left out, and with --all why each was', async () => {
    const quiet = await at('access.log', '--rules', 'broken.yml', '--rules', 'rules.yml', '-q');
    expect(quiet.stderr).toContain('broken.yml:5:19 error SIGMA_ITEM');
    expect(quiet.stderr).toContain('Rules that 1 error is about were left out');
    const many = ['--rules', 'many-broken.yml', '--rules', 'rules.yml'];
    expect((await at('access.log', ...many)).stderr).toContain('… and 10 more; --all tells them');
    const { stderr } = await at('access.log', ...many, '--all');
    expect(stderr.match(/error SIGMA_ITEM/g)).toHaveLength(30);
    expect(stderr).toContain('Rules that 30 errors are about were left out');
  });

  test('says which rules were not tried on events of no known source', async () => {
    const { stderr, stdout } = await at('unknown.ndjson', '--rules', 'negative.yml');
    expect(stdout).toContain('Nothing found in 1 event');
    expect(stderr).toContain(
      '1 event tells no known source, so all rules were tried on it, but 1 rule that would fire on any event',
    );
    expect((await at('unknown.ndjson', '--rules', 'rules.yml')).stderr).toContain('were tried on it\n');
  });
});
