// SPDX-License-Identifier: Apache-2.0
// Campaigns of one data folder, in a log of evidence of their own. All of it is folded from the log; what tells of a person
// is in personal values, which the log can erase.
import { randomBytes, randomUUID } from 'node:crypto';
import {
  assignArms,
  type Campaign,
  type CampaignEvent,
  type NewCampaign,
  recordOf,
  withoutContacts,
  withoutMember,
} from '../../awareness/index.ts';
import type { Json } from '../../core/canonical-json.ts';
import type { NumberedEntry } from '../../evidence/index.ts';
import { HttpRefusal } from '../../platform/index.ts';
import { type CampaignLog, createQueue, openCampaignLog } from './log.ts';

export interface Campaigns {
  readonly folder: string;
  all(): Promise<readonly Campaign[]>;
  /** @throws HttpRefusal 404. */
  get(id: string): Promise<Campaign>;
  /** Who holds a link, and which test it is for; undefined when it is none. */
  holder(digest: string): Promise<{ campaign: Campaign; person: string; wave: number } | undefined>;
  /** @throws HttpRefusal 409 when there is one of this id. */
  create(created: NewCampaign, actor: string): Promise<Campaign>;
  /** On disk when it resolves. @throws HttpRefusal 404. */
  append(id: string, events: readonly CampaignEvent[], actor: string): Promise<Campaign>;
  /** What was recorded of messages, by `runCampaign`. */
  notices(): Promise<readonly NumberedEntry[]>;
  /** An entry about messages. */
  notice(
    subject: string,
    kind: string,
    body: Json,
    personal?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** The personal value of an entry; undefined when it was erased. */
  secret(index: number, name: string): Promise<string | undefined>;
  /** Erases somebody: name, address, links, answers. @throws HttpRefusal 404. */
  forget(id: string, person: string, actor: string): Promise<void>;
  /** Erases the names and addresses of all people of a campaign. */
  eraseContacts(id: string, actor: string): Promise<void>;
  /** One after the other for whoever compares before it appends. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function openCampaigns(data: string, now: () => number): Campaigns {
  const log = openCampaignLog(data, now);
  const inTurn = createQueue();
  const get = async (id: string): Promise<Campaign> => known((await log.follow()).campaigns, id);
  const write = async (id: string, events: readonly CampaignEvent[], actor: string): Promise<Campaign> => {
    await log.append(events.map((event) => recorded(id, event, actor)));
    return get(id);
  };
  return {
    ...erasing(log, get, inTurn),
    folder: log.folder,
    all: async () => [...(await log.follow()).campaigns.values()],
    get,
    holder: async (digest) => {
      for (const campaign of (await log.follow()).campaigns.values()) {
        const link = campaign.links.get(digest);
        if (link !== undefined) return { campaign, ...link };
      }
      return undefined;
    },
    create: (created, actor) =>
      inTurn(async () => {
        const { id } = created.plan;
        if ((await log.follow()).campaigns.has(id))
          throw new HttpRefusal(409, `There is a campaign ${id} already`);
        return write(id, begin(created), actor);
      }),
    append: async (id, events, actor) => {
      await get(id);
      return write(id, events, actor);
    },
    notices: async () => (await log.follow()).notices,
    notice: (subject, kind, body, personal) =>
      log.append([
        { actor: 'ensuresec', kind, subject, body, ...(personal === undefined ? {} : { personal }) },
      ]),
    secret: log.secret,
    inTurn,
    close: log.close,
  };
}

function erasing(
  log: CampaignLog,
  get: Campaigns['get'],
  inTurn: Campaigns['inTurn'],
): Pick<Campaigns, 'forget' | 'eraseContacts'> {
  return {
    forget: (id, person, actor) =>
      inTurn(async () => {
        const campaign = await get(id);
        if (!campaign.members.has(person))
          throw new HttpRefusal(404, 'There is no such person in this campaign');
        // First gone here, so that nothing more is recorded of them.
        withoutMember(campaign, person);
        const { traces } = await log.follow();
        await log.erase(id, traces.of(id, person), actor);
        traces.drop(id, person);
      }),
    eraseContacts: (id, actor) =>
      inTurn(async () => {
        const campaign = await get(id);
        const { traces } = await log.follow();
        const told = traces.contacts(id);
        if (told.length > 0) await log.erase(id, told, actor);
        withoutContacts(campaign);
        traces.dropContacts(id);
      }),
  };
}

function recorded(id: string, event: CampaignEvent, actor: string) {
  const { kind, body, personal } = recordOf(event);
  return {
    actor,
    kind,
    subject: id,
    body: body as Json,
    personal: personal as Readonly<Record<string, Json>>,
  };
}

/** Pseudonyms are random: who knows the file of the campaign cannot find them. */
function begin({ plan, people }: NewCampaign): CampaignEvent[] {
  const named = people.map((each) => ({ ...each, person: `p-${randomBytes(8).toString('hex')}` }));
  const arms =
    plan.trial === undefined
      ? undefined
      : assignArms(
          named.map(({ person }) => person),
          plan.trial.seed,
        );
  return [
    { kind: 'created', plan },
    ...named.map(
      ({ person, name, email, group, language = plan.language }): CampaignEvent => ({
        kind: 'joined',
        ...{ person, language, actor: randomUUID(), arm: arms?.get(person) ?? 'trained' },
        ...(group === undefined ? {} : { group }),
        contact: { name, ...(email === undefined ? {} : { email }) },
      }),
    ),
  ];
}

function known(campaigns: ReadonlyMap<string, Campaign>, id: string): Campaign {
  const campaign = campaigns.get(id);
  if (campaign === undefined) throw new HttpRefusal(404, 'There is no such campaign');
  return campaign;
}
