// SPDX-License-Identifier: Apache-2.0
// An alert as fusion sees it: its keys in the words of the pack, its elements of the model, the steps it shows.
import type { Alert, RuleHead } from '../alert.ts';
import type { FusionKnowledge, KeyKind } from './knowledge.ts';
import type { Mark, MarkSteps } from './steps.ts';

export interface SubjectKey {
  /** Root and value. */
  readonly id: string;
  readonly kind: string;
  readonly value: string;
  readonly meaning: KeyKind;
}

export interface Subject {
  readonly alert: Alert;
  readonly rule: RuleHead;
  /** Milliseconds since 1970; that of the alert before when it tells none. */
  readonly time: number;
  /** The one that says most first. */
  readonly keys: readonly SubjectKey[];
  /** What the alert is about: the strongest key that the rule itself names, else that of its event. */
  readonly main: SubjectKey | undefined;
  /** Events that it rests on. */
  readonly events: readonly string[];
  readonly elements: ReadonlySet<string>;
  /** Element next to one of `elements`, and which. */
  readonly neighbours: ReadonlyMap<string, string>;
  readonly marks: readonly Mark[];
}

const MAX_KEYS = 32;
const MAX_VALUE = 200;
const MAX_NEIGHBOURS = 500;

const MIN_NAME = 4;

/** Whether a value can stand for the same thing under another kind: a program is a device here and an account there. */
export function isName(value: string): boolean {
  return value.length >= MIN_NAME && /[^\d\W]/.test(value);
}

export function subjectOf(
  alert: Alert,
  time: number,
  knowledge: FusionKnowledge,
  markSteps: MarkSteps,
): Subject {
  const keys = keysOf(alert, knowledge);
  const elements = new Set(keys.flatMap(({ meaning, value }) => (meaning.element ? [value] : [])));
  const neighbours = new Map<string, string>();
  for (const element of elements)
    for (const other of knowledge.neighboursOf(element))
      if (neighbours.size < MAX_NEIGHBOURS && !neighbours.has(other)) neighbours.set(other, element);
  const own = new Set(Object.keys(alert.keys).map((kind) => knowledge.kindOf(kind).name));
  const main = keys.find(({ kind }) => own.has(kind)) ?? keys[0];
  return {
    alert,
    rule: alert.rule,
    time,
    keys,
    main,
    events: eventsOf(alert),
    elements,
    neighbours,
    marks: markSteps(alert.rule, elements),
  };
}

const MAX_EVENTS = 64;

/** Events are told apart by id and source (CloudEvents 1.0 §3.1.1), else by where they stand. */
function eventsOf(alert: Alert): readonly string[] {
  return [...(alert.because ?? []).slice(-MAX_EVENTS), alert].map(({ record: { id, source }, at }) =>
    typeof id === 'string' && typeof source === 'string' ? `${source}\0${id}` : `${at.file}\0${at.line}`,
  );
}

function keysOf(alert: Alert, knowledge: FusionKnowledge): readonly SubjectKey[] {
  const found = new Map<string, SubjectKey>();
  const given = [...Object.entries(alert.keys), ...Object.entries(knowledge.keysIn(alert.record))];
  for (const [kind, text] of given.slice(0, MAX_KEYS)) {
    const value = String(text).slice(0, MAX_VALUE);
    if (value === '') continue;
    const meaning = knowledge.kindOf(kind);
    const id = `${meaning.root}\0${value}`;
    if (!found.has(id)) found.set(id, { id, kind: meaning.name, value, meaning });
  }
  return [...found.values()].sort(
    (left, right) => right.meaning.weight - left.meaning.weight || (left.id < right.id ? -1 : 1),
  );
}
