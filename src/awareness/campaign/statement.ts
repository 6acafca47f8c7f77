// SPDX-License-Identifier: Apache-2.0
// An answer as an xAPI statement (IEEE 9274.1.1 §4.2). Its actor is a random account that only the campaign can join to
// somebody: once they are forgotten, nobody can.
import { uuid5 } from '../../core/uuid5.ts';
import type { Message } from '../../model/index.ts';
import { outcomeOf } from '../game/triage.ts';
import { tellable } from '../measure/group.ts';
import type { Campaign, Member } from './campaign.ts';
import type { CampaignPart } from './events.ts';

/** IRIs that name what we mean; nothing is served there. */
const BASE = 'https://ensuresec.example/xapi';
const ANSWERED = { id: 'http://adlnet.gov/expapi/verbs/answered', display: { 'en-US': 'answered' } };

/**
 * Answers of a campaign. The same answer is the same statement each time. A message is of one language, so languages are groups:
 * who is almost alone in one would be known by it. Empty when fewer than five answered.
 */
export function statementsOf(
  { plan, members }: Campaign,
  messageOf: (language: string, item: string) => Message | undefined,
): object[] {
  return manyOfLanguage([...members.values()]).flatMap((member) =>
    [...member.rounds].flatMap(([key, { startedAt, answers }]) => {
      const part = key.split(' ')[1] as CampaignPart;
      return [...answers.values()].flatMap((answer) => {
        const message = messageOf(member.language, answer.item);
        if (message === undefined) return [];
        const { action, confidence, seconds, wave } = answer;
        const object = `${BASE}/campaigns/${plan.id}/${wave}/${part}/${member.language}/${answer.item}`;
        return [
          {
            id: uuid5(member.actor, object),
            actor: actorOf(member),
            verb: ANSWERED,
            object: {
              id: object,
              definition: {
                type: 'http://adlnet.gov/expapi/activities/interaction',
                name: { en: `${answer.item}` },
              },
            },
            result: {
              success: outcomeOf(message, action) !== 'wrong',
              response: action,
              duration: `PT${seconds.toFixed(2)}S`,
              extensions: { [`${BASE}/confidence`]: confidence },
            },
            context: {
              platform: 'ENSURESEC',
              language: member.language,
              extensions: { [`${BASE}/part`]: part },
            },
            timestamp: dayOf(startedAt),
          },
        ];
      });
    }),
  );
}

/** The day alone: by the second, whoever sees when links were opened could tell whose statements these are. */
function dayOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 10)}T00:00:00.000Z`;
}

/** Those who answered, in languages that enough of them have. */
function manyOfLanguage(members: readonly Member[]): readonly Member[] {
  const answered = members.filter(({ rounds }) =>
    [...rounds.values()].some(({ answers }) => answers.size > 0),
  );
  const sizes = new Map<string, number>();
  for (const { language } of answered) sizes.set(language, (sizes.get(language) ?? 0) + 1);
  const told = tellable(sizes);
  return answered.filter(({ language }) => told.has(language));
}

function actorOf({ actor }: Member): object {
  return { objectType: 'Agent', account: { homePage: `${BASE}/people`, name: actor } };
}
