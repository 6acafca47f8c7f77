// SPDX-License-Identifier: Apache-2.0
// Who talks to whom, beside what the model declares.
import type { Flow, Model } from '../../model/index.ts';
import type { ObservedFact } from './fact.ts';
import type { Places } from './places.ts';
import { confidenceOf, createTally, type Tally } from './tally.ts';

/** A flow that events show, both ends being elements of the model. */
export interface SeenFlow {
  readonly from: string;
  readonly to: string;
  readonly port: number | undefined;
  readonly tally: Tally;
}

/** Of fewer events, or on fewer days, that something never shows says nothing. */
export const ENOUGH = { events: 50, days: 7 };

/** Declared flows that some event shows, and what disagrees. */
export function compareFlows(
  model: Model,
  places: Places,
  seen: readonly SeenFlow[],
): { readonly facts: readonly ObservedFact[]; readonly confirmed: number } {
  const declared = model.flows ?? [];
  const shown = new Set<Flow>();
  const facts: ObservedFact[] = [];
  for (const flow of seen) {
    const covering = declared.filter((each) => covers(each, flow, places));
    for (const each of covering) shown.add(each);
    if (covering.length > 0 || isNear(flow, places)) continue;
    facts.push(undeclared(flow));
  }
  // What an element sends says that it would have been seen to send more.
  const senders = new Map<string, Tally>();
  for (const { from, tally } of seen) {
    const all = senders.get(from) ?? createTally();
    all.count += tally.count;
    for (const day of tally.days) all.days.add(day);
    senders.set(from, all);
  }
  for (const each of declared) {
    const tally = senders.get(each.from);
    if (tally === undefined || shown.has(each) || each.port === undefined) continue;
    if (tally.count >= ENOUGH.events && tally.days.size >= ENOUGH.days) facts.push(unused(each, tally));
  }
  return { facts, confirmed: shown.size };
}

/** Whether the declared flow lets the seen one pass. */
function covers(declared: Flow, { from, to, port }: SeenFlow, places: Places): boolean {
  const isEnd = (end: string, id: string): boolean => end === id || places.zonesOf(id).has(end);
  return isEnd(declared.from, from) && isEnd(declared.to, to) && isPort(declared.port, port);
}

/** The name of a passage, such as `door`, is none of a network: it lets no number pass. */
function isPort(declared: Flow['port'], seen: number | undefined): boolean {
  if (declared === undefined || declared === 'any' || seen === undefined) return true;
  return String(declared).split('/')[0] === String(seen);
}

/** Things in one zone talk without a line in the model, unless the zone keeps them apart. */
function isNear({ from, to }: SeenFlow, places: Places): boolean {
  const there = places.zonesOf(to);
  return from === to || [...places.zonesOf(from)].some((zone) => there.has(zone) && places.isOpen(zone));
}

function undeclared({ from, to, port, tally }: SeenFlow): ObservedFact {
  const { count, days } = tally;
  const at = port === undefined ? '' : ` on port ${port}`;
  return {
    shows: 'flow',
    says: 'undeclared',
    from,
    to,
    ...(port === undefined ? {} : { port }),
    count,
    days: days.size,
    confidence: confidenceOf(days.size),
    text: `${from} reaches ${to}${at}, which no flow of the model declares`,
  };
}

function unused({ from, to, port }: Flow, { count, days }: Tally): ObservedFact {
  return {
    shows: 'flow',
    says: 'unused',
    from,
    to,
    ...(port === undefined ? {} : { port }),
    count,
    days: days.size,
    confidence: confidenceOf(days.size),
    text: `The flow from ${from} to ${to} on port ${port} is declared, and was never seen among ${count} flows of ${from}`,
  };
}
