// SPDX-License-Identifier: Apache-2.0
// What makes a rule unfit: unknown predicates, unsafe variables, negation of derived facts, host × host joins.
import type { Problem } from '../../core/problem.ts';
import { type Atom, formatAtom, variablesOf } from './atom.ts';
import type { Rule } from './rule.ts';
import type { Predicate } from './vocabulary.ts';

type Report = (code: string, message: string, hint?: string) => void;

/** All problems of one rule; empty when it may be used. */
export function checkRule(rule: Rule, predicates: ReadonlyMap<string, Predicate>): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (code, message, hint) => {
    problems.push({
      code,
      severity: 'error',
      message: `${message} (rule ${rule.id})`,
      at: rule.at,
      ...(hint === undefined ? {} : { hint }),
    });
  };
  const sorts = checkAtoms(rule, predicates, report);
  const sound = problems.length === 0;
  checkSafety(rule, predicates, report);
  checkAct(rule, report);
  // What the sorts are is known only when every atom fits.
  if (sound) checkHostPairs(rule, predicates, sorts, report);
  return problems;
}

/** Arity and sorts; gives the sort of each variable, `element` where nothing says more. */
function checkAtoms(
  rule: Rule,
  predicates: ReadonlyMap<string, Predicate>,
  report: Report,
): ReadonlyMap<string, string> {
  const sorts = new Map<string, string>();
  for (const atom of [...rule.when, ...rule.unless, rule.then]) {
    const predicate = predicates.get(atom.predicate);
    if (predicate === undefined) {
      report(
        'RULE_UNKNOWN_PREDICATE',
        `Unknown predicate ${atom.predicate}`,
        'declare it under `predicates:` or correct its name',
      );
      continue;
    }
    if (predicate.sorts.length !== atom.terms.length) {
      report(
        'RULE_ARITY',
        `${formatAtom(atom)} has ${atom.terms.length} places, expected ${predicate.id}(${predicate.sorts.join(', ')})`,
      );
      continue;
    }
    atom.terms.forEach((term, place) => {
      if (term.kind === 'variable')
        mergeSort(term.name, predicate.sorts[place] as string, sorts, atom, report);
    });
  }
  return sorts;
}

/** A variable whose sorts disagree is reported once. */
const CONFLICT = 'conflict';

const ELEMENTS = ['asset', 'zone', 'flow', 'person', 'identity', 'credential', 'supplier', 'barrier'];

function mergeSort(name: string, sort: string, sorts: Map<string, string>, atom: Atom, report: Report): void {
  const known = sorts.get(name);
  if (known === undefined || known === sort || (known === 'element' && ELEMENTS.includes(sort)))
    sorts.set(name, sort);
  else if (known !== CONFLICT && !(sort === 'element' && ELEMENTS.includes(known))) {
    report('RULE_SORT', `${name} in ${formatAtom(atom)} ranges over ${sort}, but over ${known} elsewhere`);
    sorts.set(name, CONFLICT);
  }
}

/** Range restriction, and negation of input facts only (stratification is then trivial). */
function checkSafety(rule: Rule, predicates: ReadonlyMap<string, Predicate>, report: Report): void {
  const bound = new Set(rule.when.flatMap(variablesOf));
  const loose = (atom: Atom): readonly string[] => variablesOf(atom).filter((name) => !bound.has(name));
  for (const name of loose(rule.then))
    report('RULE_UNSAFE', `${name} stands in \`then\` but in no atom of \`when\``);
  for (const atom of rule.unless) {
    if (predicates.get(atom.predicate)?.base === false)
      report(
        'RULE_NEGATION',
        `\`unless ${formatAtom(atom)}\` negates a derived predicate: only facts of the model may be negated`,
      );
    for (const name of loose(atom))
      report('RULE_UNSAFE', `${name} in \`unless ${formatAtom(atom)}\` stands in no atom of \`when\``);
  }
  if (predicates.get(rule.then.predicate)?.base === true)
    report(
      'RULE_DERIVES_INPUT',
      `\`then ${formatAtom(rule.then)}\` derives ${rule.then.predicate}, which is a fact of the model`,
    );
}

/** An act of the attacker says what it is, how long it takes and what stops it. */
function checkAct(rule: Rule, report: Report): void {
  const bound = new Set(rule.when.flatMap(variablesOf));
  for (const [, name] of rule.narrate.matchAll(/\{(\w+)\}/g)) {
    if (name !== undefined && !bound.has(name))
      report('RULE_NARRATION', `The narration names {${name}}, which stands in no atom of \`when\``);
  }
  if (!rule.act) return;
  if (rule.narrate === '')
    report(
      'RULE_NARRATION',
      'A rule that is an act of the attacker needs `narrate`',
      'or mark it `structural: true`',
    );
  if (rule.techniques.length === 0)
    report('RULE_TECHNIQUES', 'A rule that is an act of the attacker needs `techniques`');
  if (rule.source?.days === undefined)
    report('RULE_DAYS', 'A rule that is an act of the attacker needs `days`, its mean time to compromise');
  if (!rule.unless.some((atom) => atom.predicate === 'measure'))
    report(
      'RULE_MEASURES',
      'A rule that is an act of the attacker needs at least one `unless: measure(…)` that stops it',
    );
}

/**
 * Refuses bodies that pair assets over reachability: two assets joined by nothing but zones, ports and classes have
 * n² instances (analyse reference: host pairs cost 218 times the zone quotient at 3,000 hosts).
 */
function checkHostPairs(
  rule: Rule,
  predicates: ReadonlyMap<string, Predicate>,
  sorts: ReadonlyMap<string, string>,
  report: Report,
): void {
  const assets = [...new Set(rule.when.flatMap(variablesOf))].filter((name) => sorts.get(name) === 'asset');
  const group = new Map<string, string>();
  const find = (name: string): string => {
    const parent = group.get(name) ?? name;
    return parent === name ? name : find(parent);
  };
  for (const atom of rule.when) {
    if (predicates.get(atom.predicate)?.reachability === true) continue;
    const [first, ...others] = variablesOf(atom).filter(
      (name) => !QUOTIENT_SORTS.includes(sorts.get(name) ?? ''),
    );
    for (const other of others) if (first !== undefined) group.set(find(other), find(first));
  }
  const [first, ...others] = assets;
  const apart = others.find((name) => first !== undefined && find(name) !== find(first));
  if (first === undefined || apart === undefined) return;
  report(
    'RULE_HOST_PAIR',
    `${first} and ${apart} are joined by zones, ports or classes only: with n assets the rule has n² instances`,
    'derive a fact about the zone first (present, reaches), then join one asset with it',
  );
}

/** Sorts that many assets share; they do not tie two assets to each other. */
const QUOTIENT_SORTS = [
  'zone',
  'port',
  'class',
  'type',
  'data',
  'property',
  'measure',
  'right',
  'word',
  'vulnerability',
];
