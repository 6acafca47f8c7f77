// SPDX-License-Identifier: Apache-2.0
// `incident notify`: one message to each person affected, again and again until each has an answer.
import { randomBytes } from 'node:crypto';
import type { Json } from '../../core/canonical-json.ts';
import { counted } from '../../core/counted.ts';
import { readEntries } from '../../evidence/index.ts';
import { openMailer } from '../../platform/index.ts';
import {
  type Contact,
  foldIncidents,
  foldNotices,
  KIND,
  keyOf,
  NOTICE,
  type Notice,
  noticeIn,
  PERSON_EDGES,
  readContacts,
  runCampaign,
  type Sent,
} from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { actorOf } from '../evidence/operands.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, requirePack, tell } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { recordedSet } from './affected.ts';
import { factsOf, noticeOf } from './notice-facts.ts';
import { incidentOf, type Open } from './record-event.ts';

export async function notify(call: Call, [id, named, ...rest]: readonly string[]): Promise<number> {
  const [file, url, from] = ['contacts', 'smtp', 'from'].map((name) => call.options.text(name));
  if (
    named === undefined ||
    id === undefined ||
    rest.length > 0 ||
    file === undefined ||
    url === undefined ||
    from === undefined
  )
    throw new Failure(
      EXIT.usage,
      '`incident notify` takes ID NOTICE, --events, --contacts, --smtp and --from',
    );
  const contacts = tell(call, readContacts(readBytes(call, file), file), `the contacts ${file}`);
  return withLog(call, false, async (log, store) => {
    const entries = await readEntries(store, log.head().size);
    const incident = incidentOf(foldIncidents(entries), id);
    const source = noticeOf(requirePack(call, incident.pack), named);
    const facts = factsOf(incident);
    const persons = await recordedSet(call, incident);
    const append: Append = async (kind, body, personal) => {
      await log.append([
        { actor: actorOf(call), kind, subject: id, body, ...(personal === undefined ? {} : { personal }) },
      ]);
    };
    const secret = await secretOf({ log, store }, entries, id, source.id, append);
    if (PERSON_EDGES[incident.machine.persons].includes('informing'))
      await append(`${KIND}persons`, { to: 'informing' });
    const reached = persons.flatMap((person) => contacts.get(person) ?? []);
    const people = reached.map((contact) => ({
      contact,
      key: keyOf(secret, id, source.id, contact.person),
      language: noticeIn(source, contact.language, facts).language,
    }));
    const desk = deskOf(call, { url, from, total: people.length }, (language) =>
      noticeIn(source, language, facts),
    );
    const { waiting, ...end } = await runCampaign(people, foldNotices(entries, id), {
      record: append,
      send: desk.send,
    }).finally(desk.close);
    nobodyWaits(waiting);
    const after = await readEntries(store, log.head().size);
    const { states } = foldNotices(after, id);
    const bounced = people.filter(({ key }) => states.get(key) === 'bounced').length;
    const missing = persons.length - reached.length;
    if (missing + bounced === 0 && foldIncidents(after).get(id)?.machine.persons === 'informing')
      await append(`${KIND}persons`, { to: 'informed' });
    return answer(call, {
      incident: id,
      notice: source.id,
      people: persons.length,
      ...end,
      bounced,
      missing,
    });
  });
}

/** @throws Failure 6. */
function nobodyWaits(waiting: number): void {
  if (waiting > 0)
    throw new Failure(
      EXIT.runtime,
      `The mail server takes nothing for ${counted(waiting, 'person')} now; all others have their answer`,
      'The same command goes on with them: run it again later',
    );
}

type Append = (kind: string, body: Json, personal?: Readonly<Record<string, string>>) => Promise<void>;

/** Hands messages to the mail server. @throws Failure 6 where it takes none now. */
function deskOf(
  call: Call,
  { url, from, total }: { readonly url: string; readonly from: string; readonly total: number },
  noticeFor: (language: string) => Notice,
): { readonly send: (key: string, contact: Contact) => Promise<Sent>; readonly close: () => void } {
  const mailer = openMailer(withPassword(url, call.io.env['ENSURESEC_SMTP_PASSWORD']));
  const domain = from.split('@').at(-1) as string;
  let done = 0;
  return {
    send: async (key, contact) => {
      call.progress.step('Writing to the people affected', done++ / total);
      const { language, subject, text } = noticeFor(contact.language);
      try {
        return await mailer.send({
          from,
          to: contact.email,
          subject,
          text,
          language,
          messageId: `${key}@${domain}`,
        });
      } catch (error) {
        throw new Failure(
          EXIT.runtime,
          `The mail server did not take a message: ${error instanceof Error ? error.message : String(error)}`,
          'The same command goes on where this one stopped',
        );
      }
    },
    close: () => {
      mailer.close();
      call.progress.end();
    },
  };
}

interface Told {
  readonly incident: string;
  readonly notice: string;
  readonly people: number;
  readonly sent: number;
  readonly before: number;
  readonly repeated: number;
  readonly bounced: number;
  readonly missing: number;
}

function answer(call: Call, told: Told): number {
  const { people, sent, before, repeated, bounced, missing } = told;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/notified/1', ...told })
      : `${counted(people, 'person')}: ${sent} sent now, ${before} had their answer before, ${repeated} repeated after a break, ${bounced} refused for good, ${missing} without an address\n`,
  );
  return bounced + missing > 0 ? EXIT.findings : EXIT.secure;
}

/** The secret of the campaign: in the log as a personal value, so that it is there after a crash and can be erased. */
async function secretOf(
  { store }: Open,
  entries: Awaited<ReturnType<typeof readEntries>>,
  id: string,
  notice: string,
  append: Append,
): Promise<string> {
  const begun = entries.find(
    ({ kind, subject, body }) =>
      kind === NOTICE.begun && subject === id && (body as { notice?: unknown }).notice === notice,
  );
  if (begun === undefined) {
    const secret = randomBytes(32).toString('hex');
    await append(NOTICE.begun, { notice }, { secret });
    return secret;
  }
  const held = (await store.secrets(begun.index)).find(({ name }) => name === 'secret');
  if (held === undefined)
    throw new Failure(
      EXIT.findings,
      `Who got ${notice} cannot be told any more: the secret of entry ${begun.index} was erased`,
    );
  return String(JSON.parse(held.value));
}

export function withPassword(url: string, password: string | undefined): string {
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol))
    throw new Failure(EXIT.usage, 'Cannot use --smtp: expected an address such as smtp://127.0.0.1:2525');
  const parsed = new URL(url);
  if (password !== undefined) parsed.password = encodeURIComponent(password);
  return parsed.href;
}
