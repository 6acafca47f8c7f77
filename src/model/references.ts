// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../core/problem.ts';
import { isRecord, type Path, type SourceDocument } from './document/index.ts';
import { didYouMean } from './issues.ts';
import { nearest } from './nearest.ts';
import type { Pack } from './pack/pack.ts';
import {
  ELEMENT_SECTIONS,
  type ElementKind,
  ID_ROWS,
  type IdRow,
  type Section,
  WORD_ROWS,
  type WordRow,
} from './reference-table.ts';
import { quoted, subject } from './words.ts';

interface Element {
  readonly kind: ElementKind;
  readonly path: Path;
}

/**
 * What a model says of things that are not there: unknown or unsuitable ids, ids used twice, words the pack does not
 * define, zones or hosts that enclose themselves. Works on the raw value, so it also answers when the shape has errors.
 */
export function referenceProblems(document: SourceDocument, pack: Pack | undefined): readonly Problem[] {
  const root = document.value;
  if (!isRecord(root)) return [];
  const problems: Problem[] = [];
  const elements = elementsOf(document, problems);
  for (const row of ID_ROWS)
    eachWord(root, row, (id, path) => problems.push(...idProblem(id, path, row, elements, document)));
  if (pack !== undefined) {
    for (const row of WORD_ROWS)
      eachWord(root, row, (word, path) => problems.push(...wordProblem(word, path, row, pack, document)));
  }
  problems.push(...cycles(document, 'zones', 'within'), ...cycles(document, 'assets', 'runsOn'));
  return problems;
}

function elementsOf(document: SourceDocument, problems: Problem[]): ReadonlyMap<string, Element> {
  const elements = new Map<string, Element>();
  for (const section of Object.keys(ELEMENT_SECTIONS) as Section[]) {
    eachElement(document.value, section, (element, path) => {
      const id = isRecord(element) ? element['id'] : undefined;
      if (typeof id !== 'string') return;
      const first = elements.get(id);
      if (first === undefined) elements.set(id, { kind: ELEMENT_SECTIONS[section], path });
      else problems.push(duplicate(id, first, [...path, 'id'], document));
    });
  }
  return elements;
}

function eachElement(root: unknown, section: string, visit: (element: unknown, path: Path) => void): void {
  const list = isRecord(root) ? root[section] : undefined;
  if (Array.isArray(list))
    list.forEach((element, index) => {
      visit(element, [section, index]);
    });
}

function duplicate(id: string, first: Element, path: Path, document: SourceDocument): Problem {
  const { line } = document.locate([...first.path, 'id']);
  return {
    code: 'MODEL_DUPLICATE_ID',
    severity: 'error',
    message: `The id ${quoted(id)} is taken by the ${first.kind} in line ${line}: expected an id of its own`,
    at: document.locate(path),
  };
}

/** Calls `visit` for each word at the place of `row`, in all elements of its section. */
function eachWord(
  root: unknown,
  row: { readonly section: string; readonly place: string },
  visit: (word: string, path: Path) => void,
): void {
  const steps = row.place === '' ? [] : row.place.split('.');
  eachElement(root, row.section, (element, path) => {
    descend(element, path, steps, row.section === 'attacks' && row.place === '', visit);
  });
}

function descend(
  value: unknown,
  path: Path,
  steps: readonly string[],
  isScope: boolean,
  visit: (word: string, path: Path) => void,
): void {
  const [step, ...rest] = steps;
  if (step === undefined) {
    leaf(value, path, isScope ? 'attack' : 'id', visit);
    return;
  }
  const key = step.replace('[]', '');
  if (!isRecord(value) || !Object.hasOwn(value, key)) return;
  const inner = value[key];
  if (key === step) descend(inner, [...path, key], rest, isScope, visit);
  else if (Array.isArray(inner))
    inner.forEach((item, index) => {
      descend(item, [...path, key, index], rest, isScope, visit);
    });
}

/** A word, a list of words, or `{ id: word, source: … }`. */
function leaf(value: unknown, path: Path, key: string, visit: (word: string, path: Path) => void): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value))
    value.forEach((item, index) => {
      leaf(item, [...path, index], key, visit);
    });
  else if (isRecord(value) && typeof value[key] === 'string') visit(value[key], [...path, key]);
}

