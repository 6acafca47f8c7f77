// SPDX-License-Identifier: Apache-2.0
// Incidents that are led: each step is an entry of the log of evidence, in the folder that `ensuresec incident --data` uses.
// All of it is folded from the log; what is held here is only the fold, as far as the log has come.
import type { Json } from '../../core/canonical-json.ts';
import { hasErrors } from '../../core/problem.ts';
import { type NumberedEntry, readEntries } from '../../evidence/index.ts';
import type { Pack } from '../../model/index.ts';
import { HttpRefusal } from '../../platform/index.ts';
import {
  actionOf,
  dutiesOf,
  foldIncidents,
  type Incident,
  type IncidentEvent,
  KIND,
  NOTICE,
  nextId,
  type ObligationsReport,
  openClocks,
  readEvent,
  step,
  usableEvent,
  type Voice,
} from '../../respond/index.ts';
import { type EvidenceFolder, hasEvidence, openEvidence } from '../evidence-folder.ts';

export interface CasesOptions {
  readonly folder: string;
  readonly pack: Pack;
  /** Milliseconds since 1970. */
  readonly time: () => number;
  /** Something was recorded about a case. */
  readonly onChange: (id: string) => void;
}

export interface Cases {
  all(): Promise<readonly Incident[]>;
  /** @throws HttpRefusal 404. */
  get(id: string): Promise<Incident>;
  /** Begins one; one that is there already stays as it is. @throws HttpRefusal 422. */
  open(body: object, actor: string, id?: string): Promise<Incident>;
  /** @throws HttpRefusal 404; CaseRefusal 409 when the table, 422 when the pack refuses it. */
  record(id: string, event: IncidentEvent, actor: string): Promise<Incident>;
  /** @param voice Absent: English. @throws HttpRefusal 409 when the pack of this server cannot judge it. */
  duties(incident: Incident, voice?: Voice): ObligationsReport;
  /** Undefined while nothing was ever recorded. */
  evidence(): Promise<EvidenceFolder | undefined>;
  /** Entries about messages to people. */
  notices(): Promise<readonly NumberedEntry[]>;
  close(): Promise<void>;
}

/** Not recorded; each reason is a sentence. */
export class CaseRefusal extends Error {
  readonly status: 409 | 422;
  readonly reasons: readonly string[];

  constructor(status: 409 | 422, reasons: readonly string[]) {
    super(reasons.join('; '));
    this.status = status;
    this.reasons = reasons;
  }
}

const ORIGIN = 'ensuresec.local/evidence';

export function openCases({ folder, pack, time, onChange }: CasesOptions): Cases {
  let opening: Promise<EvidenceFolder> | undefined;
  let incidents: ReadonlyMap<string, Incident> = new Map();
  const notices: NumberedEntry[] = [];
  let folded = 0;
  const opened = (): Promise<EvidenceFolder> => {
    opening ??= openEvidence(folder, ORIGIN, time).catch((error: unknown) => {
      // The command line may have it just now: whoever asks next tries again.
      opening = undefined;
      const why = error instanceof Error ? error.message : String(error);
      throw new HttpRefusal(503, `The log of evidence cannot be opened: ${why}`, 5000);
    });
    return opening;
  };
  const evidence = async () => (opening === undefined && !hasEvidence(folder) ? undefined : opened());
  const fold = async (): Promise<ReadonlyMap<string, Incident>> => {
    const held = await evidence();
    if (held === undefined) return incidents;
    const { size } = held.log.head();
    const from = folded;
    if (from === size) return incidents;
    const entries = await readEntries(held.store, size, from);
    // Two that waited for the same entries fold them once.
    if (folded !== from) return fold();
    folded = size;
    notices.push(...entries.filter(({ kind }) => Object.values<string>(NOTICE).includes(kind)));
    incidents = foldIncidents(entries, incidents);
    return incidents;
  };
  const inTurn = queue();
  const append = async (id: string, name: string, body: object, actor: string): Promise<Incident> => {
    const { log } = await opened();
    await log.append([{ actor, kind: `${KIND}${name}`, subject: id, body: body as Json }]);
    onChange(id);
    return found(await fold(), id);
  };
  const duties: Cases['duties'] = (incident, voice) => judged(incident, pack, time(), voice);
  return {
    all: async () => [...(await fold()).values()],
    get: async (id) => found(await fold(), id),
    open: (body, actor, id) =>
      inTurn(async () => {
        const event = readEvent('reported', body);
        if (!('name' in event)) throw new CaseRefusal(422, event);
        const known = await fold();
        const named = id ?? nextId(known, new Date(time()).getUTCFullYear());
        return known.get(named) ?? append(named, 'reported', event.body, actor);
      }),
    record: (id, event, actor) =>
      inTurn(async () => {
        const before = found(await fold(), id);
        check(before, event, pack, () => openClocks(duties(before)));
        return append(id, event.name, event.body, actor);
      }),
    duties,
    evidence,
    notices: async () => {
      await fold();
      return notices;
    },
    close: async () => {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

function found(incidents: ReadonlyMap<string, Incident>, id: string): Incident {
  const incident = incidents.get(id);
  if (incident === undefined) throw new HttpRefusal(404, 'There is no such case');
  return incident;
}

/** What is compared with the log is what it is appended to. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

function check(incident: Incident, event: IncidentEvent, pack: Pack, clocks: () => readonly string[]): void {
  const action = actionOf(event);
  if (action !== undefined) {
    const isEnd = action.kind === 'advance' && action.to === 'closed';
    const outcome = step(incident.machine, action, { openClocks: isEnd ? clocks() : [] });
    if ('refused' in outcome) throw new CaseRefusal(409, outcome.refused);
  }
  if (event.name === 'done' && !incident.tasks.has(event.body.task))
    throw new CaseRefusal(422, [`There is no task ${event.body.task}`]);
  const { problems } = usableEvent(incident, event, pack, 'request');
  if (hasErrors(problems))
    throw new CaseRefusal(
      422,
      problems.map(({ message }) => message),
    );
}

function judged(incident: Incident, pack: Pack, now: number, voice: Voice | undefined): ObligationsReport {
  const { value, problems } = dutiesOf(incident, pack, now, voice);
  if (value === undefined || hasErrors(problems))
    throw new HttpRefusal(
      409,
      `The duties of ${incident.id} cannot be judged with the pack ${pack.id}: ${problems[0]?.message ?? ''}`,
    );
  return value;
}
