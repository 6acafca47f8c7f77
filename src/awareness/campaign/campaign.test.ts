// SPDX-License-Identifier: Apache-2.0
// Whole campaigns of simulated learners, whose d′ and bias are known.
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../core/random.ts';
import type { Message } from '../../model/index.ts';
import { assignArms } from '../measure/trial.ts';
import { type Campaign, foldCampaign, type Member, withoutMember } from './campaign.ts';
import { detectionClock } from './detection.ts';
import { type CampaignEvent, readCampaignEvent, recordOf } from './events.ts';
import { resultsTable } from './export.ts';
import type { Plan } from './plan.ts';
import { dealRound, nextPart } from './round.ts';
import { dueMails, timesOfWave, wavesOver } from './schedule.ts';
import { settle } from './settle.ts';
import { statementsOf } from './statement.ts';

const DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 8, 1);
const BANK = Array.from({ length: 120 }, (_, at) => ({
  id: `m${at}`,
  truth: at % 2 === 0 ? 'lure' : 'honest',
  band: (['easy', 'moderate', 'hard'] as const)[Math.floor(at / 2) % 3],
})) as unknown as readonly Message[];
const truthOf = (_: string, item: string): Message['truth'] =>
  Number(item.slice(1)) % 2 === 0 ? 'lure' : 'honest';
const PLAN: Plan = {
  ...{ id: 'c', title: 'C', game: 'g', language: 'en', items: 20, starts: '2026-09-01' },
  ...{ days: [0, 7, 28], open: 7, reminders: [3] },
};

/** d′ and c by arm and wave. */
type Learner = (
  arm: string,
  wave: number,
) => { readonly sensitivity: number; readonly bias: number; readonly reports?: number };

/** Each message is felt as a number, higher for lures; what feels above the criterion is called false (Green and Swets 1966). */
function campaignOf(
  people: number,
  learner: Learner,
  random: Random,
  change: Partial<Plan> = {},
  spread = 0,
): Campaign {
  const plan = { ...PLAN, ...change };
  let campaign: Campaign | undefined;
  const happen = (event: CampaignEvent, at: number): void => {
    campaign = foldCampaign(campaign, event, at);
  };
  happen({ kind: 'created', plan }, BEGIN - DAY);
  const ids = Array.from({ length: people }, (_, at) => `p${at}-${random.below(1e9)}`);
  const arms = plan.trial === undefined ? undefined : assignArms(ids, plan.trial.seed);
  for (const [at, person] of ids.entries())
    happen(
      {
        kind: 'joined',
        ...{ person, actor: uuid(at), arm: arms?.get(person) ?? 'trained', language: 'en' },
        ...(at % 4 === 0 ? { group: 'night' } : { group: 'day' }),
        contact: { name: person, email: `${person}@firm.example` },
      },
      BEGIN - DAY,
    );
  const own = new Map(ids.map((id) => [id, spread * random.normal()]));
  for (const wave of plan.days.keys())
    for (const person of ids) {
      const opens = timesOfWave(plan, wave).opens;
      happen({ kind: 'linked', person, wave, digest: 'a'.repeat(64) }, opens);
      const member = (campaign as Campaign).members.get(person);
      if (member === undefined) throw new Error('lost');
      const { sensitivity, bias, reports = 0.5 } = learner(member.arm, wave);
      const strength = sensitivity + (own.get(person) ?? 0);
      for (
        let part = nextPart(campaign as Campaign, member, wave);
        part !== undefined;
        part = nextPart(campaign as Campaign, member, wave)
      ) {
        const items = dealRound(campaign as Campaign, member, { wave, part }, BANK);
        happen({ kind: 'dealt', person, wave, part, items }, opens + random.below(3 * DAY));
        for (const item of items) {
          const felt = random.normal() + (truthOf('en', item) === 'lure' ? strength / 2 : -strength / 2);
          const action = felt > bias ? (random.next() < reports ? 'report' : 'delete') : 'trust';
          happen({ kind: 'answered', person, wave, part, item, action, confidence: 0.75, seconds: 5 }, opens);
        }
      }
    }
  return campaign as Campaign;
}

