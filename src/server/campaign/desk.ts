// SPDX-License-Identifier: Apache-2.0
// Campaigns of one data folder, with all that is done for them.
import type { Pack } from '../../model/index.ts';
import { type Badges, openBadges } from './badges.ts';
import { type Campaigns, openCampaigns } from './campaigns.ts';
import { type Mailed, type MailRoute, sendDue } from './mailing.ts';
import { createPlaying, type Playing } from './playing.ts';
import { settled } from './telling.ts';

export interface CampaignDeskOptions {
  /** Folder of the data. */
  readonly data: string;
  readonly pack: Pack;
  readonly now: () => number;
  /** How mail goes out; undefined: it does not. */
  readonly mail: MailRoute | undefined;
  /** Who gives badges: a URI and a name. */
  readonly issuer: { readonly id: string; readonly name: string };
}

export interface CampaignDesk {
  readonly campaigns: Campaigns;
  readonly playing: Playing;
  readonly badges: Badges;
  readonly options: CampaignDeskOptions;
  /** Sends invitations and reminders that are due; undefined without a mail server. */
  mailDue(id: string): Promise<Mailed | undefined>;
  /** What is due by the clock: mails, results, erasure of contacts. One campaign that fails holds no other up. @throws its error. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

export function openCampaignDesk(options: CampaignDeskOptions): CampaignDesk {
  const { data, pack, now, mail } = options;
  const campaigns = openCampaigns(data, now);
  // One after the other: two at once would both find that a message was not sent.
  let last: Promise<unknown> = Promise.resolve();
  const mailDue = (id: string): Promise<Mailed | undefined> => {
    const send = async () => (mail === undefined ? undefined : sendDue(campaigns, id, pack, mail, now));
    const turn = last.then(send, send);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    campaigns,
    playing: createPlaying(campaigns, pack, now),
    badges: openBadges(campaigns.folder, pack),
    options,
    mailDue,
    tick: async () => {
      const troubles: unknown[] = [];
      for (const { plan } of await campaigns.all())
        try {
          const { endedAt } = await settled(campaigns, plan.id, pack, now());
          if (endedAt === undefined) await mailDue(plan.id);
        } catch (error) {
          troubles.push(error);
        }
      if (troubles.length > 0) throw troubles[0];
    },
    close: async () => {
      await last;
      await campaigns.close();
    },
  };
}
