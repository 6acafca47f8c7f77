// SPDX-License-Identifier: Apache-2.0
// A case as people read it: the fold, what may follow, what the law waits for.
import {
  EDGES,
  foldNotices,
  type Incident,
  notificationOf,
  type ObligationsReport,
  openClocks,
  overdueTasks,
  step,
  timesOf,
} from '../../respond/index.ts';
import type { Answer } from '../api/contract/index.ts';

/** Name of whoever an entry names. */
export type NameOf = (actor: string) => string;

export interface CaseParts {
  readonly incident: Incident;
  readonly duties: ObligationsReport;
  readonly notices: Parameters<typeof foldNotices>[0];
  readonly now: number;
  readonly nameOf: NameOf;
}

const TOLD = 200;

export function caseView({ incident, duties, notices, now, nameOf }: CaseParts): Answer<'case'> {
  const { id, title, pack, zone, machine, owner, mergedInto, cost, found, reached, timeline } = incident;
  const overdue = overdueTasks(incident, now);
  return {
    ...{ id, title, pack, zone, cost, phase: machine.phase, tlp: machine.tlp },
    at: new Date(now).toISOString(),
    regions: { notification: notificationOf(duties), persons: machine.persons, hold: machine.hold },
    owner: owner ?? null,
    mergedInto: mergedInto ?? null,
    found: found === undefined ? null : foundOf(found),
    moves: movesOf(incident, duties),
    reached: [...reached].map(([phase, at]) => ({ phase, at })),
    times: { ...timesOf(incident) },
    assets: [...machine.assets].map(([asset, state]) => ({ asset, ...state })),
    tasks: [...incident.tasks.values()].map(({ task, text, owner: by, due, done }) => ({
      ...{ task, text, owner: by ?? null, due: due ?? null, done: done ?? null },
      overdue: overdue.includes(task),
    })),
    observables: incident.observables.map(({ type, value, tlp }) => ({ type, value, tlp: tlp ?? null })),
    affected: affectedIn(incident),
    notices: countsOf(foldNotices(notices, id).states.values()),
    timeline: timeline
      .slice(-TOLD)
      .toReversed()
      .map(({ entry, time, actor, event }) => ({
        ...{ entry, at: time, event: event.name, body: { ...event.body } },
        by: { id: actor, name: nameOf(actor) },
      })),
    faults: incident.faults.map(({ entry, reasons }) => ({ entry, reasons: [...reasons] })),
  };
}

function foundOf({ incident, threats, techniques, assets }: NonNullable<Incident['found']>) {
  return { incident, threats, techniques, assets };
}

function movesOf({ machine }: Incident, duties: ObligationsReport): Answer<'case'>['moves'] {
  return EDGES.filter(({ from }) => from === machine.phase).map(({ to, csf }) => {
    const outcome = step(machine, { kind: 'advance', to }, { openClocks: openClocks(duties) });
    return { to, csf, refused: 'refused' in outcome ? [...outcome.refused] : [] };
  });
}

function affectedIn({ timeline }: Incident): Answer<'case'>['affected'] {
  const last = timeline.findLast(({ event }) => event.name === 'affected');
  if (last?.event.name !== 'affected') return null;
  const { matches, counts, sha256 } = last.event.body;
  return { entry: last.entry, matches, counts, sha256 };
}

function countsOf(states: Iterable<'sent' | 'bounced' | 'intended'>): Answer<'case'>['notices'] {
  const counts = { sent: 0, bounced: 0, intended: 0 };
  for (const state of states) counts[state]++;
  return counts;
}

type Clock = Answer<'clocks'>['clocks'][number];
/** States of a report that nobody has to send any more. */
const OVER = ['sent', 'sent-late', 'not-needed'];

/** Reports that wait, the nearest deadline first; those without a time are due now. */
export function clocksOf({ id, title }: Incident, { obligations }: ObligationsReport): readonly Clock[] {
  return obligations
    .filter(({ outcome }) => outcome !== 'not-applicable')
    .flatMap(({ id: obligation, regime, article, outcome, steps }) =>
      steps
        .filter(({ state }) => !OVER.includes(state))
        .map((each) => ({
          ...{ case: id, title, obligation, step: each.id, regime, article, report: each.title },
          state: each.state as Clock['state'],
          due: each.due ?? null,
          applies: outcome === 'applies' && each.state !== 'open',
        })),
    )
    .toSorted(byUrgency);
}

/** What applies before what may apply, then by time. */
export function byUrgency(a: Clock, b: Clock): number {
  return (
    Number(b.applies) - Number(a.applies) || timeOf(a) - timeOf(b) || (a.obligation < b.obligation ? -1 : 1)
  );
}

/** What has to be done without undue delay is due now; a clock that has not started is not. */
function timeOf({ due, state }: Clock): number {
  if (due !== null) return Date.parse(due);
  return state === 'promptly' ? 0 : Number.MAX_SAFE_INTEGER;
}
