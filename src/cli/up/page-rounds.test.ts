// SPDX-License-Identifier: Apache-2.0
// Approved pages as rounds of a server: a look goes into the folder of `storefront`, and gives its events.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensuresec } from '../../../test/cli/terminal.ts';
import { useSites } from '../../../test/storefront/site.ts';
import { loadedPack } from '../../../test/support/loaded-pack.ts';
import type { ChainEvent } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { pageRounds } from './page-rounds.ts';

const WEEK = 7 * 86_400_000;
const PACK = loadedPack('e-commerce');
const sites = useSites('shop');
const cwd = mkdtempSync(join(tmpdir(), 'ensuresec-page-rounds-'));
afterAll(() => rmSync(cwd, { recursive: true }));

function roundsOf(options: Readonly<Record<string, string>>) {
  const call = {
    io: { cwd, env: {}, clock: () => Date.UTC(2027, 1, 5) },
    options: {
      flag: (name: string) => name === 'static',
      text: (name: string) => options[name],
      list: () => [],
    },
    say: () => undefined,
  } as unknown as Call;
  return pageRounds(call, PACK);
}

beforeAll(async () => {
  sites.shop.pages.set('/pay', { body: '<!doctype html><title>Pay</title><script>start(1)</script>' });
  const argv = ['storefront', 'approve', `${sites.shop.origin}/pay`, '--page', 'checkout', '--static'];
  const who = ['--by', 'Ada', '--owner', 'Web team', '--reason', 'Takes payments', '--known'];
  const { code, stderr } = await ensuresec([...argv, ...who], { cwd });
  expect([code, stderr]).toEqual([0, expect.stringContaining('Approved checkout')]);
});

test('there are none without a folder', () => {
  expect(roundsOf({})).toBeUndefined();
});

test('a look is written to the log of the folder, and gives the events of what changed', async () => {
  const [round] = roundsOf({ storefront: 'storefront', 'storefront-every': '7d' })?.() ?? [];
  expect(round).toMatchObject({ id: 'page/checkout', everyMs: WEEK });
  const before = round?.done().length ?? 0;
  sites.shop.pages.set('/pay', { body: '<!doctype html><title>Pay</title><script>steal()</script>' });
  const events: ChainEvent[] = [];
  await round?.run((found) => {
    // What is killed now is looked at again, and is not lost.
    expect(round.done().length).toBe(before);
    events.push(...found);
  }, new AbortController().signal);
  expect(events.map(({ type, data }) => [type, data['change']])).toContainEqual([
    'page.observed',
    'new-script',
  ]);
  expect(round?.done().slice(before)).toMatchObject([{ outcome: 'changed', counts: true }]);
});

test('a look that is ended leaves nothing in the log', async () => {
  const [round] = roundsOf({ storefront: 'storefront', 'storefront-every': '7d' })?.() ?? [];
  const before = round?.done().length;
  await expect(round?.run(() => expect.unreachable(), AbortSignal.abort())).rejects.toThrow(/aborted/);
  expect(round?.done().length).toBe(before);
});

test('there may be no page any more while the server runs', () => {
  const rounds = roundsOf({ storefront: 'storefront', 'storefront-every': '7d' });
  const file = join(cwd, 'storefront', 'inventory.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(text), pages: [] }));
  expect(rounds?.()).toEqual([]);
  writeFileSync(file, text);
});

test('a page that cannot be seen does not count, and has no event', async () => {
  const [round] = roundsOf({ storefront: 'storefront', 'storefront-every': '12h' })?.() ?? [];
  sites.shop.pages.clear();
  sites.shop.server.closeAllConnections();
  await new Promise((resolve) => sites.shop.server.close(resolve));
  await round?.run(() => expect.unreachable(), new AbortController().signal);
  expect(round?.done().at(-1)).toMatchObject({ outcome: 'failed', counts: false });
});

test('what was missed says since when, and is the same event each time', () => {
  const [round] = roundsOf({ storefront: 'storefront', 'storefront-every': '7d' })?.() ?? [];
  const [one, two] = [round?.missed(WEEK), round?.missed(WEEK)];
  expect(one).toEqual(two);
  expect(one).toMatchObject({ type: 'page.observed', time: WEEK, data: { change: 'missed' } });
});

test.each([
  [
    'an interval that is none',
    { storefront: 'storefront', 'storefront-every': 'weekly' },
    /--every is a time/,
  ],
  ['a folder without a page', { storefront: 'empty', 'storefront-every': '7d' }, /no page to look at/],
])('refuses %s', (_, options, message) => {
  expect(() => roundsOf(options)).toThrow(message);
});
