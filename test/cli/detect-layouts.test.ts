// SPDX-License-Identifier: Apache-2.0
// One Windows event and one of a cloud, in every layout and encoding of files: the same alerts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensuresec } from './terminal.ts';

const RULES = `title: Command shell
id: shell
logsource: { product: windows, category: process_creation }
detection: { selection: { Image|endswith: '\\cmd.exe' }, condition: selection }
level: high
---
title: Trail stopped
id: trail
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: StopLogging }, condition: selection }
level: high
---
title: Log cleared
id: cleared
logsource: { product: windows, service: system }
detection: { selection: { EventID: 104, Channel: Security }, condition: selection }
level: high
`;
const SYSMON = { EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational' };
const EVTX = { Event: { System: SYSMON, EventData: { Image: 'C:\\cmd.exe' } } };
const TRAIL = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging', awsRegion: 'eu-west-1' };
const CLEARED = {
  Event: {
    System: { EventID: { '#text': 104, '#attributes': { Qualifiers: 0 } }, Channel: 'System' },
    UserData: { LogFileCleared: { Channel: 'Security' } },
  },
};
const text = JSON.stringify(EVTX);
const utf16be = (value: string): Buffer => Buffer.from(`\ufeff${value}`, 'utf16le').swap16();

const LAYOUTS: readonly (readonly [string, string | Uint8Array, readonly string[]])[] = [
  ['one.json', text, ['shell']],
  ['pretty.json', JSON.stringify(EVTX, undefined, 2), ['shell']],
  ['list.json', JSON.stringify([EVTX, TRAIL]), ['shell', 'trail']],
  ['lines.ndjson', `${text}\r\n${JSON.stringify(TRAIL)}\r\n`, ['shell', 'trail']],
  ['packed.json.gz', gzipSync(text), ['shell']],
  ['bom.json', `\ufeff${text}`, ['shell']],
  ['utf16le.json', Buffer.from(`\ufeff${JSON.stringify([EVTX])}`, 'utf16le'), ['shell']],
  ['utf16le-bare.json', Buffer.from(text, 'utf16le'), ['shell']],
  ['utf16be.json', utf16be(text), ['shell']],
  [
    'trail.json',
    JSON.stringify({ Records: [TRAIL, { ...TRAIL, eventName: 'Other' }, TRAIL] }),
    ['trail', 'trail'],
  ],
  [
    'hits.json',
    JSON.stringify({ took: 3, hits: { total: 1, hits: [{ _id: '1', _source: EVTX }] } }),
    ['shell'],
  ],
  ['events.json', JSON.stringify({ Events: { Event: [EVTX.Event, EVTX.Event] } }), ['shell', 'shell']],
  ['flat.json', JSON.stringify({ ...SYSMON, Image: 'D:\\cmd.exe' }), ['shell']],
  ['cleared.json', JSON.stringify(CLEARED), ['cleared']],
  // Nothing says where it comes from, so every rule is asked
  ['unknown.json', JSON.stringify({ Image: 'C:\\cmd.exe' }), ['shell']],
  // Another source, so the rule is not asked
  ['other.json', JSON.stringify({ Channel: 'Security', EventID: 4624, Image: 'C:\\cmd.exe' }), []],
  [
    'broken-byte.json',
    Buffer.concat([Buffer.from('{"Image":"C:\\\\'), Buffer.of(0xff), Buffer.from('\\\\cmd.exe"}')]),
    ['shell'],
  ],
];

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
  writeFileSync(path.join(cwd, 'rules.yml'), RULES);
  for (const [name, content] of LAYOUTS) writeFileSync(path.join(cwd, name), content);
});
afterAll(() => rmSync(cwd, { recursive: true }));

test.each(LAYOUTS)('%s gives its alerts', async (name, _, expected) => {
  const { code, stdout, stderr } = await ensuresec(['detect', name, '--rules', 'rules.yml', '--json'], {
    cwd,
  });
  const rules = stdout
    .split('\n')
    .filter((each) => each !== '')
    .map((each) => (JSON.parse(each) as { rule: string }).rule);
  expect(rules.sort(), stderr).toEqual(expected);
  expect(code).toBe(expected.length > 0 ? 1 : 0);
});

test.each([
  ['transformations: [{ type: nested }]', 3, 'expected one of field_name_mapping'],
  ['transformations: [{ type: rule_failure, message: no }]', 3, 'No rule to run'],
  ['transformations: [{ type: field_name_mapping, mapping: { Image: exe } }]', 0, ''],
])('a pipeline is obeyed: %s', async (pipeline, code, told) => {
  writeFileSync(path.join(cwd, 'pipeline.yml'), `${pipeline}\n`);
  const found = await ensuresec(
    ['detect', 'one.json', '--rules', 'rules.yml', '--pipeline', 'pipeline.yml'],
    { cwd },
  );
  expect(found.code, found.stderr).toBe(code);
  expect(found.stderr).toContain(told);
});

test('a pipeline without rules is refused', async () => {
  const { code } = await ensuresec(['detect', 'one.json', '--pipeline', 'rules.yml'], { cwd });
  expect(code).toBe(2);
});
