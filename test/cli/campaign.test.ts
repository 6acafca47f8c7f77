// SPDX-License-Identifier: Apache-2.0
// A campaign on the command line, from the file to the loss that the training avoids.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCampaignDesk } from '../../src/server/campaign/desk.ts';
import { giveLinks } from '../../src/server/campaign/links.ts';
import { loadedPack } from '../support/loaded-pack.ts';
import { ensuresec } from './terminal.ts';

const PACK = loadedPack('e-commerce');
const DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 0, 5);
const SHOP = resolve('examples/demo-shop');
const cwd = mkdtempSync(join(tmpdir(), 'ensuresec-campaign-'));
afterAll(() => rmSync(cwd, { recursive: true }));
const run = (...argv: string[]) => ensuresec(argv, { cwd });

const PEOPLE = Array.from(
  { length: 24 },
  (_, at) => `  - { name: "Person ${at}", email: p${at}@firm.example }`,
);
const FILE = `campaign: 1
id: winter
title: Winter
starts: "2026-01-05"
items: 6
trial: { seed: 2 }
people:
${PEOPLE.join('\n')}
`;

const TRUTH = new Map(
  PACK.gameItems.flatMap(({ language, messages = [] }) =>
    language === 'en' ? messages.map(({ id, truth }) => [id, truth] as const) : [],
  ),
);

/**
 * Everybody plays; the trained report lures at once from the second test on, the others one lure of four and a day later, and all of
 * them one honest message of six. Nobody is better than others, so that it does not matter whom chance puts into which arm.
 */
async function playAll(): Promise<void> {
  const clock = { now: BEGIN };
  const issuer = { id: 'https://shop.example', name: 'Shop' };
  const data = join(cwd, 'd');
  const desk = openCampaignDesk({ data, pack: PACK, now: () => clock.now, mail: undefined, issuer });
  let [lures, honest] = [0, 0];
  for (const day of [0, 7, 28]) {
    clock.now = BEGIN + day * DAY;
    const { links } = await giveLinks(desk.campaigns, 'winter', 'test', clock.now);
    const { members } = await desk.campaigns.get('winter');
    for (const [at, { path, person }] of links.entries()) {
      const keen = day > 0 && members.get(person)?.arm === 'trained';
      clock.now = BEGIN + day * DAY + (keen ? 600_000 * (at + 1) : DAY + 3_600_000 * at);
      const token = path.slice('/play/'.length);
      for (
        let round = await desk.playing.round(token);
        round.state === 'open';
        round = await desk.playing.round(token)
      )
        for (const { id } of round.messages ?? []) {
          const isLure = TRUTH.get(id) === 'lure';
          const caught = isLure ? keen || lures++ % 4 === 0 : honest++ % 6 === 0;
          await desk.playing.answer(token, {
            item: id,
            action: caught ? 'report' : 'trust',
            confidence: 0.75,
            seconds: 5,
          });
        }
    }
  }
  await desk.close();
}

beforeAll(async () => {
  writeFileSync(join(cwd, 'winter.yaml'), FILE);
  const made = await run('campaign', 'create', 'winter.yaml', '--data', 'd');
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(made.stdout).toContain('winter  Winter: over, 24 people, a trial');
  await playAll();
}, 120_000);

