// SPDX-License-Identifier: Apache-2.0
// Invitations and reminders by mail: one message a person, test and occasion, through crashes, as `incident notify` sends them.
import { randomBytes } from 'node:crypto';
import { type Campaign, type DueMail, dueMails, isOpenWave, type Member } from '../../awareness/index.ts';
import { counted } from '../../core/counted.ts';
import type { Pack } from '../../model/index.ts';
import { HttpRefusal, openMailer } from '../../platform/index.ts';
import {
  type CampaignEnd,
  type CampaignPorts,
  foldNotices,
  keyOf,
  NOTICE,
  runCampaign,
} from '../../respond/index.ts';
import { digestOf, newSecret } from '../access/secret.ts';
import { wordsOf } from './bank.ts';
import type { Campaigns } from './campaigns.ts';
import { playPath } from './links.ts';

export interface MailRoute {
  /** `smtp://…`, with its password. */
  readonly smtp: string;
  readonly from: string;
  /** Where people reach this server, without a slash at the end. */
  readonly address: string;
}

export interface Mailed {
  readonly sent: number;
  readonly bounced: number;
  readonly before: number;
  readonly repeated: number;
}

/** Sends what is due. @throws HttpRefusal 404; 502 when the mail server takes none now, or not all. */
export async function sendDue(
  campaigns: Campaigns,
  id: string,
  pack: Pack,
  route: MailRoute,
  now: () => number,
): Promise<Mailed> {
  const end = { sent: 0, bounced: 0, before: 0, repeated: 0, waiting: 0 };
  const campaign = await campaigns.get(id);
  const mailer = openMailer(route.smtp);
  try {
    for (const due of dueMails(campaign, now())) {
      if (due.members.length === 0) continue;
      const done = await sendOccasion({ campaigns, campaign, pack, mailer, route, now }, due);
      for (const key of ['sent', 'bounced', 'before', 'repeated', 'waiting'] as const) end[key] += done[key];
    }
  } catch (error) {
    if (error instanceof HttpRefusal) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new HttpRefusal(502, `The mail server did not take a message: ${why}`, 60_000);
  } finally {
    mailer.close();
  }
  const { waiting, ...mailed } = end;
  if (waiting > 0)
    throw new HttpRefusal(
      502,
      `The mail server takes nothing for ${counted(waiting, 'person')} now; all others have theirs. Send again later`,
      60_000,
    );
  return mailed;
}

interface Sending {
  readonly campaigns: Campaigns;
  readonly campaign: Campaign;
  readonly pack: Pack;
  readonly mailer: ReturnType<typeof openMailer>;
  readonly route: MailRoute;
  readonly now: () => number;
}

/** The invitation to a test, or one reminder of it, to all whom it is for. */
async function sendOccasion(sending: Sending, due: DueMail): Promise<CampaignEnd> {
  const { campaigns, campaign, pack, mailer, route, now } = sending;
  const { id, title, items } = campaign.plan;
  const subject = `${id}/${due.wave}/${due.nth}`;
  const secret = await secretOf(campaigns, subject);
  const members = new Map(due.members.map((member) => [member.person, member]));
  const people = due.members.map(({ person, contact, language }) => ({
    key: keyOf(secret, id, subject, person),
    contact: { person, email: contact?.email ?? '', language },
    language,
  }));
  const domain = route.from.split('@').at(-1) as string;
  const send: CampaignPorts['send'] = async (key, { person, email, language }) => {
    const token = newSecret();
    // The link is good before anybody can have it.
    await campaigns.append(
      id,
      [{ kind: 'linked', person, wave: due.wave, digest: digestOf(token) }],
      'ensuresec',
    );
    const told = mailText(pack, members.get(person) as Member, title, due, items);
    return mailer.send({
      ...{ from: route.from, to: email, language, messageId: `${key}@${domain}`, subject: told.subject },
      text: `${told.text}\n\n${told.link}\n${route.address}${playPath(token)}\n\n${told.privacy}\n`,
    });
  };
  return runCampaign(
    stillWanted(people, campaign, due.wave, now),
    foldNotices(await campaigns.notices(), subject),
    { record: (kind, body, personal) => campaigns.notice(subject, kind, body, personal), send },
  );
}

/** Asked before each one: sending takes a while, and somebody may be taken out, or the test end, meanwhile. */
function* stillWanted<T extends { readonly contact: { readonly person: string } }>(
  people: readonly T[],
  campaign: Campaign,
  wave: number,
  now: () => number,
): Generator<T> {
  for (const each of people)
    if (campaign.members.has(each.contact.person) && isOpenWave(campaign, wave, now())) yield each;
}

function mailText(pack: Pack, { language }: Member, title: string, { nth }: DueMail, items: number) {
  const say = wordsOf(pack, language);
  return {
    subject: say(nth === 0 ? 'invite-subject' : 'remind-subject', title).replaceAll(/[\r\n]+/g, ' '),
    text: say(nth === 0 ? 'invite-text' : 'remind-text', items),
    link: say('invite-link'),
    privacy: say('campaign-private'),
  };
}

/** In the log as a personal value, so that it is there after a crash. @throws HttpRefusal 409 when it was erased. */
async function secretOf(campaigns: Campaigns, subject: string): Promise<string> {
  const begun = (await campaigns.notices()).find(
    (each) => each.kind === NOTICE.begun && each.subject === subject,
  );
  if (begun === undefined) {
    const secret = randomBytes(32).toString('hex');
    await campaigns.notice(subject, NOTICE.begun, {}, { secret });
    return secret;
  }
  const secret = await campaigns.secret(begun.index, 'secret');
  if (secret === undefined)
    throw new HttpRefusal(409, 'Who was written to cannot be told any more: the secret was erased');
  return secret;
}
