// SPDX-License-Identifier: Apache-2.0
// Settles tests that are over, each once.
import { type Campaign, type CampaignEvent, settle, timesOfWave, wavesOver } from '../../awareness/index.ts';
import type { Pack } from '../../model/index.ts';
import { bankOf } from './bank.ts';
import type { Campaigns } from './campaigns.ts';

/** The campaign with all that may be told now. Contacts are erased when no test is to come any more. */
export async function settled(campaigns: Campaigns, id: string, pack: Pack, now: number): Promise<Campaign> {
  const campaign = await campaigns.inTurn(async () => {
    const before = await campaigns.get(id);
    const open = wavesOver(before, now).filter((wave) => !before.settled.has(wave));
    if (open.length === 0) return before;
    const { truthOf } = bankOf(pack, before);
    const events = open.map(
      (wave): CampaignEvent => ({ kind: 'settled', settled: settle(before, wave, truthOf, now) }),
    );
    return campaigns.append(id, events, 'ensuresec');
  });
  const isOver =
    campaign.endedAt !== undefined || timesOfWave(campaign.plan, campaign.plan.days.length - 1).shuts <= now;
  // Asked each time: a mail that was on its way left an address after the others were gone.
  if (isOver) await campaigns.eraseContacts(id, 'ensuresec');
  return campaign;
}
