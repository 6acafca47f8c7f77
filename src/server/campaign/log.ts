// SPDX-License-Identifier: Apache-2.0
// The log of evidence of campaigns, what is folded from it, and what is erased in it.
import { join } from 'node:path';
import { type Campaign, foldCampaign, readCampaignEvent } from '../../awareness/index.ts';
import { type EvidenceLog, type NumberedEntry, readEntries } from '../../evidence/index.ts';
import { HttpRefusal } from '../../platform/index.ts';
import { NOTICE } from '../../respond/index.ts';
import { type EvidenceFolder, hasEvidence, openEvidence } from '../evidence-folder.ts';
import { createTraces, type Trace, type Traces } from './traces.ts';

/** As far as the log was read. */
interface Held {
  readonly campaigns: Map<string, Campaign>;
  /** Entries about messages. */
  readonly notices: NumberedEntry[];
  readonly traces: Traces;
  /** What was on its way while its person was erased. */
  late: Trace[];
  folded: number;
}

export interface CampaignLog {
  readonly folder: string;
  /** What the log says now. @throws HttpRefusal 503 when it cannot be opened. */
  follow(): Promise<Held>;
  /** On disk when it resolves. @throws HttpRefusal 503. */
  append(records: Parameters<EvidenceLog['append']>[0]): Promise<void>;
  /** Gone from disk when it resolves; one that is cut off is gone on with before the log is read again. */
  erase(id: string, traces: readonly Trace[], actor: string): Promise<void>;
  /** A personal value of an entry; undefined when it was erased. */
  secret(index: number, name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

const ORIGIN = 'ensuresec.local/campaigns';
const FOLDER = 'campaigns';
/** Begins an erasure. */
const FORGOTTEN = 'campaign.forgotten';

export function openCampaignLog(data: string, now: () => number): CampaignLog {
  const folder = join(data, FOLDER);
  const held: Held = { campaigns: new Map(), notices: [], traces: createTraces(), late: [], folded: 0 };
  let opening: Promise<EvidenceFolder> | undefined;
  const opened = (): Promise<EvidenceFolder> => {
    opening ??= openErased(folder, now).catch((error: unknown) => {
      // The command line may have it just now: whoever asks next tries again.
      opening = undefined;
      const why = error instanceof Error ? error.message : String(error);
      throw new HttpRefusal(503, `The log of campaigns cannot be opened: ${why}`, 5000);
    });
    return opening;
  };
  const reading = createQueue();
  return {
    folder,
    follow: () =>
      reading(async () => {
        if (opening !== undefined || hasEvidence(folder)) await read(await opened(), held);
        if (held.late.length > 0) await eraseAll(await opened(), held.late, 'ensuresec');
        held.late = [];
        return held;
      }),
    append: async (records) => {
      await (await opened()).log.append(records);
    },
    erase: async (id, traces, actor) => {
      const entries = traces.map(({ index, names }) => ({ index, names: [...names] }));
      await (await opened()).log.append([{ actor, kind: FORGOTTEN, subject: id, body: { entries } }]);
      await eraseAll(await opened(), traces, actor);
    },
    secret: async (index, name) => {
      const found = (await (await opened()).store.secrets(index)).find((each) => each.name === name);
      return found === undefined ? undefined : String(JSON.parse(found.value));
    },
    close: async () => {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

async function openErased(folder: string, now: () => number): Promise<EvidenceFolder> {
  const opened = await openEvidence(folder, ORIGIN, now);
  try {
    await finishErasing(opened);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function read({ log, store }: EvidenceFolder, held: Held): Promise<void> {
  const { size } = log.head();
  for (const entry of await readEntries(store, size, held.folded)) {
    const secrets = entry.personal === undefined ? [] : await store.secrets(entry.index);
    const personal = Object.fromEntries(
      secrets.map(({ name, value }) => [name, JSON.parse(value) as unknown]),
    );
    if (Object.values<string>(NOTICE).includes(entry.kind)) held.notices.push(entry);
    const traced = held.traces.add(entry, personal);
    // Messages are about `campaign/test/nth`.
    const id = entry.subject?.split('/')[0] ?? '';
    const before = held.campaigns.get(id);
    const event = readCampaignEvent({ kind: entry.kind, body: entry.body, personal });
    const campaign = event === undefined ? before : foldCampaign(before, event, Date.parse(entry.time));
    if (campaign !== undefined) held.campaigns.set(id, campaign);
    if (traced !== undefined && campaign?.members.has(traced.person) === false) held.late.push(traced.trace);
  }
  held.folded = size;
}

/** An erasure that was begun and cut off is done before anything is read. */
async function finishErasing(folder: EvidenceFolder): Promise<void> {
  const { log, store } = folder;
  for (const { kind, body } of await readEntries(store, log.head().size))
    if (kind === FORGOTTEN)
      await eraseAll(folder, (body as unknown as { entries: readonly Trace[] }).entries, 'ensuresec');
}

async function eraseAll(
  { log, store }: EvidenceFolder,
  traces: readonly Trace[],
  actor: string,
): Promise<void> {
  await Promise.all(
    traces.map(async ({ index, names }) => {
      const left = (await store.secrets(index))
        .map(({ name }) => name)
        .filter((name) => names.includes(name));
      if (left.length > 0)
        await log.erase(index, left, actor, 'asked to be forgotten, or the campaign is over');
    }),
  );
}

/** One after the other. */
export function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
