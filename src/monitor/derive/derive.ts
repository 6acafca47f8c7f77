// SPDX-License-Identifier: Apache-2.0
// Fields that rules ask for beside those of the event: the same text, taken apart and in a comparable form.
import type { FieldDerivation } from '../../model/index.ts';
import { type EventRecord, eachScalar, fieldOf } from '../sigma/match/record.ts';
import { textOf } from '../sigma/match/value.ts';
import type { EventSource } from '../source/source.ts';
import { CUTS } from './cut.ts';
import { STEPS } from './steps.ts';

export interface Derive {
  /** The record with the derived fields of its source; the record itself when it has none. */
  (record: EventRecord, source: EventSource | undefined): EventRecord;
  /** False: no event of the source gets a field. */
  isFor(source: EventSource | undefined): boolean;
}

type Derivation = Pick<FieldDerivation, 'field' | 'categories' | 'from' | 'steps' | 'skip'>;

/** Longer texts are looked at from both ends: an attack may stand behind any amount of padding. */
const MAX_CHARS = 8192;
const MAX_VALUES = 1024;
/** What nothing is known of is taken for the log of an application. */
const UNKNOWN = ['application'];

export function compileDerivations(derivations: readonly Derivation[]): Derive {
  const compiled = derivations.map(({ field, categories, from, steps, skip }) => ({
    field,
    categories: new Set(categories),
    from: from.map((each) => ({ field: each.field, cut: CUTS[each.cut ?? 'whole'] ?? (() => []) })),
    isLeftOut: skip === 'words' ? isWords : () => false,
    step: chain(steps.flatMap((name) => STEPS[name] ?? [])),
  }));
  const categories = new Set(derivations.flatMap((each) => each.categories));
  const isFor = (source: EventSource | undefined): boolean =>
    (source?.categories ?? UNKNOWN).some((category) => categories.has(category));
  const derive = (record: EventRecord, source: EventSource | undefined): EventRecord => {
    const derived: Record<string, unknown> = {};
    for (const { field, categories, from, step, isLeftOut } of compiled) {
      if (!(source?.categories ?? UNKNOWN).some((category) => categories.has(category))) continue;
      const values = new Set<string>();
      for (const each of from)
        eachScalar(fieldOf(record, each.field), (scalar) => {
          const text = textOf(scalar);
          if (text === undefined || values.size >= MAX_VALUES) return;
          for (const part of each.cut(bounded(text))) if (!isLeftOut(part)) values.add(step(part));
        });
      values.delete('');
      if (values.size > 0) derived[field] = [...values];
    }
    return Object.keys(derived).length === 0 ? record : { ...record, ...derived };
  };
  return Object.assign(derive, { isFor });
}

/** Letters, digits and `. _ / :`, hyphens one at a time; no value that long is a word. */
function isWords(text: string): boolean {
  return text.length <= 80 && /^[\w./:]*(?:-[\w./:]+)*$/.test(text) && !text.includes('..');
}

function bounded(text: string): string {
  return text.length <= MAX_CHARS * 2 ? text : `${text.slice(0, MAX_CHARS)} ${text.slice(-MAX_CHARS)}`;
}

function chain(steps: readonly ((text: string) => string)[]): (text: string) => string {
  return (text) => steps.reduce((value, step) => step(value), text);
}