describe('campaign', () => {
  test('says all that is wrong with a file, with its place', async () => {
    writeFileSync(
      join(cwd, 'bad.yaml'),
      FILE.replace('items: 6', 'items: 600').replace('"2026-01-05"', 'soon'),
    );
    const { code, stderr } = await run('campaign', 'create', 'bad.yaml', '--data', 'd');
    expect(code).toBe(3);
    expect(stderr).toMatch(/bad\.yaml:4:.*starts/s);
    expect(stderr).toMatch(/bad\.yaml:5:/);
  });

  test.each([
    ['days: [0, 3, 28]', /bad\.yaml:5:.*begins before the one before it ends/s],
    ['days: [1]', /expected 0/],
    ['reminders: [9]', /after the test/],
    ['game: e-commerce/game/detective', /Cannot find the game/],
    ['items: 30', /need 120/],
    ['language: it', /does not speak `it`/],
  ])('refuses %s', async (line, message) => {
    writeFileSync(join(cwd, 'bad.yaml'), FILE.replace('items: 6', line));
    const { code, stderr } = await run('campaign', 'create', 'bad.yaml', '--data', 'd');
    expect([code, stderr]).toEqual([3, expect.stringMatching(message)]);
  });

  test('tells groups with intervals, and "improved" as its interval is above 0', async () => {
    const { code, stdout } = await run('campaign', 'results', 'winter', '--data', 'd');
    expect(code).toBe(0);
    expect(stdout).toContain('trained (12 people)');
    expect(stdout).toMatch(/Day 7[\s\S]*Trained people improved more than the control/);
    expect(stdout).not.toMatch(/Person \d|p-[0-9a-f]{16}/);
  });

  test('exports a table and JSON', async () => {
    const csv = await run('campaign', 'export', 'winter', '--format', 'csv', '--data', 'd');
    expect(csv.stdout).toContain('winter,7,arm,trained,12,reportRate,1,');
    const json = await run('campaign', 'export', 'winter', '--data', 'd');
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema: 'ensuresec/campaign-results/1',
      tests: [{}, {}, {}],
    });
  });

  test('puts answers into the learning records, the same once', async () => {
    for (let time = 0; time < 2; time++) {
      const { code, stderr } = await run('campaign', 'record', 'winter', '--data', 'd');
      expect([code, stderr]).toEqual([0, expect.stringContaining('576 statements')]);
    }
    const { stdout } = await run('lrs', 'export', '--data', 'd');
    expect(stdout.trim().split('\n')).toHaveLength(1 + 576);
  });

  test('leaves answers that an earlier version put there by the second', async () => {
    const database = new DatabaseSync(join(cwd, 'd', 'lrs.db'));
    const bySecond = "UPDATE statement SET body = replace(body, 'T00:00:00.000Z', 'T07:08:09.000Z')";
    expect(Number(database.prepare(bySecond).run().changes)).toBe(576);
    database.close();
    const { code, stderr } = await run('campaign', 'record', 'winter', '--data', 'd');
    expect([code, stderr]).toEqual([0, expect.stringContaining('576 statements')]);
    const { stdout } = await run('lrs', 'export', '--json', '--data', 'd');
    expect(stdout.match(/"timestamp":"[^"]*T07:08:09\.000Z"/g)).toHaveLength(576);
  });

  test('gives a badge that is verified, and not when it was changed or signed by others', async () => {
    const { people } = JSON.parse(
      (await run('campaign', 'status', 'winter', '--json', '--data', 'd')).stdout,
    );
    const { code, stdout } = await run('campaign', 'badge', 'winter', people[0].person, '--data', 'd');
    expect(code).toBe(0);
    writeFileSync(join(cwd, 'badge.jwt'), stdout);
    const good = await run('campaign', 'verify-badge', 'badge.jwt', '--data', 'd');
    expect([good.code, good.stdout]).toEqual([0, 'The badge holds\n']);
    const [head, claims = '', signature] = stdout.split('.');
    const changed = {
      ...JSON.parse(Buffer.from(claims, 'base64url').toString()),
      iss: 'https://other.example',
    };
    const forged = [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
    writeFileSync(join(cwd, 'forged.jwt'), forged);
    const bad = await run('campaign', 'verify-badge', 'forged.jwt', '--data', 'd');
    expect([bad.code, bad.stdout]).toEqual([1, expect.stringContaining('The signature does not hold')]);
    const other = await run('campaign', 'verify-badge', 'badge.jwt', '--badge-key', 'AAAA', '--data', 'd');
    expect([other.code, other.stdout]).toEqual([1, 'It was signed with another key\n']);
  });

  test('takes somebody out, by their pseudonym', async () => {
    const { people } = JSON.parse(
      (await run('campaign', 'status', 'winter', '--json', '--data', 'd')).stdout,
    );
    const { person } = people.at(-1);
    expect((await run('campaign', 'remove-person', 'winter', person, '--data', 'd')).code).toBe(0);
    expect((await run('campaign', 'remove-person', 'winter', person, '--data', 'd')).code).toBe(4);
    expect(readFileSync(join(cwd, 'd', 'campaigns', 'log.db'), 'latin1')).not.toContain(person);
  });
});

describe('simulate --detect-from', () => {
  const attack = ['simulate', SHOP, '--attack', 'chilled-goods-spoiled', '--data', 'd', '--runs', '60'];

  test('says what training is worth, with an interval over runs and people', async () => {
    const { code, stdout, stderr } = await run(
      ...attack,
      '--detect-from',
      'winter',
      '--recipients',
      '3',
      '--json',
    );
    expect([code, stderr]).toEqual([0, '']);
    const { training } = JSON.parse(stdout);
    expect(training).toMatchObject({ campaign: 'winter', basis: 'trial', recipients: 3 });
    const { mean, low, high } = training.avoided;
    expect(mean).toBeCloseTo(training.before - training.after, 3);
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
    const text = await run(...attack, '--detect-from', 'winter', '--recipients', '3');
    expect(text.stdout).toContain('What the training is worth (winter)');
  });

  test.each([
    [['--detect', '8h', '--detect-from', 'winter'], 2, 'without --detect'],
    [['--detect-from', 'none'], 4, 'no such campaign'],
  ])('refuses %j', async (more, code, message) => {
    const found = await run(...attack, ...more);
    expect([found.code, found.stderr]).toEqual([code, expect.stringContaining(message)]);
  });
});
