// SPDX-License-Identifier: Apache-2.0
// Walks the raw value of a model, whose shape may be wrong: what is not of the expected kind is passed over.
import { isRecord, type Path } from './document/index.ts';

/** Calls `visit` for each item of a section of the model. */
export function eachElement(
  root: unknown,
  section: string,
  visit: (element: unknown, path: Path) => void,
): void {
  const list = isRecord(root) ? root[section] : undefined;
  if (!Array.isArray(list)) return;
  for (let index = 0; index < list.length; index++) visit(list[index], [section, index]);
}

/** A place in the elements of a section, as in the rows of `reference-table.ts`. */
export interface WordPlace {
  readonly section: string;
  readonly place: string;
}

/** Calls `visit` for each word at a place, in all elements of its section. */
export function eachWord(root: unknown, at: WordPlace, visit: (word: string, path: Path) => void): void {
  const steps = at.place === '' ? [] : at.place.split('.');
  // An attack in scope is a word or `{ attack: word, … }`; every other word with a source is `{ id: word, … }`.
  const key = at.section === 'attacks' && at.place === '' ? 'attack' : 'id';
  eachElement(root, at.section, (element, path) => {
    descend(element, path, steps, key, visit);
  });
}

function descend(
  value: unknown,
  path: Path,
  steps: readonly string[],
  key: string,
  visit: (word: string, path: Path) => void,
): void {
  const [step, ...rest] = steps;
  if (step === undefined) {
    leaf(value, path, key, visit);
    return;
  }
  const name = step.replace('[]', '');
  if (!isRecord(value) || !Object.hasOwn(value, name)) return;
  const inner = value[name];
  if (name === step) descend(inner, [...path, name], rest, key, visit);
  else if (Array.isArray(inner))
    inner.forEach((item, index) => {
      descend(item, [...path, name, index], rest, key, visit);
    });
}

/** A word, a list of words, or a section with the word under `key`. */
function leaf(value: unknown, path: Path, key: string, visit: (word: string, path: Path) => void): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value))
    value.forEach((item, index) => {
      leaf(item, [...path, index], key, visit);
    });
  else if (isRecord(value) && typeof value[key] === 'string') visit(value[key], [...path, key]);
}
