// SPDX-License-Identifier: Apache-2.0
// Every kind of detection behind one door: records of the log in; alerts, incidents, and state that can be kept out.
import type { LogRecord, NewRecord } from '../../core/ports/index.ts';
import type { ChainEvent } from '../../model/index.ts';
import {
  type Alert,
  createFusion,
  createWatch,
  type Incident,
  type IncidentChange,
  incidentJson,
  type Watch,
  type WatchState,
} from '../../monitor/index.ts';
import { alertRecord } from './alert-record.ts';
import { incidentRecord } from './incident-record.ts';
import type { Prepared } from './recipe.ts';
import { type Taken, takenIn } from './taken.ts';

/** Plain data, so that it crosses threads. */
export interface Found {
  /** For the log of alerts. */
  readonly alerts: readonly NewRecord[];
  /** For the log of incidents. */
  readonly changes: readonly NewRecord[];
  /** What a person is told. */
  readonly news: readonly News[];
}

export type News =
  | {
      readonly kind: 'alert';
      readonly level: Alert['rule']['level'];
      readonly title: string;
      readonly at: Alert['at'];
    }
  | (Omit<IncidentChange, 'time'> & { readonly kind: 'incident'; readonly title: string })
  | { readonly kind: 'notice'; readonly text: string };

export interface IncidentQuery {
  readonly limit: number;
  readonly state?: Incident['state'];
  /** Only this one. */
  readonly id?: string;
}

export interface Detection {
  /** The same records give the same alerts and incidents, whatever came between two runs of the program. */
  detect(records: readonly LogRecord[]): Found;
  /** No event came until `now`: what waited for one may be due. */
  settle(now: number): Found;
  /** Compiles what the first events will need. */
  warm(): void;
  save(): Uint8Array;
  /** JSON: `{"incidents": […], "more": …}`, each `ensuresec/incident/1`, the worst first. */
  incidents(query: IncidentQuery): string;
  /** Steps of attack paths that incidents which are not closed show to be taken. */
  taken(): readonly Taken[];
}

/**
 * Milliseconds that an incident waits for older alerts, at most. Alerts that come later join it too, but at the time that it has
 * reached; an operator should not wait as long as rules do.
 */
const FUSION_LATENESS_MS = 30_000;

/** The youngest event, and when it was stored: event time goes on from there at the pace of the clock. */
interface Pace {
  time: number;
  observed: number;
}

interface State {
  readonly watch: WatchState;
  readonly fusion: unknown;
  readonly pace: Pace | null;
}

/** @param saved What `save` gave; a state that is none, or of other rules, starts anew. */
export function createDetection({ watch: options, knowledge }: Prepared, saved?: Uint8Array): Detection {
  const state = readState(saved);
  const watch = createWatch(options, state?.watch);
  const fusion = fusionOf(knowledge, Math.min(FUSION_LATENESS_MS, options.lateness), state);
  let pace = state?.pace ?? null;
  const fuse = (found: readonly Alert[], latest: number, into: Gathered): void => {
    for (const alert of found) {
      into.alerts.push(alertRecord(alert));
      into.news.push({ kind: 'alert', level: alert.rule.level, title: alert.rule.title, at: alert.at });
      note(into, fusion.accept(alert, latest).changes, fusion);
    }
  };
  return {
    detect(records) {
      const into = gathered();
      for (const record of records) {
        const event = JSON.parse(record.body) as ChainEvent;
        pace = paceOf(pace, event, record);
        fuse(foundIn(watch, event, record, into), record.observed, into);
      }
      return into;
    },
    settle(now) {
      const into = gathered();
      if (pace === null) return into;
      const time = pace.time + Math.max(0, now - pace.observed);
      fuse(watch.advance(time), time, into);
      note(into, fusion.advance(time).changes, fusion);
      return into;
    },
    warm: watch.warm,
    save: () =>
      new TextEncoder().encode(
        `{"watch":${JSON.stringify(watch.save())},"fusion":${fusion.save()},"pace":${JSON.stringify(pace)}}`,
      ),
    incidents({ limit, state: wanted, id }) {
      const all = fusion
        .incidents()
        .filter(
          (each) => (wanted === undefined || each.state === wanted) && (id === undefined || each.id === id),
        );
      const shown = all.slice(0, limit).map(incidentJson);
      return JSON.stringify({ incidents: shown, more: all.length - shown.length });
    },
    taken: () => takenIn(fusion.incidents(), knowledge.paths),
  };
}

type Gathered = { -readonly [K in keyof Found]: Found[K][number][] };

function gathered(): Gathered {
  return { alerts: [], changes: [], news: [] };
}

/** A fault of ours must not stop at one event what everybody else's depend on. */
function foundIn(
  watch: Watch,
  event: ChainEvent,
  { offset, observed }: LogRecord,
  into: Gathered,
): readonly Alert[] {
  try {
    return watch.acceptEvent(event, { file: event.source, line: offset }, observed);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    into.news.push({ kind: 'notice', text: `Detection failed at event ${offset} and left it out: ${why}` });
    return [];
  }
}

function note(
  into: Gathered,
  changes: readonly IncidentChange[],
  fusion: ReturnType<typeof createFusion>,
): void {
  for (const change of changes) {
    const incident = fusion.incident(change.incident);
    into.changes.push(incidentRecord(change, incident));
    const { time: _, ...told } = change;
    into.news.push({ kind: 'incident', ...told, title: incident?.title ?? '' });
  }
}

/** An event that claims to come from the future does not move time. */
function paceOf(pace: Pace | null, { time }: ChainEvent, { observed }: LogRecord): Pace | null {
  if (!Number.isFinite(time)) return pace;
  const happened = Math.min(time, observed);
  return pace !== null && happened < pace.time ? pace : { time: happened, observed };
}

function readState(saved: Uint8Array | undefined): State | undefined {
  if (saved === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(saved)) as State;
  } catch {
    return undefined;
  }
}

function fusionOf(
  knowledge: Prepared['knowledge'],
  lateness: number,
  state: State | undefined,
): ReturnType<typeof createFusion> {
  const options = { lateness };
  try {
    return createFusion(
      knowledge,
      options,
      state?.fusion === undefined ? undefined : JSON.stringify(state.fusion),
    );
  } catch {
    return createFusion(knowledge, options);
  }
}
