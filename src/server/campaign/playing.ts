// SPDX-License-Identifier: Apache-2.0
// One person's round over a link: what is asked, what was answered, and to be forgotten.
import {
  type Answered,
  type Campaign,
  type CampaignPart,
  completedAt,
  dealRound,
  isOpenWave,
  type Member,
  nextPart,
  outcomeOf,
  roundKey,
  type Shown,
  shown,
  timesOfWave,
} from '../../awareness/index.ts';
import type { Message, Pack } from '../../model/index.ts';
import { HttpRefusal } from '../../platform/index.ts';
import { digestOf } from '../access/secret.ts';
import { bankOf } from './bank.ts';
import type { Campaigns } from './campaigns.ts';

export interface PlayState {
  readonly title: string;
  readonly language: string;
  readonly state: 'open' | 'shut' | 'done';
  readonly shuts: number;
  /** All tests are done. */
  readonly badge: boolean;
  /** What is asked now; absent unless `open`. */
  readonly part?: CampaignPart;
  /** Messages of the round, and how many are answered. */
  readonly of?: number;
  readonly answered?: number;
  readonly messages?: readonly Shown[];
}

export interface PlayFeedback {
  readonly outcome: 'right' | 'careful' | 'wrong';
  readonly truth: Message['truth'];
  readonly why: string;
  readonly cues: readonly {
    readonly quote: string;
    readonly says: string;
    readonly title: string;
    readonly text: string;
  }[];
}

export type PlayAnswer = Omit<Answered, 'person' | 'wave' | 'part'>;

export interface Playing {
  /** @throws HttpRefusal 404 for a link that is none. */
  round(token: string): Promise<PlayState>;
  /** On disk when it resolves; the same answer again is taken again. @throws HttpRefusal 404, 409, 422. */
  answer(
    token: string,
    answer: PlayAnswer,
  ): Promise<{ readonly left: number; readonly feedback?: PlayFeedback }>;
  /** @throws HttpRefusal 404. */
  forget(token: string): Promise<void>;
  /** Whose link it is. @throws HttpRefusal 404. */
  who(token: string): Promise<Holder>;
}

interface Holder {
  readonly campaign: Campaign;
  readonly member: Member;
  readonly wave: number;
}

export function createPlaying(campaigns: Campaigns, pack: Pack, now: () => number): Playing {
  const who = async (token: string): Promise<Holder> => {
    const found = await campaigns.holder(digestOf(token));
    const member = found === undefined ? undefined : found.campaign.members.get(found.person);
    if (found === undefined || member === undefined)
      throw new HttpRefusal(404, 'This link is none, or all about its holder was deleted');
    return { campaign: found.campaign, member, wave: found.wave };
  };
  return {
    who,
    round: async (token) => {
      const { campaign, member, wave } = await who(token);
      const { title } = campaign.plan;
      const shuts = timesOfWave(campaign.plan, wave).shuts;
      const badge = completedAt(campaign, member) !== undefined;
      const head = { title, language: member.language, shuts, badge };
      const part = nextPart(campaign, member, wave);
      if (part === undefined) return { ...head, state: 'done' };
      if (!isOpenWave(campaign, wave, now())) return { ...head, state: 'shut' };
      const bank = bankOf(pack, campaign);
      const round = await begun(campaigns, { campaign, member, wave }, part, bank.messages(member.language));
      const messages = round.items
        .filter((item) => !round.answers.has(item))
        .flatMap((item) => bank.message(member.language, item) ?? []);
      return {
        ...{ ...head, state: 'open', part, of: round.items.length, answered: round.answers.size },
        messages: messages.map(shown),
      };
    },
    answer: async (token, answer) => {
      const { campaign, member, wave } = await who(token);
      const part = partOf(member, wave, answer.item);
      const known = () => member.rounds.get(roundKey(wave, part))?.answers.get(answer.item);
      if (known() === undefined) {
        if (!isOpenWave(campaign, wave, now())) throw new HttpRefusal(409, 'This test is over');
        const event = { kind: 'answered', ...answer, person: member.person, wave, part } as const;
        await campaigns.append(campaign.plan.id, [event], 'player');
      }
      // Of two that came together the first counts, and the second is told so. All of it must be the same: by the action alone,
      // whoever gets hold of a link would find out what its owner answered by trying the few there are.
      if (!isSame(known(), answer)) throw new HttpRefusal(409, 'This message was answered otherwise');
      const round = member.rounds.get(roundKey(wave, part));
      const left = (round?.items.length ?? 0) - (round?.answers.size ?? 0);
      const message = bankOf(pack, campaign).message(member.language, answer.item);
      if (part === 'test' || message === undefined) return { left };
      return { left, feedback: feedbackOf(pack, message, answer.action, member.language) };
    },
    forget: async (token) => {
      const { campaign, member } = await who(token);
      await campaigns.forget(campaign.plan.id, member.person, 'player');
    },
  };
}

/** The round as it was dealt, or dealt now. */
async function begun(
  campaigns: Campaigns,
  { campaign, member, wave }: Holder,
  part: CampaignPart,
  messages: readonly Message[],
) {
  const key = roundKey(wave, part);
  const before = member.rounds.get(key);
  if (before !== undefined) return before;
  const items = dealRound(campaign, member, { wave, part }, messages);
  await campaigns.append(
    campaign.plan.id,
    [{ kind: 'dealt', person: member.person, wave, part, items }],
    'player',
  );
  const round = member.rounds.get(key);
  if (round === undefined) throw new HttpRefusal(404, 'All about the holder of this link was deleted');
  return round;
}

function isSame(known: PlayAnswer | undefined, answer: PlayAnswer): boolean {
  return (
    known?.action === answer.action &&
    known.confidence === answer.confidence &&
    known.seconds === answer.seconds
  );
}

/** @throws HttpRefusal 422 for a message that was not asked. */
function partOf({ rounds }: Member, wave: number, item: string): CampaignPart {
  const part = (['test', 'training'] as const).find((each) =>
    rounds.get(roundKey(wave, each))?.items.includes(item),
  );
  if (part === undefined) throw new HttpRefusal(422, 'This message is none of the round');
  return part;
}

function feedbackOf(
  pack: Pack,
  message: Message,
  action: PlayAnswer['action'],
  language: string,
): PlayFeedback {
  const families = pack.games.flatMap((game) => game.cues ?? []);
  const tell = (text: Readonly<Record<string, string>> | undefined): string =>
    text?.[language] ?? text?.['en'] ?? '';
  return {
    outcome: outcomeOf(message, action),
    truth: message.truth,
    why: message.why,
    cues: message.cues.map(({ cue, quote }) => {
      const family = families.find(({ id }) => id === cue);
      return { quote, says: family?.says ?? 'nothing', title: tell(family?.title), text: tell(family?.text) };
    }),
  };
}
