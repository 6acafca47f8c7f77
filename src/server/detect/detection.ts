// SPDX-License-Identifier: Apache-2.0
// Every kind of detection behind one door: records of the log in, alerts out, state that can be kept.
import type { LogRecord } from '../../core/ports/index.ts';
import { type ChainEvent, eventFields, type Pack } from '../../model/index.ts';
import {
  type Alert,
  compileDerivations,
  compileSources,
  createDetector,
  createPolicyMonitor,
  type Policy,
  type PolicyMonitor,
  type RuleSet,
  recogniseEvents,
} from '../../monitor/index.ts';

export interface Detection {
  /** The same records give the same alerts, whatever came between two runs of the program. */
  accept(record: LogRecord): readonly Alert[];
  /** No older event is expected any more: what waited for one is decided. */
  settle(now: number): readonly Alert[];
  save(): Uint8Array;
}

/** Milliseconds that an event may come after a younger one. */
export const LATENESS_MS = 300_000;

/** Records of this type are not events of the chain: their fields say what they are. */
const RAW = 'log.record';

/** What the operator chose to watch for. */
export interface Watched {
  readonly pack: Pack;
  readonly rules: RuleSet;
  readonly policies: readonly Policy[];
}

/** @param saved What `save` gave; a state that is none, or of other rules, starts anew. */
export function createDetection(
  { pack, rules, policies }: Watched,
  saved: Uint8Array | undefined,
): Detection {
  const recognise = recogniseEvents(pack.events, compileSources(pack.sources));
  const sigma = createDetector(rules, {
    recognise,
    derive: compileDerivations(pack.derivations),
    lateness: LATENESS_MS,
  });
  const monitor = createPolicyMonitor(policies, { lateness: LATENESS_MS });
  const state = readState(saved);
  restore(() => state?.sigma, sigma.restore);
  restore(() => state?.policies, monitor.restore);
  return {
    accept: ({ offset, body }) => {
      const event = JSON.parse(body) as ChainEvent;
      const at = { file: event.source, line: offset };
      const fields = event.type === RAW ? rawFields(event) : eventFields(event);
      const found = sigma.accept(fields, at).map((alert) => withKeys(alert, event));
      return [...found, ...monitor.accept(event, at)];
    },
    settle: (now) => [...sigma.end(), ...monitor.advance(now)],
    save: () =>
      new TextEncoder().encode(JSON.stringify({ sigma: sigma.snapshot(), policies: monitor.save() })),
  };
}

/** A rule knows fields; what joins its alert to others are the keys of the event. */
function withKeys(alert: Alert, { keys }: ChainEvent): Alert {
  return alert.rule.kind === 'rule' ? { ...alert, keys } : alert;
}

function rawFields({ data, time }: ChainEvent): Readonly<Record<string, unknown>> {
  return { '@timestamp': new Date(time).toISOString(), ...data };
}

interface State {
  readonly sigma?: ReturnType<ReturnType<typeof createDetector>['snapshot']>;
  readonly policies?: ReturnType<PolicyMonitor['save']>;
}

function readState(saved: Uint8Array | undefined): State | undefined {
  if (saved === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(saved)) as State;
  } catch {
    return undefined;
  }
}

/** A state of an older program may not fit; windows that start anew are better than a server that does not start. */
function restore<T>(stateOf: () => T | undefined, into: (state: T) => void): void {
  try {
    const state = stateOf();
    if (state !== undefined) into(state);
  } catch {
    return;
  }
}
