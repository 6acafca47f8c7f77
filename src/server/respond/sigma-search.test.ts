// SPDX-License-Identifier: Apache-2.0
// A Sigma rule of a playbook over events that are stored and over files, by the same engine as everywhere.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadedPack } from '../../../test/support/loaded-pack.ts';
import type { ChainEvent } from '../../model/index.ts';
import { openSqliteEventLog } from '../../platform/index.ts';
import { sigmaSearch } from './sigma-search.ts';

const PACK = loadedPack('common');
const RULE = `title: Root
id: 3f2b6f0a-6f0a-4b0a-9f0a-3f2b6f0a6f0a
status: test
logsource: { category: application }
detection:
  root: { user: root }
  condition: root
`;
const NEVER = new AbortController().signal;

let data = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'ensuresec-sigma-'));
});
afterEach(() => rmSync(data, { recursive: true }));

const event = (at: number, user: string): ChainEvent => ({
  ...{
    id: `e${at}`,
    source: 's',
    type: 'log.record',
    time: Date.UTC(2027, 0, 1) + at,
    keys: {},
    trust: 'signed',
  },
  data: { user, at },
});

async function stored(users: readonly string[]): Promise<void> {
  const log = await openSqliteEventLog(join(data, 'events.db'));
  const records = users.map((user, at) => ({
    ...{ source: 's', id: `e${at}`, key: 'k' },
    body: JSON.stringify(event(at, user)),
  }));
  await log.append({ records });
  await log.close();
}

const search = (policy: object) => sigmaSearch({ data, policy, pack: () => PACK });

test('counts all hits in stored events and files, and gives the first of them', async () => {
  await stored(Array.from({ length: 1201 }, (_, at) => (at % 400 === 0 ? 'root' : 'ada')));
  writeFileSync(join(data, 'a.ndjson'), '{"user": "root", "at": "file"}\n{"user": "eve"}\nno json\n');
  const { places, search: look } = search({ events: true, files: ['a.ndjson'] });
  expect(places).toEqual(['the stored events', 'a.ndjson']);
  const found = await look(RULE, 2, NEVER);
  expect(found).toMatchObject({ events: 1203, hits: 5, first: [{ user: 'root', at: 0 }, { at: 400 }] });
});

test('reads while the log is open elsewhere, and only what is there when it begins', async () => {
  await stored(['root']);
  const log = await openSqliteEventLog(join(data, 'events.db'));
  expect(await search({ events: true }).search(RULE, 20, NEVER)).toMatchObject({ events: 1, hits: 1 });
  await log.close();
});

test.each<[string, object, string, RegExp]>([
  ['a rule that is none', { files: [] }, 'title: x', /detection/i],
  ['no YAML', { files: [] }, '{', /./],
  ['a file that is not there', { files: ['b.log'] }, RULE, /Cannot read the events: ENOENT/],
  ['a log that is not there', { events: true }, RULE, /Cannot read the events/],
])('says what is wrong with %s', async (_, policy, rule, reason) => {
  const found = await search(policy).search(rule, 1, NEVER);
  expect(found).toEqual({ refused: expect.stringMatching(reason) as string });
});

test('ends when its time is over', async () => {
  await stored(['root']);
  const over = AbortSignal.abort(new Error('over'));
  await expect(search({ events: true }).search(RULE, 1, over)).rejects.toThrow('over');
});
