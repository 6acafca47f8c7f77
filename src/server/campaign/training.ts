// SPDX-License-Identifier: Apache-2.0
// Campaigns of a server that runs: what is due by the clock is looked for each minute.
import type { Pack } from '../../model/index.ts';
import { sparing } from '../sparing.ts';
import { type CampaignDesk, openCampaignDesk } from './desk.ts';
import type { MailRoute } from './mailing.ts';

export interface TrainingOptions {
  readonly data: string;
  readonly pack: Pack;
  readonly now: () => number;
  readonly mail?: MailRoute;
  readonly onNotice: (text: string) => void;
}

export type Training = CampaignDesk & { readonly timer: NodeJS.Timeout };

const TICK_MS = 60_000;

/** A mail server that takes none now is asked again with the next look. */
export function startTraining({ data, pack, now, mail, onNotice }: TrainingOptions): Training {
  const id = mail?.address ?? 'urn:ensuresec:server';
  const issuer = { id, name: mail === undefined ? 'ENSURESEC' : new URL(id).host };
  const desk = openCampaignDesk({ data, pack, now, mail, issuer });
  const tell = sparing(onNotice, now);
  const tick = (): void => {
    desk.tick().catch((error: unknown) => {
      tell(`Campaigns wait: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  tick();
  return { ...desk, timer: setInterval(tick, TICK_MS) };
}
