// SPDX-License-Identifier: Apache-2.0
// Cases: what is led, the phases, the duties and their drafts.
import type { Pack } from '../../../model/index.ts';
import type { IncidentWire } from '../../../monitor/index.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import {
  draftName,
  draftPage,
  draftsOf,
  draftText,
  type Found,
  type Incident,
  type IncidentEvent,
  voiceIn,
} from '../../../respond/index.ts';
import type { Taken } from '../../detect/taken.ts';
import { byUrgency, caseView, clocksOf, type NameOf } from '../../respond/case-view.ts';
import { CaseRefusal, type Cases } from '../../respond/cases.ts';
import { type Handlers, Refused } from '../bind.ts';
import { actorOf } from '../record.ts';

export interface CaseOptions {
  readonly cases: Cases;
  readonly pack: Pack;
  readonly time: () => number;
  readonly nameOf: NameOf;
  /** @throws HttpRefusal 404, 503. */
  readonly incident: (id: string) => Promise<IncidentWire>;
  readonly taken: () => Promise<readonly Taken[]>;
}

type CaseHandlers = Pick<
  Handlers,
  'cases' | 'clocks' | 'openCase' | 'case' | 'recordCase' | 'duties' | 'draft'
>;

/** Clocks that are told at once. */
const CLOCKS = 50;
/** Phases in which no clock is asked for any more. */
const ENDED = ['closed', 'false-positive', 'merged'];

export function caseHandlers(options: CaseOptions): CaseHandlers {
  const { cases, pack, time, nameOf } = options;
  const clocksIn = (incident: Incident) =>
    ENDED.includes(incident.machine.phase) || incident.pack !== pack.id
      ? []
      : clocksOf(incident, cases.duties(incident));
  return {
    cases: async () => ({
      cases: (await cases.all()).toReversed().map((each) => rowOf(each, clocksIn(each))),
    }),
    clocks: async () => {
      const all = (await cases.all()).flatMap(clocksIn).toSorted(byUrgency);
      const at = new Date(time()).toISOString();
      return { at, clocks: all.slice(0, CLOCKS), more: Math.max(0, all.length - CLOCKS) };
    },
    openCase: async ({ body, caller }) => {
      checkZone(body.zone);
      const { zone } = body;
      const made =
        'incident' in body
          ? await cases.open(
              {
                ...reportOf(await options.incident(body.incident), await factsOf(options, body.incident)),
                pack: pack.id,
                zone,
              },
              actorOf(caller),
              body.incident,
            )
          : await cases.open({ title: body.title, pack: pack.id, zone }, actorOf(caller));
      return { id: made.id, phase: made.machine.phase };
    },
    case: async ({ params: { id } }) => {
      const incident = await cases.get(id);
      const notices = await cases.notices();
      return caseView({ incident, duties: cases.duties(incident), notices, now: time(), nameOf });
    },
    recordCase: ({ params: { id }, body, caller }) =>
      refusing(async () => {
        const { machine } = await cases.record(id, body as IncidentEvent, actorOf(caller));
        return { id, phase: machine.phase };
      }),
    duties: async ({ params: { id } }) => {
      const report = cases.duties(await cases.get(id));
      const decides = new Set(report.obligations.flatMap(({ toDecide }) => toDecide));
      const fields = pack.incidentFields.map(({ id: field, title, type, unit, values = [] }) => ({
        ...{ id: field, title: title['en'] ?? field, type, unit: unit ?? null, values: [...values] },
        decides: decides.has(field),
      }));
      return { report: structuredClone(report) as never, fields };
    },
    draft: async ({ params: { id }, query: { obligation, step, language } }) => {
      const voice = await voiceIn(language, pack);
      const report = cases.duties(await cases.get(id), voice);
      const found = draftsOf(report).find((each) => each.duty.id === obligation && each.step.id === step);
      if (found === undefined) throw new HttpRefusal(404, 'There is no such report to be sent in this case');
      return {
        name: draftName(found.duty, found.step, voice),
        markdown: draftText(report, found.duty, found.step, voice),
        html: draftPage(report, found.duty, found.step, voice),
      };
    },
  };
}

/** @throws Refused with what stands against it, in the place of a CaseRefusal. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CaseRefusal)
      throw new Refused(error.status, `Not recorded: ${error.message}`, { reasons: error.reasons });
    throw error;
  }
}

type Clocks = ReturnType<typeof clocksOf>;

function rowOf({ id, title, machine, owner, timeline }: Incident, clocks: Clocks) {
  const sure = clocks.filter(({ applies }) => applies);
  return {
    ...{ id, title, phase: machine.phase, tlp: machine.tlp, owner: owner ?? null },
    reported: timeline[0]?.time ?? '',
    last: timeline.at(-1)?.time ?? '',
    clocks: sure.length,
    undecided: clocks.length - sure.length,
    due: sure.find(({ due }) => due !== null)?.due ?? null,
  };
}

const MAX_TITLE = 500;

function reportOf(found: IncidentWire, facts: readonly string[]) {
  const { id, title, first, timeline, threats, techniques, assets } = found;
  const seen = timeline.map(({ from }) => from).find((time) => time !== null) ?? first;
  const what = (list: readonly string[]): string[] =>
    list.filter((each) => each !== '' && each.length <= 200).slice(0, 1000);
  return {
    title: title.slice(0, MAX_TITLE),
    ...(first === null ? {} : { occurred: first }),
    ...(seen === null ? {} : { detected: seen }),
    found: {
      incident: id,
      threats: threats.slice(0, 1000),
      techniques: what(techniques),
      assets: what(assets),
      facts: what(facts),
    } satisfies Found,
  };
}

/** Facts that its steps show now; none while detection starts. */
async function factsOf({ taken }: CaseOptions, id: string): Promise<readonly string[]> {
  const all = await taken().catch(() => []);
  return all.filter(({ incident }) => incident === id).map(({ fact }) => fact);
}

/** @throws HttpRefusal 422. */
function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new HttpRefusal(422, `There is no time zone ${zone}: expected an IANA name such as Europe/Athens`);
  }
}
