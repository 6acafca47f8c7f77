// SPDX-License-Identifier: Apache-2.0
// Campaigns for those who run them.
import {
  type Campaign,
  detectionClock,
  isFinished,
  isOpenWave,
  readCampaign,
  SMALLEST_GROUP,
  statementsOf,
  timesOfWave,
} from '../../../awareness/index.ts';
import { hasErrors } from '../../../core/problem.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import { bankOf } from '../../campaign/bank.ts';
import type { CampaignDesk } from '../../campaign/desk.ts';
import { giveLinks } from '../../campaign/links.ts';
import { settled } from '../../campaign/telling.ts';
import { type Handlers, Refused } from '../bind.ts';
import type { Answer } from '../contract/index.ts';
import { actorOf } from '../record.ts';

export type CampaignNames =
  | 'campaigns'
  | 'createCampaign'
  | 'checkCampaign'
  | 'campaign'
  | 'campaignResults'
  | 'campaignClock'
  | 'campaignStatements'
  | 'giveLinks'
  | 'sendMails'
  | 'endCampaign'
  | 'removeParticipant'
  | 'campaignBadge';

export function campaignHandlers(desk: CampaignDesk): Pick<Handlers, CampaignNames> {
  return { ...readingHandlers(desk), ...changingHandlers(desk) };
}

function readingHandlers({ campaigns, badges, options }: CampaignDesk) {
  const { pack, now, mail, issuer } = options;
  const told = (id: string): Promise<Campaign> => settled(campaigns, id, pack, now());
  return {
    campaigns: async () => {
      const all = (await campaigns.all()).toSorted((a, b) => b.createdAt - a.createdAt);
      return { campaigns: all.map((each) => viewOf(each, now())), mail: mail !== undefined };
    },
    campaign: async ({ params: { id } }) => {
      const campaign = await campaigns.get(id);
      return { campaign: viewOf(campaign, now()), people: peopleOf(campaign) };
    },
    campaignResults: async ({ params: { id } }) => {
      const { plan, settled: tests, endedAt } = await told(id);
      const next = plan.days.findIndex((_, wave) => !tests.has(wave));
      return {
        id,
        title: plan.title,
        tests: [...tests.values()].toSorted((a, b) => a.wave - b.wave),
        ...(next < 0 || endedAt !== undefined ? {} : { nextAt: instant(timesOfWave(plan, next).shuts) }),
        smallest: SMALLEST_GROUP,
      };
    },
    campaignClock: async ({ params: { id }, query }) => {
      const campaign = await told(id);
      const clock = detectionClock(campaign, bankOf(pack, campaign).truthOf, now(), query);
      if (clock === undefined)
        throw new HttpRefusal(
          409,
          `A clock needs two tests that are over, with ${SMALLEST_GROUP} people or more who were invited on either side`,
        );
      return clock;
    },
    campaignStatements: async ({ params: { id } }) => {
      const campaign = await told(id);
      if (campaign.settled.size < campaign.plan.days.length && campaign.endedAt === undefined)
        throw new HttpRefusal(409, 'Answers are given when all tests are over');
      const { message } = bankOf(pack, campaign);
      const statements = statementsOf(campaign, message) as Answer<'campaignStatements'>['statements'];
      if (statements.length === 0)
        throw new HttpRefusal(
          409,
          `Answers of fewer than ${SMALLEST_GROUP} people of a language are not given`,
        );
      return { statements };
    },
    campaignBadge: async ({ params: { id, person } }) => {
      const campaign = await campaigns.get(id);
      const member = campaign.members.get(person);
      if (member === undefined) throw new HttpRefusal(404, 'There is no such person in this campaign');
      return { jwt: await badges.give(campaign, member, issuer) };
    },
  } satisfies Partial<Handlers>;
}

function changingHandlers({ campaigns, mailDue, options }: CampaignDesk) {
  const { pack, now } = options;
  const read = (text: string) => readCampaign(new TextEncoder().encode(text), 'campaign', pack);
  return {
    checkCampaign: async ({ body: { text } }) => {
      const { value, problems } = read(text);
      return { problems: [...problems], usable: value !== undefined && !hasErrors(problems) };
    },
    createCampaign: async ({ body: { text }, caller }) => {
      const { value, problems } = read(text);
      if (value === undefined || hasErrors(problems))
        throw new Refused(422, 'The text is no campaign that can be run', { campaignProblems: problems });
      const campaign = await campaigns.create(value, actorOf(caller));
      return { campaign: viewOf(campaign, now()), problems: [...problems] };
    },
    giveLinks: async ({ params: { id }, caller }) => {
      const { wave, links } = await giveLinks(campaigns, id, actorOf(caller), now());
      return { wave, links: [...links] };
    },
    sendMails: async ({ params: { id } }) => {
      const mailed = await mailDue(id);
      if (mailed === undefined)
        throw new HttpRefusal(
          409,
          'This server sends no mail: start it with --smtp, --mail-from and --address',
        );
      return mailed;
    },
    endCampaign: async ({ params: { id }, caller }) => {
      await campaigns.append(id, [{ kind: 'ended' }], actorOf(caller));
      return viewOf(await settled(campaigns, id, pack, now()), now());
    },
    removeParticipant: async ({ params: { id, person }, caller }) => {
      await campaigns.forget(id, person, actorOf(caller));
      return {};
    },
  } satisfies Partial<Handlers>;
}

function viewOf(campaign: Campaign, now: number): Answer<'campaign'>['campaign'] {
  const { plan, members, createdAt, endedAt, settled: told } = campaign;
  const all = [...members.values()];
  const tests = plan.days.map((day, wave) => {
    const { opens, shuts } = timesOfWave(plan, wave);
    return {
      ...{ wave, day, opens: instant(opens), shuts: instant(shuts) },
      state: isOpenWave(campaign, wave, now)
        ? 'open'
        : now < opens && endedAt === undefined
          ? 'to-come'
          : 'over',
      invited: all.filter(({ asked }) => asked.has(wave)).length,
      finished: all.filter((member) => isFinished(member, wave, 'test')).length,
      told: told.has(wave),
    } as const;
  });
  const state = tests.every((test) => test.state === 'over')
    ? 'over'
    : tests[0]?.state === 'to-come'
      ? 'to-come'
      : 'running';
  return {
    ...{ id: plan.id, title: plan.title, language: plan.language, game: plan.game, items: plan.items },
    ...{ trial: plan.trial !== undefined, state, createdAt: instant(createdAt), people: members.size, tests },
  };
}

function peopleOf({ members }: Campaign): Answer<'campaign'>['people'] {
  return [...members.values()].map(({ person, contact, group, language }) => ({
    person,
    ...(contact === undefined ? {} : { name: contact.name }),
    ...(contact?.email === undefined ? {} : { email: contact.email }),
    ...(group === undefined ? {} : { group }),
    language,
  }));
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
