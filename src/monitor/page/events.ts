// SPDX-License-Identifier: Apache-2.0
import type { Json } from '../../core/canonical-json.ts';
import { digestJson } from '../../core/digest.ts';
import type { ChainEvent } from '../../model/index.ts';
import type { PageFinding } from './judge.ts';

/** Type of the events that a look at a page makes. */
const PAGE_EVENT = 'page.observed';

/** What names a page in events. */
export interface PageSubject {
  readonly id: string;
  /** Id of the element of the model that serves it. */
  readonly asset?: string;
}

/**
 * One event for each change that was found, and one that says `none` when there is none, so that silence of the watch is
 * not taken for silence of the attacker.
 *
 * @param time Of the look, in milliseconds since 1970.
 */
export function pageEvents(
  page: PageSubject,
  findings: readonly PageFinding[],
  time: number,
): readonly ChainEvent[] {
  const changes = findings.flatMap((finding) =>
    finding.change === undefined ? [] : [eventOf(page, finding.change, finding, time)],
  );
  if (changes.length > 0) return changes;
  return [envelope(page, { change: 'none', approved: true }, {}, time)];
}

/** Nobody looked at the page in time. @param due When somebody should have, in milliseconds since 1970. */
export function missedEvent(page: PageSubject, due: number): ChainEvent {
  const text = `Nobody looked at the page up to ${new Date(due).toISOString()}, when it was due`;
  return envelope(page, { change: 'missed', severity: 'medium', text }, {}, due);
}

function eventOf(page: PageSubject, change: string, finding: PageFinding, time: number): ChainEvent {
  const { kind, text, script, sha256, host, severity } = finding;
  const data = {
    change,
    finding: kind,
    severity,
    text,
    approved: false,
    ...(script === undefined ? {} : { script }),
    ...(sha256 === undefined ? {} : { hash: sha256 }),
    ...(host === undefined ? {} : { destination: host, 'host-allowed': false }),
    ...finding.data,
  };
  return envelope(page, data, host === undefined ? {} : { domain: host }, time);
}

/** The id is made of the content: the same look told twice is one event. */
function envelope(
  { id, asset }: PageSubject,
  data: ChainEvent['data'],
  keys: Readonly<Record<string, string>>,
  time: number,
): ChainEvent {
  const content = digestJson({ page: id, time, data: data as Json }).slice(
    'sha256:'.length,
    'sha256:'.length + 24,
  );
  return {
    id: `page-${content}`,
    source: `page/${id}`,
    type: PAGE_EVENT,
    time,
    subject: id,
    keys: { page: id, ...(asset === undefined ? {} : { asset }), ...keys },
    trust: 'polled',
    data,
  };
}
