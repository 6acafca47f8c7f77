// SPDX-License-Identifier: Apache-2.0
// Events as packs write them in hits and misses, given to a detector.
import {
  type DetectionSource,
  eventFields,
  type Happened,
  type Pack,
  type Placed,
} from '../../src/model/index.ts';
import { compileDerivations, createDetector, packRules, recogniseEvents } from '../../src/monitor/index.ts';

const START = Date.UTC(2026, 9, 5, 9);

/** Ids of everything that fires when the events happen, with the rules of one detection only. */
export function firedBy(pack: Pack, detection: Placed<DetectionSource>, events: Happened): readonly string[] {
  const set = packRules({ detections: [detection] }).value;
  if (set === undefined) return [];
  const recognise = recogniseEvents(pack.events, (row) => ({ row, source: undefined }));
  const detector = createDetector(set, {
    recognise,
    derive: compileDerivations(pack.derivations),
    lateness: 0,
  });
  const alerts = events.flatMap(({ type, after = 0, keys = {}, trust = 'signed', data = {} }, index) => {
    const event = {
      id: `e-${index}`,
      source: 'test',
      type,
      time: START + after * 1000,
      keys,
      data,
      trust: trust as 'signed',
    };
    return detector.accept(eventFields(event), { file: 'pack', line: index + 1 });
  });
  return [...alerts, ...detector.end()].map(({ rule }) => rule.id);
}

/** What an event has that its type does not declare. */
export function undeclared(pack: Pack, { type, keys = {}, data = {} }: Happened[number]): readonly string[] {
  const declared = pack.events.find(({ id }) => id === type);
  if (declared === undefined) return [`event type ${type}`];
  const fields = Object.entries(data).filter(([name, value]) => {
    const field = declared.fields[name];
    return field === undefined || !(field.values?.includes(value as string) ?? true);
  });
  return [
    ...Object.keys(keys).filter((key) => !declared.keys.includes(key)),
    ...fields.map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
  ].map((what) => `${type} ${what}`);
}
