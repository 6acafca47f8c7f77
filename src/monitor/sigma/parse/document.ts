// SPDX-License-Identifier: Apache-2.0
// Sigma files: one or more YAML documents, each a rule, a correlation or a filter.
import type { Parsed, Problem } from '../../../core/problem.ts';
import { isRecord, readDocuments, type SourceDocument } from '../../../model/index.ts';
import type { Expression, Head, SigmaDocument, SigmaFilter } from '../rule.ts';
import { readCorrelation } from './correlation.ts';
import { readDetection } from './detection.ts';
import { readHead, readLogSource } from './head.ts';
import type { Placeholders } from './placeholders.ts';
import { type Draft, refuse, textsAt } from './report.ts';

export interface SigmaOptions {
  /** Values for `expand`; a rule with a placeholder that has none is refused. */
  readonly placeholders?: Placeholders;
}

/**
 * Reads a file of Sigma 2.1 documents. What cannot be understood refuses its document with a reason and a place; the
 * other documents of the file are read.
 */
export function parseSigma(
  bytes: Uint8Array,
  file: string,
  options: SigmaOptions = {},
): Parsed<readonly SigmaDocument[]> {
  const read = readDocuments(bytes, file);
  const problems: Problem[] = [...read.problems];
  const documents = (read.value ?? []).flatMap((document) => {
    if (document.value === null) return [];
    const parsed = parseSigmaDocument(document, options);
    problems.push(...parsed.problems);
    return parsed.value === undefined ? [] : [parsed.value];
  });
  return { value: documents, problems };
}

/** One document that is read already, as a pack holds it. */
export function parseSigmaDocument(
  document: SourceDocument,
  options: SigmaOptions = {},
): Parsed<SigmaDocument> {
  const draft: Draft = { document, problems: [] };
  const value = readOne(draft, options.placeholders ?? new Map());
  return value === undefined || draft.problems.length > 0
    ? { problems: draft.problems }
    : { value, problems: [] };
}

function readOne(draft: Draft, placeholders: Placeholders): SigmaDocument | undefined {
  const { value } = draft.document;
  if (!isRecord(value))
    return refuse(draft, 'SIGMA_WRONG_TYPE', [], 'The document is not a section: expected a Sigma rule');
  const head = readHead(draft, value);
  if (value['correlation'] !== undefined) return readCorrelation(draft, value, head);
  if (value['filter'] !== undefined) return readFilter(draft, value, head, placeholders);
  const logsource = readLogSource(draft, value);
  const detection = value['detection'];
  if (!isRecord(detection))
    return refuse(
      draft,
      'SIGMA_MISSING_KEY',
      ['detection'],
      'The document has no section `detection`, `correlation` or `filter`',
    );
  const read = readDetection(draft, detection, ['detection'], placeholders, []);
  return read && { ...head, kind: 'rule', logsource, ...read, fields: textsAt(draft, value, [], 'fields') };
}

function readFilter(
  draft: Draft,
  value: Record<string, unknown>,
  head: Head,
  placeholders: Placeholders,
): SigmaFilter | undefined {
  const logsource = readLogSource(draft, value);
  const section = value['filter'];
  if (!isRecord(section)) return refuse(draft, 'SIGMA_WRONG_TYPE', ['filter'], '`filter` is not a section');
  const rules = section['rules'] === 'any' ? undefined : textsAt(draft, section, ['filter'], 'rules');
  if (rules?.length === 0 || (rules !== undefined && !Array.isArray(section['rules'])))
    refuse(
      draft,
      'SIGMA_MISSING_KEY',
      ['filter'],
      'The filter names no list of `rules`: expected their ids, or `any`',
    );
  else if (new Set(rules).size < (rules?.length ?? 0))
    refuse(draft, 'SIGMA_BAD_VALUE', ['filter', 'rules'], 'The filter names a rule twice');
  if (section['selection'] === undefined)
    refuse(draft, 'SIGMA_MISSING_KEY', ['filter'], 'The filter has no search identifier `selection`');
  const read = readDetection(draft, section, ['filter'], placeholders, ['rules']);
  return read && { ...head, kind: 'filter', rules, logsource, expression: unwanted(read.expression) };
}

/**
 * The events that a filter takes out. The specification's example states them (`condition: selection`), other tools
 * state what remains (`condition: not selection`); the schema allows both. A condition that only denies states what
 * remains.
 */
function unwanted(expression: Expression): Expression {
  return isDenial(expression) ? { kind: 'not', of: expression } : expression;
}

function isDenial(expression: Expression): boolean {
  if (expression.kind === 'test') return false;
  return expression.kind === 'not' || expression.of.every(isDenial);
}
