// SPDX-License-Identifier: Apache-2.0
// Invitations and reminders by mail: one message a person, test and occasion, through crashes, as `incident notify` sends them.
import { randomBytes } from 'node:crypto';
import { type DueMail, dueMails, type Member } from '../../awareness/index.ts';
import type { Pack } from '../../model/index.ts';
import { HttpRefusal, openMailer } from '../../platform/index.ts';
import { foldNotices, keyOf, NOTICE, runCampaign, type Sent } from '../../respond/index.ts';
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

/** Sends what is due. @throws HttpRefusal 404; 502 when the mail server takes none now. */
export async function sendDue(
  campaigns: Campaigns,
  id: string,
  pack: Pack,
  { smtp, from, address }: MailRoute,
  now: () => number,
): Promise<Mailed> {
  const end = { sent: 0, bounced: 0, before: 0, repeated: 0 };
  const campaign = await campaigns.get(id);
  const mailer = openMailer(smtp);
  const domain = from.split('@').at(-1) as string;
  try {
    for (const due of dueMails(campaign, now())) {
      if (due.members.length === 0) continue;
      const subject = `${id}/${due.wave}/${due.nth}`;
      const secret = await secretOf(campaigns, subject);
      const members = new Map(due.members.map((member) => [member.person, member]));
      const people = due.members.map(({ person, contact, language }) => ({
        key: keyOf(secret, id, subject, person),
        contact: { person, email: contact?.email ?? '', language },
        language,
      }));
      const progress = foldNotices(await campaigns.notices(), subject);
      const send = async (
        key: string,
        { person, email, language }: { person: string; email: string; language: string },
      ): Promise<Sent> => {
        const token = newSecret();
        // The link is good before anybody can have it.
        await campaigns.append(
          id,
          [{ kind: 'linked', person, wave: due.wave, digest: digestOf(token) }],
          'ensuresec',
        );
        const told = mailText(
          pack,
          members.get(person) as Member,
          campaign.plan.title,
          due,
          campaign.plan.items,
        );
        return mailer.send({
          ...{ from, to: email, language, messageId: `${key}@${domain}`, subject: told.subject },
          text: `${told.text}\n\n${told.link}\n${address}${playPath(token)}\n\n${told.privacy}\n`,
        });
      };
      const record = (
        kind: string,
        body: Readonly<Record<string, string>>,
        personal?: Readonly<Record<string, string>>,
      ) => campaigns.notice(subject, kind, body, personal);
      const done = await runCampaign(people, progress, { record, send });
      for (const key of ['sent', 'bounced', 'before', 'repeated'] as const) end[key] += done[key];
    }
  } catch (error) {
    if (error instanceof HttpRefusal) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new HttpRefusal(502, `The mail server did not take a message: ${why}`, 60_000);
  } finally {
    mailer.close();
  }
  return end;
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
