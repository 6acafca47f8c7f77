// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { DetectionClock, Settled } from '../../../awareness/index.ts';
import { Instant, Problem, wholeNumber } from './parts.ts';
import type { Route } from './route.ts';

const MAX_TEXT = 4 * 1024 * 1024;
const Id = z.strictObject({ id: z.string().min(1).max(64) });
const OfPerson = z.strictObject({ id: z.string().min(1).max(64), person: z.string().min(1).max(64) });
const NONE = { 404: 'There is no such campaign' };
const NO_PERSON = { 404: 'There is no such campaign, or no such person in it' };

const Test = z.strictObject({
  wave: z.int().min(0).describe('0 is the first test'),
  day: z.int().min(0),
  opens: Instant,
  shuts: Instant,
  state: z.enum(['to-come', 'open', 'over']),
  invited: z.int().min(0).describe('People with a link'),
  finished: z.int().min(0).describe('People who answered all of it'),
  told: z.boolean().describe('Its results may be read'),
});

const Campaign = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    language: z.string(),
    game: z.string(),
    items: z.int().min(1).describe('Messages of a test'),
    trial: z.boolean().describe('A lot decides who is trained first'),
    state: z.enum(['to-come', 'running', 'over']),
    createdAt: Instant,
    people: z.int().min(0),
    tests: z.array(Test),
  })
  .describe('A campaign: people, tests, and how many took part. No answers.');

const Person = z.strictObject({
  person: z.string().describe('Pseudonym'),
  name: z.string().exactOptional().describe('Absent when it was erased'),
  email: z.string().exactOptional(),
  group: z.string().exactOptional(),
  language: z.string(),
});

const Results = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    tests: z.array(Settled).describe('Tests that are over, in order'),
    nextAt: Instant.exactOptional().describe('When the next one is told'),
    smallest: z.int().describe('Least people of a group that is told'),
  })
  .describe('Results of groups. A test is told once, when it is over; no group below `smallest`.');

export const campaignRoutes = {
  campaigns: {
    method: 'GET',
    path: '/v1/campaigns',
    summary: 'All campaigns, the latest first',
    access: 'read',
    answer: z.strictObject({
      campaigns: z.array(Campaign),
      mail: z.boolean().describe('Invitations can go by mail: `up --smtp --mail-from --address`'),
    }),
  },
  createCampaign: {
    method: 'POST',
    path: '/v1/campaigns',
    summary: 'Makes a campaign of a text in YAML or JSON, `campaign: 1`',
    access: 'write',
    body: z.strictObject({ text: z.string().max(MAX_TEXT) }),
    maxBytes: MAX_TEXT,
    answer: z.strictObject({ campaign: Campaign, problems: z.array(Problem).describe('Warnings') }),
    refusals: { 409: 'There is one of this id', 422: 'The text is no campaign; `campaignProblems` say why' },
  },
  checkCampaign: {
    method: 'POST',
    path: '/v1/campaigns/check',
    summary: 'What is wrong with a text as a campaign; nothing is kept',
    access: 'read',
    body: z.strictObject({ text: z.string().max(MAX_TEXT) }),
    maxBytes: MAX_TEXT,
    answer: z.strictObject({
      problems: z.array(Problem),
      usable: z.boolean().describe('Nothing in it is an error'),
    }),
  },
  campaign: {
    method: 'GET',
    path: '/v1/campaigns/{id}',
    summary: 'A campaign and its people, without answers',
    access: 'read',
    params: Id,
    answer: z.strictObject({ campaign: Campaign, people: z.array(Person) }),
    refusals: NONE,
  },
  campaignResults: {
    method: 'GET',
    path: '/v1/campaigns/{id}/results',
    summary: 'What the tests showed, of groups',
    access: 'read',
    params: Id,
    answer: Results,
    refusals: NONE,
  },
  campaignClock: {
    method: 'GET',
    path: '/v1/campaigns/{id}/clock',
    summary: 'Time until somebody reports, before and after, for the clock of detection of the cascade model',
    access: 'read',
    params: Id,
    query: z.strictObject({
      recipients: wholeNumber(1, 1_000_000, 20).describe('People whom an attack reaches'),
      resamples: wholeNumber(0, 1000, 200),
      seed: wholeNumber(0, 2 ** 32 - 1, 1),
    }),
    answer: DetectionClock,
    refusals: { ...NONE, 409: 'Two tests are not over yet, or too few people took part' },
  },
  campaignStatements: {
    method: 'GET',
    path: '/v1/campaigns/{id}/statements',
    summary:
      'Answers as xAPI statements under random accounts, of languages with five people or more, once all tests are over',
    access: 'read',
    params: Id,
    answer: z.strictObject({ statements: z.array(z.looseObject({ id: z.uuid() })) }),
    refusals: { ...NONE, 409: 'A test is to come or open, or too few people took part' },
  },
  giveLinks: {
    method: 'POST',
    path: '/v1/campaigns/{id}/links',
    summary: 'A new link to the test that is open for each who has not finished it; shown once',
    access: 'write',
    params: Id,
    answer: z.strictObject({
      wave: z.int().min(0),
      links: z.array(
        z.strictObject({
          person: z.string(),
          name: z.string(),
          path: z.string().describe('Of this server: /play/…'),
        }),
      ),
    }),
    refusals: { ...NONE, 409: 'No test is open' },
  },
  sendMails: {
    method: 'POST',
    path: '/v1/campaigns/{id}/mails',
    summary: 'Sends invitations and reminders that are due; each once, however often it is asked',
    access: 'write',
    params: Id,
    answer: z.strictObject({
      sent: z.int(),
      bounced: z.int(),
      before: z.int().describe('Had theirs already'),
      repeated: z.int().describe('Handed over again, as a crash left it open whether they had been'),
    }),
    refusals: { ...NONE, 409: 'This server sends no mail', 502: 'The mail server takes none now' },
  },
  endCampaign: {
    method: 'POST',
    path: '/v1/campaigns/{id}/end',
    summary: 'Ends a campaign: open tests are told, names and addresses are erased',
    access: 'write',
    params: Id,
    answer: Campaign,
    refusals: NONE,
  },
  removeParticipant: {
    method: 'DELETE',
    path: '/v1/campaigns/{id}/people/{person}',
    summary: 'Erases somebody: name, address, links, answers',
    access: 'write',
    params: OfPerson,
    answer: z.strictObject({}),
    refusals: NO_PERSON,
  },
  campaignBadge: {
    method: 'GET',
    path: '/v1/campaigns/{id}/people/{person}/badge',
    summary: 'The badge of somebody who took all tests: Open Badges 3.0 as a VC-JWT',
    access: 'read',
    params: OfPerson,
    answer: z.strictObject({ jwt: z.string() }),
    refusals: { ...NO_PERSON, 409: 'A test is to be done' },
  },
} as const satisfies Record<string, Route>;
