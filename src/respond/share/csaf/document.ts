// SPDX-License-Identifier: Apache-2.0
// What every document of CSAF 2.0 has (§3.2.1): who issues it, how far it may go, and which revision it is.
import type { Tlp } from '../../incident/tlp.ts';

/** CSAF 2.0 §3.2.1.8.1. */
export const CSAF_ROLES = ['coordinator', 'discoverer', 'other', 'translator', 'user', 'vendor'] as const;

export type Json = Readonly<Record<string, unknown>>;

export interface CsafFrame {
  /** `document.tracking.id`: with the namespace, unique for ever. */
  readonly id: string;
  readonly title: string;
  readonly publisher: {
    readonly category: (typeof CSAF_ROLES)[number];
    readonly name: string;
    readonly namespace: string;
  };
  readonly tlp: Tlp;
  /** ISO 8601. */
  readonly now: string;
  /** What stands in the document now under this id, if it was issued before. */
  readonly before?: CsafTracking;
}

export interface CsafTracking {
  readonly id: string;
  readonly initial_release_date: string;
  readonly revision_history: readonly Json[];
  readonly version: string;
}

export interface CsafNote {
  readonly category: 'description' | 'details' | 'general' | 'summary';
  readonly text: string;
}

/** TLP 1.0, which CSAF 2.0 knows (§3.2.1.5.2). It has nothing between AMBER and RED: the stricter one is kept, and the text says what is meant. */
const LABEL: Readonly<Record<Tlp, string>> = {
  clear: 'WHITE',
  green: 'GREEN',
  amber: 'AMBER',
  'amber+strict': 'RED',
  red: 'RED',
};

/** @param category the profile (§4). */
export function csafDocument(category: string, frame: CsafFrame, notes: readonly CsafNote[]): Json {
  const { id, title, publisher, tlp, now } = frame;
  return {
    category,
    csaf_version: '2.0',
    distribution: {
      ...(tlp === 'amber+strict'
        ? {
            text: 'TLP v2.0: AMBER+STRICT. CSAF 2.0 has no label for it, so it is labelled as the stricter RED.',
          }
        : {}),
      tlp: { label: LABEL[tlp] },
    },
    lang: 'en',
    notes,
    publisher,
    title,
    // In the order of the alphabet, which readers may ask for (§6.2.13).
    tracking: { current_release_date: now, id, ...trackingOf(frame) },
  };
}

/** §3.2.1.12: integer versioning; a document that is issued again keeps its history and its first date. */
function trackingOf({ before, now }: CsafFrame): Json {
  const version = String(Number(before?.version ?? 0) + 1);
  const summary = before === undefined ? 'First version' : 'Issued again, as of this date';
  return {
    initial_release_date: before?.initial_release_date ?? now,
    revision_history: [...(before?.revision_history ?? []), { date: now, number: version, summary }],
    status: 'final',
    version,
  };
}

/** §5.1: the name that a document has to have as a file. */
export function csafFileName(id: string): string {
  return `${id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_')}.json`;
}

/** What a document says of its revisions; undefined where it is none that can be issued again here. */
export function csafTracking(document: unknown): CsafTracking | undefined {
  const tracking = ((document as { document?: { tracking?: unknown } } | null)?.document?.tracking ??
    {}) as Partial<CsafTracking>;
  const { id, initial_release_date, revision_history, version } = tracking;
  return typeof id === 'string' &&
    typeof initial_release_date === 'string' &&
    Array.isArray(revision_history) &&
    /^[1-9]\d{0,8}$/.test(String(version))
    ? { id, initial_release_date, revision_history, version: String(version) }
    : undefined;
}
