// SPDX-License-Identifier: Apache-2.0
// A small vocabulary and policies for tests: a till, people who pay and take, doors.
import type { Problem } from '../../core/problem.ts';
import { type ChainEvent, loadPack } from '../../model/index.ts';
import { compilePolicies } from './compile.ts';
import type { Policy } from './policy.ts';

const MANIFEST = `id: t
version: 1.0.0
name: { en: T }
text: { en: T }
license: Apache-2.0
`;

const VOCABULARY = `words:
  - { id: s, kind: stage, name: { en: S } }
  - { id: sale, kind: key, name: { en: Sale } }
  - { id: who, kind: key, name: { en: Who } }
  - { id: actor, kind: key, name: { en: Actor } }
events:
  - id: sale.paid
    title: { en: Paid }
    keys: [sale, who]
    fields:
      amount: { type: integer, unit: cent }
      grams: { type: number, unit: g }
      method: { type: text, values: [cash, card] }
      lat: { type: number }
      lon: { type: number }
      tags: { type: list }
      extra: { type: object }
    example: { keys: {}, data: {} }
  - id: sale.taken
    title: { en: Taken }
    keys: [sale, who, actor]
    fields:
      amount: { type: integer, unit: cent }
      method: { type: boolean }
      good: { type: boolean }
      note: { type: text }
    example: { keys: {}, data: {} }
  - id: door.opened
    title: { en: Door }
    keys: [who]
    fields: { side: { type: text } }
    example: { keys: {}, data: {} }
`;

/** Policies of a text of YAML: the lines below \`policies:\`. */
export function policiesOf(text: string): { value: readonly Policy[]; problems: readonly Problem[] } {
  const bytes = (part: string) => new TextEncoder().encode(part);
  const { value, problems } = loadPack(
    [
      { path: 'pack.yaml', bytes: bytes(MANIFEST) },
      { path: 'vocabulary.yaml', bytes: bytes(VOCABULARY) },
      { path: 'p.yaml', bytes: bytes(`policies:\n${text}`) },
    ],
    [],
  );
  if (value === undefined) return { value: [], problems };
  const compiled = compilePolicies(value);
  return { value: compiled.value ?? [], problems: compiled.problems };
}

/** A policy of the lines that make it different from others. */
export function policyText(body: string, id = 'one'): string {
  const indented = body.trim().replaceAll(/^/gm, '    ');
  return `  - id: t/policy/${id}
    title: { en: One }
    threats: []
    stage: s
    level: high
    explain: { en: Why }
    references: [none]
    hit: [{ type: sale.paid }]
    miss: [{ type: sale.paid }]
${indented}
`;
}

let count = 0;

/** An event at a second of 2027, with an id of its own. */
export function happened(
  type: string,
  second: number,
  keys: ChainEvent['keys'],
  data: ChainEvent['data'] = {},
): ChainEvent {
  count++;
  return {
    id: `e${count}`,
    source: 'test',
    type,
    time: 1_800_000_000_000 + second * 1_000,
    keys,
    trust: 'signed',
    data,
  };
}

export const NOWHERE = { file: 'x', line: 1 };
