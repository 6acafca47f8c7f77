// SPDX-License-Identifier: Apache-2.0
// Every way by which a campaign tells something, listed: results are of five people or more in each of them, what is of one person
// alone is under no name, and no table starts a formula. There is no export as PDF or HTML: screens ask `campaignResults`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaign as command } from '../src/cli/commands/campaign.ts';
import { campaignRoutes } from '../src/server/api/contract/campaigns.ts';
import { playingRoutes } from '../src/server/api/contract/playing.ts';
import { openCampaignDesk } from '../src/server/campaign/desk.ts';
import { giveLinks } from '../src/server/campaign/links.ts';
import { askCampaigns } from '../src/server/index.ts';
import { ensuresec } from './cli/terminal.ts';
import { loadedPack } from './support/loaded-pack.ts';

/** A new operation is written down here, and if it tells results, tried below. */
const OPERATIONS: Readonly<Record<keyof typeof campaignRoutes | keyof typeof playingRoutes, string>> = {
  campaigns: 'how many came',
  campaign: 'who is asked, without answers',
  createCampaign: 'how many came',
  checkCampaign: 'nothing of people',
  campaignResults: 'results',
  campaignClock: 'results',
  campaignStatements: 'results',
  giveLinks: 'who has not finished',
  sendMails: 'how many',
  endCampaign: 'how many came',
  removeParticipant: 'nothing',
  campaignBadge: 'that somebody took all tests',
  playRound: 'own',
  playAnswer: 'own',
  forgetMe: 'own',
  playBadge: 'own',
  badgeKey: 'nothing of people',
};
const FORMATS = ['csv', 'json', 'xapi'];

const PACK = loadedPack('e-commerce');
const DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 0, 5);
const FORMULA = '=HYPERLINK("http://attacker.example";"x");@SUM(1)';
/** Four of the store are too few, and the six of the day would give them away. */
const GROUPS = { 'the store': 4, 'the day': 6, 'the night': 7, [FORMULA]: 8 };
/** One who speaks Greek is too few, and the five who speak German would give them away. */
const LANGUAGES = ['el', ...Array<string>(5).fill('de'), ...Array<string>(19).fill('en')];
const PEOPLE = Object.entries(GROUPS)
  .flatMap(([group, count]) => Array<string>(count).fill(group))
  .map((group, at) => ({
    ...{ group, name: `Person ${at}`, email: `p${at}@firm.example` },
    language: LANGUAGES[at],
  }));

const cwd = mkdtempSync(join(tmpdir(), 'ensuresec-exports-'));
afterAll(() => rmSync(cwd, { recursive: true }));
const told = async (...argv: string[]): Promise<string> => {
  const { code, stdout, stderr } = await ensuresec([...argv, '--data', 'd'], { cwd });
  expect([code, stderr.replace(/^\d+ statements are in the learning records.*\n$/, '')]).toEqual([0, '']);
  return stdout;
};

const options = (clock: { now: number }) => ({
  ...{ data: join(cwd, 'd'), pack: PACK, now: () => clock.now, mail: undefined },
  issuer: { id: 'urn:test', name: 'Test' },
});

/** @throws HttpRefusal */
async function asked(name: 'campaignResults' | 'campaignClock' | 'campaignStatements', id: string) {
  const asker = await askCampaigns(options({ now: BEGIN + 60 * DAY }));
  return asker.ask(name, { params: { id } }).finally(asker.close);
}

async function playAll(id: string): Promise<void> {
  const clock = { now: BEGIN };
  const { campaigns, playing, close } = openCampaignDesk(options(clock));
  for (const day of [0, 7]) {
    clock.now = BEGIN + day * DAY;
    const { links } = await giveLinks(campaigns, id, 'test', clock.now);
    for (const { path } of links) {
      const token = path.slice('/play/'.length);
      clock.now += 60_000;
      const { messages = [] } = await playing.round(token);
      for (const [at, { id }] of messages.entries())
        await playing.answer(token, {
          ...{ item: id, action: at % 2 === 0 ? 'report' : 'trust', confidence: 0.75, seconds: 5 },
        });
    }
  }
  await close();
}

beforeAll(async () => {
  const plan = { campaign: 1, title: FORMULA, starts: '2026-01-05', items: 4, days: [0, 7] };
  for (const [id, people] of Object.entries({ spring: PEOPLE, four: PEOPLE.slice(-4) })) {
    writeFileSync(join(cwd, 'plan.json'), JSON.stringify({ ...plan, id, people }));
    await ensuresec(['campaign', 'create', 'plan.json', '--data', 'd'], { cwd });
    await playAll(id);
  }
  await told('campaign', 'record', 'spring');
}, 120_000);

