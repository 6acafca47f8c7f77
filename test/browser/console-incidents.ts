// SPDX-License-Identifier: Apache-2.0
// Incidents as detection tells them, for pages that show them.
import type { IncidentWire } from '../../src/monitor/index.ts';

/** What a test wants in it; `texts` fill every place where words of others may stand. */
export interface Told {
  readonly id: string;
  readonly title: string;
  readonly level?: IncidentWire['level'];
  readonly state?: IncidentWire['state'];
  readonly fingerprint?: string;
  readonly texts?: readonly string[];
}

const TIME = '2026-11-26T10:00:00.000Z';

export function incidentOf(told: Told): IncidentWire {
  const {
    id,
    title,
    level = 'high',
    state = 'open',
    fingerprint = `stage / rule / ${id}`,
    texts = [],
  } = told;
  const [text = 'text'] = texts;
  const at = { file: text, line: 1 };
  const event = Object.fromEntries(texts.map((each, index) => [`${index} ${each}`, each]));
  return {
    schema: 'ensuresec/incident/1',
    id,
    fingerprint,
    title,
    level,
    state,
    first: TIME,
    last: TIME,
    alerts: 2,
    cause: { at: { file: text, line: 2 }, time: TIME, event: { nested: [texts] }, rule: text },
    example: { at, time: TIME, event: { asset: 'checkout', ...event }, rule: text },
    timeline: texts.map((each, index) => ({
      rule: each,
      kind: 'rule',
      title: each,
      level,
      about: each,
      from: TIME,
      to: TIME,
      count: index + 1,
      at: { file: each, line: index },
      keys: { [each]: each },
      similarity: null,
    })),
    folded: 1,
    assets: [...texts],
    techniques: ['T1059'],
    threats: [1],
    steps: [
      { attack: text, title: text, target: text, step: 1, of: 2, text, goal: true, time: TIME, seenBy: text },
    ],
    affected: [{ key: text, count: texts.length, more: true, values: [...texts] }],
    why: { text: title, of: texts.map((each) => ({ text: each, at, of: [{ text: each }] })) },
  };
}