function idProblem(
  id: string,
  path: Path,
  row: IdRow,
  elements: ReadonlyMap<string, Element>,
  document: SourceDocument,
): Problem[] {
  if (row.all === true && id === 'all') return [];
  const found = elements.get(id);
  if (found !== undefined && row.kinds.includes(found.kind)) return [];
  const expected =
    row.kinds.length > 4 ? 'the id of an element' : `the id of ${row.kinds.map(withArticle).join(' or ')}`;
  const what = `${quoted(id)} as ${subject(path, document.value)}`;
  const at = document.locate(path);
  if (found !== undefined) {
    return [
      {
        code: 'MODEL_WRONG_REFERENCE',
        severity: 'error',
        message: `Cannot use ${what}: it is ${withArticle(found.kind)}, expected ${expected}`,
        at,
      },
    ];
  }
  const suitable = [...elements]
    .filter(([, element]) => row.kinds.includes(element.kind))
    .map(([name]) => name);
  return [
    {
      code: 'MODEL_UNKNOWN_REFERENCE',
      severity: 'error',
      message: `Cannot find ${what}: expected ${expected}`,
      at,
      ...didYouMean(nearest(id, suitable)),
    },
  ];
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

const WORD_NAMES: Readonly<Partial<Record<WordRow['kind'], string>>> = {
  asset: 'an asset type',
  zone: 'a zone type',
  person: 'a type of person',
  supplier: 'a type of supplier',
  credential: 'a type of credential',
  barrier: 'a type of barrier',
  data: 'a data class',
  class: 'an identity class',
};

function wordProblem(
  word: string,
  path: Path,
  row: WordRow,
  pack: Pack,
  document: SourceDocument,
): Problem[] {
  const known = vocabulary(pack, row.kind);
  if (known.has(word)) return [];
  const expected = `${WORD_NAMES[row.kind] ?? withArticle(row.kind)} of the pack \`${pack.id}\``;
  return [
    {
      code: 'MODEL_UNKNOWN_WORD',
      severity: 'error',
      message: `Cannot find ${quoted(word)} as ${subject(path, document.value)}: expected ${expected}`,
      at: document.locate(path),
      ...didYouMean(nearest(word, known)),
    },
  ];
}

const vocabularies = new WeakMap<Pack, Map<string, ReadonlySet<string>>>();

function vocabulary(pack: Pack, kind: WordRow['kind']): ReadonlySet<string> {
  let known = vocabularies.get(pack);
  if (known === undefined) {
    known = new Map();
    vocabularies.set(pack, known);
  }
  let words = known.get(kind);
  if (words === undefined) {
    if (kind === 'attack') words = new Set(pack.attacks.map(({ id }) => id));
    else if (kind === 'attacker') words = new Set(pack.attackers.map(({ id }) => id));
    else words = new Set(pack.words[kind].keys());
    known.set(kind, words);
  }
  return words;
}

/** One problem for each loop of `key`, where its first element in the file says so. */
function cycles(document: SourceDocument, section: Section, key: string): Problem[] {
  const next = new Map<string, { readonly to: string; readonly path: Path }>();
  eachElement(document.value, section, (element, path) => {
    if (!isRecord(element)) return;
    const { id, [key]: to } = element;
    if (typeof id === 'string' && typeof to === 'string' && !next.has(id))
      next.set(id, { to, path: [...path, key] });
  });
  const problems: Problem[] = [];
  const done = new Set<string>();
  for (const start of next.keys()) {
    const walk: string[] = [];
    const inWalk = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !done.has(at) && !inWalk.has(at)) {
      walk.push(at);
      inWalk.add(at);
      at = next.get(at)?.to;
    }
    if (at !== undefined && inWalk.has(at))
      problems.push(cycle(walk.slice(walk.indexOf(at)), next, section, key, document));
    for (const id of walk) done.add(id);
  }
  return problems;
}

function cycle(
  loop: readonly string[],
  next: ReadonlyMap<string, { readonly path: Path }>,
  section: Section,
  key: string,
  document: SourceDocument,
): Problem {
  const first = loop[0] as string;
  const shown = loop.length > 6 ? [...loop.slice(0, 6), '…'] : loop;
  return {
    code: 'MODEL_CYCLE',
    severity: 'error',
    message: `The ${ELEMENT_SECTIONS[section]} ${quoted(first)} comes back to itself through \`${key}\`: ${[...shown, first].join(' → ')}; expected no loop`,
    at: document.locate(next.get(first)?.path ?? []),
  };
}
