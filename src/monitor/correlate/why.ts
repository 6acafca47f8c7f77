// SPDX-License-Identifier: Apache-2.0
// Why there is an incident: each alert, why it belongs to it, and the events that made it fire.
import type { EventPlace } from '../alert.ts';
import type { Incident, ShownEvent, TimelineEntry } from './incident.ts';
import { inShort } from './shown.ts';

export interface Why {
  readonly text: string;
  readonly at?: EventPlace;
  readonly of?: readonly Why[];
}

/** The tree from the incident down to the lines of the files. */
export function whyOf(incident: Incident): Why {
  return { text: incident.title, of: incident.timeline.map(whyEntry) };
}

function whyEntry({ rule, about, count, reasons, evidence, similarity, witnesses }: TimelineEntry): Why {
  const what = `${rule.title}${about === '' ? '' : ` (${about})`}${count === 1 ? '' : `, ${count} times`}`;
  const belongs =
    similarity === undefined
      ? { text: 'It opened the incident' }
      : {
          text: `It belongs here: similarity ${similarity.toFixed(2)}`,
          of: evidence.map(({ text, weight }) => ({ text: `${text} (${weight.toFixed(2)})` })),
        };
  return { text: what, of: [...reasons.map((text) => ({ text })), belongs, ...witnesses.map(whyEvent)] };
}

function whyEvent({ at, event }: ShownEvent): Why {
  return { text: inShort(event), at };
}