function uuid(at: number): string {
  return `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
}

const END = BEGIN + 60 * DAY;

describe('a group of simulated learners', () => {
  it.each([
    { sensitivity: 1, bias: 0 },
    { sensitivity: 2, bias: 0.4 },
    { sensitivity: 1.5, bias: -0.5 },
  ])('gets d′ and c that are unbiased, in intervals that cover ($sensitivity, $bias)', (truth) => {
    const runs = 800;
    const hits = { sensitivity: 0, bias: 0 };
    let sum = 0;
    for (let run = 0; run < runs; run++) {
      const random = createRandom(run, 'cover');
      const campaign = campaignOf(24, () => truth, random, { days: [0], items: 20 });
      const [all] = settle(campaign, 0, truthOf, END).groups;
      for (const key of ['sensitivity', 'bias'] as const) {
        const { low = 9, high = 9 } = all?.[key] ?? {};
        if (low <= truth[key] && truth[key] <= high) hits[key]++;
      }
      sum += all?.sensitivity?.value ?? Number.NaN;
    }
    for (const key of ['sensitivity', 'bias'] as const) {
      expect(hits[key] / runs, key).toBeGreaterThanOrEqual(0.93);
      expect(hits[key] / runs, key).toBeLessThanOrEqual(0.97);
    }
    expect(Math.abs(sum / runs - truth.sensitivity)).toBeLessThan(0.03);
  });

  it('covers too when people differ, where counting answers would be too sure', () => {
    const runs = 800;
    const means: number[] = [];
    const ends: { low: number; high: number }[] = [];
    for (let run = 0; run < runs; run++) {
      const campaign = campaignOf(
        24,
        () => ({ sensitivity: 1.5, bias: 0 }),
        createRandom(run, 'differ'),
        { days: [0] },
        0.8,
      );
      const found = settle(campaign, 0, truthOf, END).groups[0]?.sensitivity;
      if (found === undefined) throw new Error('nothing was told');
      means.push(found.value);
      ends.push(found);
    }
    // What is estimated is d′ of the rates of the group, which is a little below the mean d′ of its people.
    const truth = means.reduce((sum, each) => sum + each, 0) / runs;
    const covered = ends.filter(({ low, high }) => low <= truth && truth <= high).length / runs;
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
    expect(truth).toBeGreaterThan(1.3);
    expect(truth).toBeLessThan(1.5);
  });
});

describe('a trial', () => {
  const trial = { trial: { seed: 5 } };
  const worth =
    (gain: number, shift = 0): Learner =>
    (arm, wave) =>
      arm === 'trained' && wave > 0
        ? { sensitivity: 1 + gain, bias: -shift, reports: 0.8 }
        : { sensitivity: 1, bias: 0, reports: 0.4 };

  it('says "improved" in about one of forty when nothing changed, and never by more', () => {
    let said = 0;
    const runs = 800;
    const tests = { ...trial, days: [0, 7] };
    for (let run = 0; run < runs; run++)
      if (
        settle(campaignOf(24, worth(0), createRandom(run, 'null'), tests), 1, truthOf, END).trial?.verdict ===
        'improved'
      )
        said++;
    expect(said / runs).toBeLessThan(0.04);
  });

  it('finds a gain, and tells a shift of bias apart from it', () => {
    const gained = settle(campaignOf(80, worth(1.2), createRandom(1, 'gain'), trial), 2, truthOf, END).trial;
    expect([gained?.verdict, gained?.biasShift]).toEqual(['improved', 'not-shown']);
    const doubting = settle(
      campaignOf(80, worth(0, 1), createRandom(1, 'doubt'), trial),
      2,
      truthOf,
      END,
    ).trial;
    expect([doubting?.verdict, doubting?.biasShift]).toEqual(['not-shown', 'more-doubt']);
  });

  it('trains one arm after the first test and the other after the last', () => {
    const campaign = campaignOf(10, worth(0), createRandom(2, 'arms'), trial);
    for (const { arm, rounds } of campaign.members.values())
      expect([...rounds.keys()]).toEqual(
        arm === 'trained'
          ? ['0 test', '0 training', '1 test', '2 test']
          : ['0 test', '1 test', '2 test', '2 training'],
      );
  });

  it('shows nobody a message twice, and half of each round is honest', () => {
    for (const { rounds } of campaignOf(6, worth(0), createRandom(3, 'items'), trial).members.values()) {
      const items = [...rounds.values()].flatMap((round) => round.items);
      expect(new Set(items).size).toBe(items.length);
      for (const round of rounds.values())
        expect(round.items.filter((item) => truthOf('en', item) === 'lure')).toHaveLength(10);
    }
  });

  it('gives a clock of detection in which people who report more are sooner, with how sure that is', () => {
    const campaign = campaignOf(60, worth(1), createRandom(4, 'clock'), trial);
    for (const wave of wavesOver(campaign, END))
      foldCampaign(campaign, { kind: 'settled', settled: settle(campaign, wave, truthOf, END) }, END);
    const clock = detectionClock(campaign, truthOf, END, { recipients: 5, resamples: 100, seed: 1 });
    const median = (hours: readonly (number | null)[] = []): number => hours[50] ?? Infinity;
    expect(clock).toMatchObject({ basis: 'trial', people: { before: 30, after: 30 }, recipients: 5 });
    expect(median(clock?.after)).toBeLessThan(median(clock?.before));
    const differences = (clock?.resamples ?? []).map(({ before, after }) => median(before) - median(after));
    expect(new Set(differences).size).toBeGreaterThan(20);
    expect(detectionClock(campaign, truthOf, END, { recipients: 5, resamples: 100, seed: 1 })).toEqual(clock);
  });
});

describe('events', () => {
  const of = { person: 'p', wave: 0 };
  it.each<CampaignEvent>([
    { kind: 'created', plan: PLAN },
    {
      kind: 'joined',
      person: 'p',
      actor: uuid(1),
      arm: 'control',
      language: 'el',
      group: 'g',
      contact: { name: 'Ada' },
    },
    { kind: 'linked', ...of, digest: 'a'.repeat(64) },
    { kind: 'dealt', ...of, part: 'test', items: ['m1'] },
    { kind: 'answered', ...of, part: 'test', item: 'm1', action: 'report', confidence: 0.5, seconds: 3 },
    { kind: 'ended' },
  ])('come back from the log as they were, and without their person as nothing ($kind)', (event) => {
    const record = recordOf(event);
    expect(readCampaignEvent(JSON.parse(JSON.stringify(record)))).toEqual(event);
    if (event.kind === 'created' || event.kind === 'ended') return;
    expect(record.body).toEqual({});
    expect(readCampaignEvent({ ...record, personal: {} })).toBeUndefined();
  });
});

describe('what is told', () => {
  const plain: Learner = () => ({ sensitivity: 1, bias: 0 });
  const groupsOf = (people: number, wave = 0) =>
    settle(campaignOf(people, plain, createRandom(9, 'told'), { days: [0] }), wave, truthOf, END);

  it.each([
    [4, [], 2],
    [8, ['all'], 2],
    [16, ['all'], 2],
    [20, ['all', 'day', 'night'], 0],
  ] as const)(
    'leaves out groups below five and what would give them away (%i people)',
    (people, names, hidden) => {
      const { groups, hidden: held } = groupsOf(people);
      expect([groups.map(({ name }) => name), held]).toEqual([names, hidden]);
    },
  );

  it('counts who was invited and did not come too, whose wait is in the result of all', () => {
    const campaign = campaignOf(20, plain, createRandom(9, 'idle'), { days: [0] });
    for (const [at, member] of [...campaign.members.values()].entries()) {
      Object.assign(member, { group: at < 12 ? 'day' : at < 18 ? 'night' : 'store' });
      if (at >= 18) Object.assign(member, { rounds: new Map() });
    }
    const { groups, hidden } = settle(campaign, 0, truthOf, END);
    // `all` less `day` and `night` would be the two of the store.
    expect([groups.map(({ name }) => name), hidden]).toEqual([['all', 'day'], 2]);
  });

  it('has no pseudonym, and is a table that no spreadsheet runs', () => {
    const settled = groupsOf(20);
    expect(JSON.stringify(settled)).not.toMatch(/p\d+-\d+/);
    const table = resultsTable('=cmd', [settled]);
    expect(table).toContain('"\'=cmd",0,group,day,15,sensitivity,');
    expect(table.split('\r\n')[0]).toBe('campaign,day,by,group,people,measure,value,low,high');
  });

  it('stays when somebody is forgotten, and their answers do not', () => {
    const campaign = campaignOf(20, plain, createRandom(9, 'gone'), { days: [0] });
    const settled = settle(campaign, 0, truthOf, END);
    foldCampaign(campaign, { kind: 'settled', settled }, END);
    withoutMember(campaign, [...campaign.members.keys()][0] as string);
    expect(campaign.settled.get(0)).toEqual(settled);
    expect(settle(campaign, 0, truthOf, END).groups[0]?.people).toBe(19);
  });
});

describe('statements', () => {
  const messageOf = (_: string, item: string) => BANK.find(({ id }) => id === item);
  const tell = (languages: readonly string[], idle = 0) => {
    const campaign = campaignOf(
      languages.length,
      () => ({ sensitivity: 1, bias: 0 }),
      createRandom(2, 'xapi'),
      {
        days: [0],
      },
    );
    for (const [at, member] of [...campaign.members.values()].entries()) {
      Object.assign(member, { language: languages[at] });
      if (at < idle) Object.assign(member, { rounds: new Map() });
    }
    const told = statementsOf(campaign, messageOf) as {
      readonly actor: { readonly account: { readonly name: string } };
      readonly timestamp: string;
    }[];
    for (const { timestamp } of told) expect(timestamp).toMatch(/^2026-09-0\dT00:00:00\.000Z$/);
    return new Set(told.map(({ actor }) => actor.account.name)).size;
  };
  const many = (count: number, language: string) => Array<string>(count).fill(language);

  it.each([
    ['five answered', many(5, 'en'), 0, 5],
    ['five were asked and four answered', many(5, 'en'), 1, 0],
    ['one has a language of their own', [...many(5, 'en'), 'el'], 0, 0],
    ['two languages have five each', [...many(5, 'en'), ...many(5, 'de')], 0, 10],
    ['five are spread over small languages', [...many(6, 'en'), ...many(3, 'de'), ...many(2, 'el')], 0, 6],
  ])('are of groups of five or more: %s', (_, languages, idle, people) => {
    expect(tell(languages, idle)).toBe(people);
  });
});

describe('mails', () => {
  it('invite who has not finished, and remind who was invited before', () => {
    const campaign = campaignOf(6, () => ({ sensitivity: 1, bias: 0 }), createRandom(1, 'mail'), {
      days: [0],
    });
    const idle = [...campaign.members.values()][0] as Member;
    (idle.rounds as Map<string, unknown>).clear();
    const due = (days: number) =>
      dueMails(campaign, BEGIN + days * DAY).map(({ nth, members }) => [nth, members.length]);
    expect(due(-1)).toEqual([]);
    expect(due(0)).toEqual([[0, 1]]);
    expect(due(3)).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(due(7)).toEqual([]);
  });
});
