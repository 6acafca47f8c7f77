// SPDX-License-Identifier: Apache-2.0
// Drafts in English, byte for byte: that there are other languages changes nothing in them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { obligationsPage } from '../../src/cli/render/html/obligations.ts';
import {
  draftFiles,
  draftPage,
  draftsOf,
  judgeObligations,
  type ObligationsReport,
  readIncidentRecord,
} from '../../src/respond/index.ts';
import { pack } from './obligations.ts';

const root = join(import.meta.dirname, '../..');
const golden = (name: string) => join(import.meta.dirname, 'golden', name);

function judged(bytes: Uint8Array, now: string): ObligationsReport {
  const { value } = readIncidentRecord(bytes, 'incident', pack);
  if (value === undefined) throw new Error('refused');
  return judgeObligations(value, pack, Date.parse(now));
}

const example = judged(
  readFileSync(join(root, 'examples/two-person-shop/incident.yaml')),
  '2026-03-30T09:00:00Z',
);

/** What makes each duty apply, alone; texts of strangers among it. */
const hits = pack.obligations.map(({ id, hit }) => {
  const fields = { nature: '<b>| `x`</b>', 'people-affected': 1_200, duration: 1.5, ...hit };
  const record = { incident: 1, id, title: 'A & B', zone: 'Europe/Athens', holidays: ['2026-03-25'], fields };
  const report = judged(new TextEncoder().encode(JSON.stringify(record)), '2026-03-30T09:00:00Z');
  return { ...report, obligations: report.obligations.filter((duty) => duty.id === id) };
});

test('those of the example and of each duty are as they were', async () => {
  const text = [example, ...hits]
    .flatMap((each) => draftFiles(each))
    .map((each) => `${each.name}\n${each.text}`)
    .join('\n');
  await expect(text).toMatchFileSnapshot(golden('english.md'));
});

test('pages of one report are as they were', async () => {
  const pages = draftsOf(example).map(({ duty, step }) => draftPage(example, duty, step));
  await expect(pages.join('\n')).toMatchFileSnapshot(golden('english-drafts.html'));
});

test('the page of all duties is as it was, but for its style and the digest of the pack', async () => {
  const bare = (page: string) =>
    page
      .replace(/<style>.*<\/style>/s, '<style/>')
      .replace(/style-src '[^']*'/, "style-src ''")
      .replace(/<code>sha256:[0-9a-f]{64}<\/code>/, '<code/>');
  const whole = [example, ...hits].map((each) => bare(obligationsPage(each)));
  await expect(whole.join('\n')).toMatchFileSnapshot(golden('english.html'));
});
