// SPDX-License-Identifier: Apache-2.0
// What mails leave behind: nobody is written to who was taken out meanwhile, and no address stays when all of it is over.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startSmtpSink } from '../../../test/support/smtp-sink.ts';
import { readCampaign } from '../../awareness/index.ts';
import { PACK } from '../api/api.fixture.ts';
import { type CampaignDesk, openCampaignDesk } from './desk.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const PEOPLE = 6;
const NOW = Date.UTC(2026, 8, 1, 8);

async function start(refused: readonly string[] = [], delay = 0, local = 'p') {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-mailing-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  const sink = await startSmtpSink(delay, refused);
  ends.push(sink.close);
  const mail = { smtp: sink.url, from: 'training@firm.example', address: 'https://play.firm.example' };
  const issuer = { id: 'urn:test', name: 'Test' };
  const desk = openCampaignDesk({ data: folder, pack: PACK, now: () => NOW, mail, issuer });
  ends.push(desk.close);
  const people = Array.from({ length: PEOPLE }, (_, at) => ({
    name: `N${at}`,
    email: `${at === 1 ? local : 'p'}${at}@shop.example`,
  }));
  const text = JSON.stringify({ campaign: 1, id: 'c', title: 'C', starts: '2026-09-01', items: 4, people });
  await make(desk, text);
  return { folder, sink, desk, text };
}

async function make({ campaigns }: CampaignDesk, text: string): Promise<void> {
  const { value } = readCampaign(new TextEncoder().encode(text), 'c.json', PACK);
  if (value === undefined) throw new Error('The campaign does not load');
  await campaigns.create(value, 'test');
}

const disk = (folder: string): string =>
  ['log.db', 'log.db-wal'].map((name) => readFileSync(join(folder, 'campaigns', name), 'latin1')).join('');

async function first(count: number, taken: readonly unknown[]): Promise<void> {
  while (taken.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function personOf(desk: CampaignDesk, name: string): Promise<string> {
  const all = [...(await desk.campaigns.get('c')).members.values()];
  return all.find(({ contact }) => contact?.name === name)?.person ?? '';
}

test('what a mail server says of an address goes with the person', async () => {
  const { folder, sink, desk } = await start(['p1@shop.example']);
  expect(await desk.mailDue('c')).toMatchObject({ sent: PEOPLE - 1, bounced: 1 });
  expect(disk(folder).includes('550 5.1.1 <p1@shop.example>')).toBe(true);
  await desk.campaigns.forget('c', await personOf(desk, 'N1'), 'test');
  expect(disk(folder).includes('p1@shop.example')).toBe(false);
  expect(await desk.mailDue('c')).toMatchObject({ sent: 0, before: PEOPLE - 1 });
  expect(sink.taken).toHaveLength(PEOPLE - 1);
});

test('whoever is taken out while mails go gets none', async () => {
  const { folder, sink, desk } = await start([], 40);
  const mailing = desk.mailDue('c');
  await first(1, sink.taken);
  await desk.campaigns.forget('c', await personOf(desk, 'N5'), 'test');
  expect(await mailing).toMatchObject({ sent: PEOPLE - 1 });
  expect(sink.taken.map(({ to }) => to)).not.toContain('p5@shop.example');
  expect(disk(folder).includes('p5@shop.example')).toBe(false);
});

test('a campaign that ends while mails go sends no more, and keeps no address', async () => {
  const { folder, sink, desk } = await start([], 40);
  const mailing = desk.mailDue('c');
  await first(2, sink.taken);
  await desk.campaigns.append('c', [{ kind: 'ended' }], 'test');
  await desk.tick();
  await mailing;
  expect(sink.taken.length).toBeLessThan(PEOPLE);
  await desk.tick();
  expect(disk(folder).includes('@shop.example')).toBe(false);
});

test('a mailbox that is full holds nobody else up, and no address of it is told', async () => {
  const { sink, desk } = await start(['full1@shop.example'], 0, 'full');
  await expect(desk.mailDue('c')).rejects.toThrow(/nothing for 1 person now/);
  expect(sink.taken).toHaveLength(PEOPLE - 1);
  await expect(desk.mailDue('c')).rejects.toThrow(/^[^@]*$/);
  expect(sink.taken).toHaveLength(PEOPLE - 1);
});

test('a campaign that cannot send now holds no other one up', async () => {
  const { sink, desk, text } = await start(['full1@shop.example'], 0, 'full');
  await make(desk, text.replace('"id":"c"', '"id":"d"').replace('full1', 'p1'));
  await expect(desk.tick()).rejects.toThrow(/nothing for 1 person now/);
  expect(sink.taken).toHaveLength(2 * PEOPLE - 1);
});