test('all ways out are listed', () => {
  expect(Object.keys({ ...campaignRoutes, ...playingRoutes }).sort()).toEqual(Object.keys(OPERATIONS).sort());
  const formats = command.options?.find(({ flags }) => flags.startsWith('--format'));
  expect(formats?.choices).toEqual(FORMATS);
});

/** Results of groups, as text of any form. */
const OF_GROUPS = [
  ['campaign results', ['campaign', 'results', 'spring']],
  ['campaign results --json', ['campaign', 'results', 'spring', '--json']],
  ['campaign export --format json', ['campaign', 'export', 'spring']],
  ['campaign export --format csv', ['campaign', 'export', 'spring', '--format', 'csv']],
] as const;
const OF_ANSWERS = [
  ['campaign export --format xapi', ['campaign', 'export', 'spring', '--format', 'xapi']],
  ['lrs export', ['lrs', 'export']],
  ['lrs export --json', ['lrs', 'export', '--json']],
] as const;

describe('of groups', () => {
  test.each(OF_GROUPS)(
    '%s names none that is small, none that gives one away, and nobody',
    async (_, argv) => {
      const text = await told(...argv);
      expect(text).toContain('the night');
      expect(text).not.toMatch(/the store|the day|Person \d|firm\.example|p-[0-9a-f]{16}/);
    },
  );

  test('every count of people is five or more, and so is what all less the told leave', async () => {
    const { tests } = JSON.parse(await told('campaign', 'results', 'spring', '--json'));
    expect(tests).toHaveLength(2);
    for (const { groups, hidden } of tests) {
      const counts = groups.map(({ name, people }: { name: string; people: number }) => [name, people]);
      expect(counts).toEqual([
        ['all', 25],
        [FORMULA, 8],
        ['the night', 7],
      ]);
      expect(hidden).toBe(2);
    }
    const table = await told('campaign', 'export', 'spring', '--format', 'csv');
    const counts = [...table.matchAll(/,(\d+),(?:sensitivity|bias|reportRate|reportMinutes),/g)];
    expect(new Set(counts.map(([, people]) => people))).toEqual(new Set(['25', '8', '7']));
    const text = await told('campaign', 'results', 'spring');
    expect(new Set(text.match(/\d+ people/g))).toEqual(new Set(['25 people', '8 people', '7 people']));
  });

  test('the clock of detection is of all on either side, and names nobody', async () => {
    const clock = await asked('campaignClock', 'spring');
    expect(clock).toMatchObject({ people: { before: 25, after: 25 } });
    expect(JSON.stringify(clock)).not.toMatch(/Person|the (?:store|day|night)|p-[0-9a-f]{16}/);
  });

  test('no cell of the table starts a formula', async () => {
    const lines = (await told('campaign', 'export', 'spring', '--format', 'csv')).split('\r\n');
    const named = lines.filter((line) => line.includes('HYPERLINK'));
    expect(named).toHaveLength(8);
    for (const line of named)
      expect(line).toContain(`,"'=HYPERLINK(""http://attacker.example"";""x"");'@SUM(1)",`);
  });
});

describe('of answers', () => {
  test.each(OF_ANSWERS)('%s has no name, no group, and no language of few', async (_, argv) => {
    const text = await told(...argv);
    expect(text).not.toMatch(/Person \d|firm\.example|p-[0-9a-f]{16}|the (?:store|day|night)|HYPERLINK/);
    const spoken = new Set([...text.matchAll(/\/test\/([a-z]{2})\//g)].map(([, language]) => language));
    expect([...spoken]).toEqual(['en']);
    const accounts = new Set(text.match(/people[^}\n]*?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g));
    expect(accounts.size).toBe(19);
  });
});

describe('of four people', () => {
  test('results have no group, in any form', async () => {
    expect(await asked('campaignResults', 'four')).toMatchObject({
      tests: [
        { groups: [], hidden: 0 },
        { groups: [], hidden: 0 },
      ],
    });
    expect(await told('campaign', 'export', 'four', '--format', 'csv')).toBe(
      'campaign,day,by,group,people,measure,value,low,high\r\n',
    );
    expect(await told('campaign', 'results', 'four')).not.toMatch(/\(\d+ people/);
  });

  test.each(['campaignClock', 'campaignStatements'] as const)('%s is refused', async (name) => {
    await expect(asked(name, 'four')).rejects.toMatchObject({ status: 409 });
  });

  test.each([
    ['export', 'four', '--format', 'xapi'],
    ['record', 'four'],
  ])('campaign %s is refused', async (...argv) => {
    const { code, stdout } = await ensuresec(['campaign', ...argv, '--data', 'd'], { cwd });
    expect([code, stdout]).toEqual([4, '']);
  });
});
