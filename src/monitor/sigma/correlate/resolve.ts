// SPDX-License-Identifier: Apache-2.0
// Which rules a set of documents leaves to run: filters joined in, references found, correlations in order.
import type { Parsed, Problem } from '../../../core/problem.ts';
import { applyPipelines } from '../pipeline/apply.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { LogSource, SigmaCorrelation, SigmaDocument, SigmaFilter, SigmaRule } from '../rule.ts';

export interface RuleSet {
  readonly rules: readonly SigmaRule[];
  /** Those that others refer to come first. */
  readonly correlations: readonly SigmaCorrelation[];
  /** Ids of documents that only serve correlations and do not alert on their own. */
  readonly silent: ReadonlySet<string>;
  /** Document by id and by name. */
  readonly byReference: ReadonlyMap<string, SigmaRule | SigmaCorrelation>;
}

/**
 * Correlations whose rules are missing, or that refer to themselves, are refused; the rest runs. Pipelines change rules
 * after filters have joined them.
 */
export function resolveRules(
  documents: readonly SigmaDocument[],
  pipelines: readonly Pipeline[] = [],
): Parsed<RuleSet> {
  const problems: Problem[] = [];
  const filters = documents.filter((each) => each.kind === 'filter');
  const own = unique(documents, problems);
  const applied = <T extends SigmaRule | SigmaCorrelation>(document: T): readonly T[] => {
    const { value, problems: refusals } = applyPipelines(pipelines, document);
    problems.push(...refusals);
    return value === undefined ? [] : [value];
  };
  const rules = own
    .filter((each) => each.kind === 'rule')
    .flatMap((rule) => applied(filtered(rule, filters)));
  const correlations = own.filter((each) => each.kind === 'correlation').flatMap(applied);
  const byReference = new Map<string, SigmaRule | SigmaCorrelation>();
  for (const each of [...rules, ...correlations]) {
    if (each.name !== undefined) byReference.set(each.name, each);
    byReference.set(each.id, each);
  }
  reportUnknown(filters, byReference, problems);
  const ordered = inOrder(correlations, byReference, problems);
  const silent = new Set(
    ordered
      .filter(({ generate }) => !generate)
      .flatMap((each) => each.rules.map((reference) => byReference.get(reference)?.id ?? '')),
  );
  return { value: { rules, correlations: ordered, silent, byReference }, problems };
}

function unique(documents: readonly SigmaDocument[], problems: Problem[]): readonly SigmaDocument[] {
  const seen = new Map<string, SigmaDocument>();
  for (const document of documents) {
    const first = seen.get(document.id);
    if (first === undefined) seen.set(document.id, document);
    else
      problems.push({
        code: 'SIGMA_DUPLICATE_ID',
        severity: 'error',
        message: `The id \`${document.id}\` is taken by ${first.at.file}:${first.at.line}; this document is left out`,
        at: document.at,
      });
  }
  return [...seen.values()];
}

/** Sigma filters specification 2.0.0: the filter's events are taken out of the rules it names. */
function filtered(rule: SigmaRule, filters: readonly SigmaFilter[]): SigmaRule {
  const own = filters.filter(
    (filter) =>
      covers(filter.logsource, rule.logsource) &&
      (filter.rules?.some((reference) => reference === rule.id || reference === rule.name) ?? true),
  );
  if (own.length === 0) return rule;
  const parts = own.map((filter) => ({ kind: 'not', of: filter.expression }) as const);
  return {
    ...rule,
    expression: { kind: 'and', of: [rule.expression, ...parts] },
    selections: new Map([
      ...rule.selections,
      ...own.map(({ title, expression }) => [`filter: ${title}`, expression] as const),
    ]),
  };
}

/** What the wider source states, the narrower states alike. */
function covers(wider: LogSource, narrower: LogSource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (key) => wider[key] === undefined || wider[key] === narrower[key],
  );
}

function reportUnknown(
  filters: readonly SigmaFilter[],
  byReference: RuleSet['byReference'],
  problems: Problem[],
): void {
  for (const filter of filters)
    for (const reference of filter.rules ?? [])
      if (!byReference.has(reference))
        problems.push({
          code: 'SIGMA_UNKNOWN_RULE',
          severity: 'warning',
          message: `The filter names the rule \`${reference}\`, which is not loaded`,
          at: filter.at,
        });
}

function inOrder(
  correlations: readonly SigmaCorrelation[],
  byReference: RuleSet['byReference'],
  problems: Problem[],
): readonly SigmaCorrelation[] {
  const done = new Map<string, boolean>();
  const ordered: SigmaCorrelation[] = [];
  const refuse = (at: SigmaCorrelation, code: string, message: string): boolean => {
    problems.push({ code, severity: 'error', message, at: at.at });
    return false;
  };
  const visit = (each: SigmaCorrelation, above: ReadonlySet<string>): boolean => {
    const known = done.get(each.id);
    if (known !== undefined) return known;
    if (above.has(each.id)) return refuse(each, 'SIGMA_CYCLE', 'The correlation refers back to itself');
    const inside = new Set([...above, each.id]);
    const usable = each.rules.every((reference) => {
      const target = byReference.get(reference);
      if (target === undefined)
        return refuse(
          each,
          'SIGMA_UNKNOWN_RULE',
          `The correlation names \`${reference}\`, which is no rule that is loaded`,
        );
      return target.kind === 'rule' || visit(target, inside);
    });
    done.set(each.id, usable);
    if (usable) ordered.push(each);
    return usable;
  };
  for (const each of correlations) visit(each, new Set());
  return ordered;
}
