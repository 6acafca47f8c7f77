// SPDX-License-Identifier: Apache-2.0
// Campaigns of made-up people who follow their links: some know more than others, and those who were trained know more.
import { readCampaign } from '../../src/awareness/index.ts';
import { createRandom, type Random } from '../../src/core/random.ts';
import type { CampaignDesk } from '../../src/server/campaign/desk.ts';
import { giveLinks } from '../../src/server/campaign/links.ts';
import { PACK } from './console-server.ts';

const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
export const FIRST = Date.UTC(2026, 8, 1, 8);

interface Asked {
  readonly training: CampaignDesk;
  readonly clock: { now: number };
}

/** @param file as `campaign: 1` has it. */
export async function makeCampaign({ training }: Asked, file: object): Promise<void> {
  const text = JSON.stringify({ campaign: 1, starts: '2026-09-01', ...file });
  const { value, problems } = readCampaign(Buffer.from(text), 'campaign', PACK);
  if (value === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  await training.campaigns.create(value, 'test');
}

/** All of a campaign take the test that is open on a day, one after the other, minutes apart. */
export async function takeTest(
  { training, clock }: Asked,
  id: string,
  day: number,
  most = 1000,
): Promise<void> {
  clock.now = FIRST + day * DAY_MS;
  const { campaigns } = training;
  const { links } = await giveLinks(campaigns, id, 'test', clock.now);
  const random = createRandom(7, `${id} ${day}`);
  for (const { person, path } of links.slice(0, most)) {
    clock.now += (1 + random.below(40)) * MINUTE_MS;
    const { rounds, arm } = (await campaigns.get(id)).members.get(person) ?? { rounds: new Map(), arm: '' };
    const isTrained = day > 0 && arm === 'trained' && rounds.size > 0;
    await play(training, path.split('/').at(-1) ?? '', isTrained ? 0.97 : 0.62, random);
  }
}

const TRUTH = new Map(
  PACK.gameItems.flatMap(({ language, messages = [] }) =>
    messages.map(({ id, truth }) => [`${language} ${id}`, truth] as const),
  ),
);

/** @param skill How often somebody is right. */
async function play({ playing }: CampaignDesk, token: string, skill: number, random: Random): Promise<void> {
  for (;;) {
    const { state, language, messages = [] } = await playing.round(token);
    if (state !== 'open') return;
    for (const { id } of messages) {
      const isLure = TRUTH.get(`${language} ${id}`) === 'lure';
      const doubts = random.next() < skill ? isLure : !isLure;
      const action = doubts ? (random.next() < skill ? 'report' : 'delete') : 'trust';
      await playing.answer(token, { item: id, action, confidence: 0.75, seconds: 5 + random.below(90) });
    }
  }
}
