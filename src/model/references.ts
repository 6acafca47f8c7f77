// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../core/problem.ts';
import { cycleProblems } from './cycles.ts';
import { isRecord, type Path, type SourceDocument } from './document/index.ts';
import { eachElement, eachWord } from './element-walk.ts';
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

/** Each hint looks at every name there is, so only the first problems get one. */
const MAX_HINTS = 100;

interface Element {
  readonly kind: ElementKind;
  readonly path: Path;
}

interface Check {
  readonly document: SourceDocument;
  readonly elements: Map<string, Element>;
  readonly problems: Problem[];
}

/**
 * What a model says of things that are not there: unknown or unsuitable ids, ids used twice, words the pack does not
 * define, zones or hosts that enclose themselves. Works on the raw value, so it also answers when the shape has errors.
 */
export function referenceProblems(document: SourceDocument, pack: Pack | undefined): readonly Problem[] {
  const check: Check = { document, elements: new Map(), problems: [] };
  for (const section of Object.keys(ELEMENT_SECTIONS) as Section[]) collectIds(check, section);
  for (const row of ID_ROWS) eachWord(document.value, row, (id, path) => checkId(check, row, id, path));
  if (pack !== undefined) for (const row of WORD_ROWS) checkWords(check, row, pack);
  workflowNames(check, pack);
  return [
    ...check.problems,
    ...cycleProblems(document, 'zones', 'within'),
    ...cycleProblems(document, 'assets', 'runsOn'),
  ];
}

/** Parties and checks that a use of a workflow names, and the assets that act as the parties. */
function workflowNames(check: Check, pack: Pack | undefined): void {
  eachElement(check.document.value, 'workflows', (use, path) => {
    if (!isRecord(use)) return;
    const source = pack?.workflows.find(({ id }) => id === use['workflow']);
    for (const section of ['parties', 'checks'] as const) {
      const names = use[section];
      if (!isRecord(names)) continue;
      for (const [name, value] of Object.entries(names)) {
        const place = [...path, section, name];
        if (section === 'parties' && typeof value === 'string' && check.elements.get(value)?.kind !== 'asset')
          report(
            check,
            'MODEL_UNKNOWN_REFERENCE',
            `Cannot find ${quoted(value)} as party ${quoted(name)}: expected the id of an asset`,
            place,
            value,
            idsOf(check, ['asset']),
          );
        const known = source === undefined ? [name] : Object.keys(source[section]);
        if (known.includes(name)) continue;
        const message = `Cannot find ${quoted(name)} in ${section} of the workflow ${quoted(String(use['workflow']))}: expected one of ${known.join(', ')}`;
        report(check, 'MODEL_UNKNOWN_WORD', message, place, name, known);
      }
    }
  });
}

function collectIds(check: Check, section: Section): void {
  eachElement(check.document.value, section, (element, path) => {
    const id = isRecord(element) ? element['id'] : undefined;
    if (typeof id !== 'string') return;
    const first = check.elements.get(id);
    if (first === undefined) {
      check.elements.set(id, { kind: ELEMENT_SECTIONS[section], path });
      return;
    }
    const { line } = check.document.locate([...first.path, 'id']);
    const message = `The id ${quoted(id)} is taken by the ${first.kind} in line ${line}: expected an id of its own`;
    report(check, 'MODEL_DUPLICATE_ID', message, [...path, 'id']);
  });
}

function report(
  check: Check,
  code: string,
  message: string,
  path: Path,
  word?: string,
  names?: Iterable<string>,
): void {
  const { document, problems } = check;
  const hint =
    word !== undefined && names !== undefined && problems.length < MAX_HINTS
      ? nearest(word, names)
      : undefined;
  problems.push({ code, severity: 'error', message, at: document.locate(path), ...didYouMean(hint) });
}

function checkId(check: Check, row: IdRow, id: string, path: Path): void {
  if (row.all === true && id === 'all') return;
  const found = check.elements.get(id);
  if (found !== undefined && row.kinds.includes(found.kind)) return;
  const expected =
    row.kinds.length > 4 ? 'the id of an element' : `the id of ${row.kinds.map(withArticle).join(' or ')}`;
  const what = `${quoted(id)} as ${subject(path, check.document.value)}`;
  if (found !== undefined) {
    const message = `Cannot use ${what}: it is ${withArticle(found.kind)}, expected ${expected}`;
    report(check, 'MODEL_WRONG_REFERENCE', message, path);
    return;
  }
  report(
    check,
    'MODEL_UNKNOWN_REFERENCE',
    `Cannot find ${what}: expected ${expected}`,
    path,
    id,
    idsOf(check, row.kinds),
  );
}

function* idsOf(check: Check, kinds: readonly ElementKind[]): Generator<string> {
  for (const [id, element] of check.elements) if (kinds.includes(element.kind)) yield id;
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

function checkWords(check: Check, row: WordRow, pack: Pack): void {
  const known = vocabulary(pack, row.kind);
  eachWord(check.document.value, row, (word, path) => {
    if (known.has(word)) return;
    const expected = `${WORD_NAMES[row.kind] ?? withArticle(row.kind)} of the pack \`${pack.id}\``;
    const message = `Cannot find ${quoted(word)} as ${subject(path, check.document.value)}: expected ${expected}`;
    report(check, 'MODEL_UNKNOWN_WORD', message, path, word, known);
  });
}

function vocabulary(pack: Pack, kind: WordRow['kind']): ReadonlySet<string> {
  if (kind === 'attack') return new Set(pack.attacks.map(({ id }) => id));
  if (kind === 'attacker') return new Set(pack.attackers.map(({ id }) => id));
  if (kind === 'workflow') return new Set(pack.workflows.map(({ id }) => id));
  return new Set(pack.words[kind].keys());
}
