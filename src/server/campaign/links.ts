// SPDX-License-Identifier: Apache-2.0
// Links to a test: each for one person and one test, of no use when it is finished. Only digests are kept.
import { isFinished, isOpenWave, type Member } from '../../awareness/index.ts';
import { HttpRefusal } from '../../platform/index.ts';
import { digestOf, newSecret } from '../access/secret.ts';
import type { Campaigns } from './campaigns.ts';

export interface PlayLink {
  readonly person: string;
  readonly name: string;
  /** Below the address of the server: `/play/…`. */
  readonly path: string;
}

/** A new link for each who has not finished; those before it stay good. @throws HttpRefusal 404, 409 when no test is open. */
export async function giveLinks(
  campaigns: Campaigns,
  id: string,
  actor: string,
  now: number,
): Promise<{ readonly wave: number; readonly links: readonly PlayLink[] }> {
  const campaign = await campaigns.get(id);
  const wave = campaign.plan.days.findIndex((_, at) => isOpenWave(campaign, at, now));
  if (wave < 0) throw new HttpRefusal(409, 'No test of this campaign is open now');
  const members = [...campaign.members.values()].filter((member) => !isFinished(member, wave, 'test'));
  const made = members.map((member) => ({ member, secret: newSecret() }));
  await campaigns.append(
    id,
    made.map(({ member: { person }, secret }) => ({
      kind: 'linked',
      person,
      wave,
      digest: digestOf(secret),
    })),
    actor,
  );
  return { wave, links: made.map(({ member, secret }) => linkOf(member, secret)) };
}

function linkOf({ person, contact }: Member, secret: string): PlayLink {
  return { person, name: contact?.name ?? person, path: playPath(secret) };
}

export function playPath(secret: string): string {
  return `/play/${secret}`;
}
