// SPDX-License-Identifier: Apache-2.0
// Rounds for whoever holds a link to one.
import { HttpRefusal } from '../../../platform/index.ts';
import type { Access } from '../../access/access.ts';
import type { CampaignDesk } from '../../campaign/desk.ts';
import type { Handlers } from '../bind.ts';
import type { Caller } from '../gate.ts';

type Names = 'playRound' | 'playAnswer' | 'forgetMe' | 'playBadge' | 'badgeKey';

export function playingHandlers(
  { playing, badges, options }: CampaignDesk,
  limits: Access['limits'],
): Pick<Handlers, Names> {
  /** Links that are none cost their sender, and so do answers that another one was before: nobody tries many. */
  const guarded = async <T>(caller: Caller, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof HttpRefusal && [404, 409].includes(error.status))
        limits.address.take(caller.address);
      throw error;
    }
  };
  return {
    playRound: ({ body: { token }, caller }) =>
      guarded(caller, async () => {
        const { messages, shuts, ...round } = await playing.round(token);
        return {
          ...round,
          shuts: new Date(shuts).toISOString(),
          ...(messages === undefined ? {} : { messages: structuredClone(messages) as never }),
        };
      }),
    playAnswer: ({ body: { token, ...answer }, caller }) =>
      guarded(caller, async () => {
        const { left, feedback } = await playing.answer(token, answer);
        return {
          left,
          ...(feedback === undefined ? {} : { feedback: { ...feedback, cues: [...feedback.cues] } }),
        };
      }),
    forgetMe: ({ body: { token }, caller }) =>
      guarded(caller, async () => {
        await playing.forget(token);
        return {};
      }),
    playBadge: ({ body: { token }, caller }) =>
      guarded(caller, async () => {
        const { campaign, member } = await playing.who(token);
        return { jwt: await badges.give(campaign, member, options.issuer) };
      }),
    badgeKey: async () => badges.key(),
  };
}
