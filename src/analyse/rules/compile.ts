// SPDX-License-Identifier: Apache-2.0
// From the rules, attackers and attacks of a pack to rules that can be joined; every fault is reported, with its place.
import type { Parsed, Position, Problem } from '../../core/problem.ts';
import { hasErrors } from '../../core/problem.ts';
import type { Pack } from '../../model/index.ts';
import { type Atom, parseAtom, type Term } from './atom.ts';
import { checkRule } from './check.ts';
import { ACHIEVED, type Rule } from './rule.ts';
import { BASE_PREDICATES, type Predicate, SORTS } from './vocabulary.ts';
import { unknownWords } from './words.ts';

export interface CompiledRules {
  readonly rules: readonly Rule[];
  readonly predicates: ReadonlyMap<string, Predicate>;
  /** What may be so although the model does not state it; only the margin uses them. */
  readonly hypotheses?: readonly Hypothesis[];
}

/** A rule that holds only if something unknown is so, for each value of `about` by itself. */
export interface Hypothesis {
  readonly rule: Rule;
  readonly about: string;
  readonly weight: number;
  readonly title: string;
}

/** All rules of a pack and of the packs it uses. One error anywhere refuses the pack. */
export function compileRules(pack: Pack): Parsed<CompiledRules> {
  const problems: Problem[] = [];
  const predicates = declarePredicates(pack, problems);
  const rules = [
    ...packRules(pack, predicates, problems),
    ...startRules(pack, problems),
    ...attackRules(pack, problems),
  ];
  const hypotheses = packHypotheses(pack, problems);
  for (const rule of [...rules, ...hypotheses.map((each) => each.rule)])
    problems.push(...checkRule(rule, predicates), ...unknownWords(rule, predicates, pack.words));
  return hasErrors(problems) ? { problems } : { value: { rules, predicates, hypotheses }, problems };
}

function declarePredicates(pack: Pack, problems: Problem[]): ReadonlyMap<string, Predicate> {
  const predicates = new Map<string, Predicate>(
    BASE_PREDICATES.map((predicate) => [predicate.id, predicate]),
  );
  predicates.set(ACHIEVED, { id: ACHIEVED, sorts: ['attack', 'element'], base: false, reachability: false });
  for (const { id, sorts, at, narrate, channel } of pack.predicates) {
    const report = (code: string, message: string): void =>
      void problems.push({ code, severity: 'error', message, at });
    if (predicates.has(id)) {
      report('RULE_DUPLICATE_PREDICATE', `Predicate ${id} is declared twice`);
      continue;
    }
    for (const sort of sorts)
      if (!SORTS.includes(sort))
        report(
          'RULE_UNKNOWN_SORT',
          `Predicate ${id} has the unknown sort ${sort}, expected one of ${SORTS.join(', ')}`,
        );
    if (sorts.filter((sort) => sort === 'asset').length > 1) {
      report(
        'RULE_HOST_PAIR',
        `Predicate ${id} relates assets with assets: with n assets it has n² facts. Relate an asset with a zone, a port or a class instead`,
      );
    }
    const told = {
      ...(narrate === undefined ? {} : { narrate: narrate['en'] ?? '' }),
      ...(channel === undefined ? {} : { channel }),
    };
    predicates.set(id, { id, sorts, base: false, reachability: false, ...told });
  }
  return predicates;
}

function packRules(
  pack: Pack,
  predicates: CompiledRules['predicates'],
  problems: Problem[],
): readonly Rule[] {
  return pack.rules.flatMap((source) => {
    const parsed = parseRule(source.id, source.then, source.when, source.unless ?? [], source.at, problems);
    if (parsed === undefined) return [];
    const act = source.structural !== true;
    return [
      {
        ...parsed,
        act,
        narrate: source.narrate?.['en'] ?? sentenceOf(parsed.then, predicates),
        techniques: source.techniques ?? [],
        days: source.days ?? 0,
        source,
      },
    ];
  });
}

/** Bookkeeping is told by what it concludes. */
function sentenceOf(then: Atom, predicates: CompiledRules['predicates']): string {
  return (predicates.get(then.predicate)?.narrate ?? '').replaceAll(/\{(\d)\}/g, (whole, place: string) => {
    const term = then.terms[Number(place) - 1];
    if (term === undefined) return whole;
    return term.kind === 'variable' ? `{${term.name}}` : term.value;
  });
}

function startRules(pack: Pack, problems: Problem[]): readonly Rule[] {
  return pack.attackers.flatMap((attacker) =>
    attacker.starts.flatMap((start, number) => {
      const when = [`attacker(${attacker.id})`, ...(start.when ?? [])];
      const parsed = parseRule(
        `start:${attacker.id}#${number + 1}`,
        start.then,
        when,
        [],
        attacker.at,
        problems,
      );
      return parsed === undefined
        ? []
        : [{ ...parsed, act: false, narrate: start.narrate['en'] ?? '', techniques: [], days: 0 }];
    }),
  );
}

function attackRules(pack: Pack, problems: Problem[]): readonly Rule[] {
  return pack.attacks.flatMap((attack) => {
    const then = `${ACHIEVED}(${attack.id}, ${attack.target})`;
    const parsed = parseRule(`attack:${attack.id}`, then, attack.when, [], attack.at, problems);
    return parsed === undefined ? [] : [{ ...parsed, act: false, narrate: '', techniques: [], days: 0 }];
  });
}

function packHypotheses(pack: Pack, problems: Problem[]): readonly Hypothesis[] {
  return pack.hypotheses.flatMap((source) => {
    const parsed = parseRule(`hypothesis:${source.id}`, source.then, source.when, [], source.at, problems);
    if (parsed === undefined) return [];
    const variables = parsed.when.flatMap(({ terms }) =>
      terms.flatMap((term) => (term.kind === 'variable' ? [term.name] : [])),
    );
    if (!variables.includes(source.about)) {
      problems.push({
        code: 'RULE_UNSAFE',
        severity: 'error',
        message: `${source.about} stands in \`about\` but in no atom of \`when\` (rule ${parsed.id})`,
        at: source.at,
      });
      return [];
    }
    const rule = { ...parsed, act: false, narrate: source.narrate['en'] ?? '', techniques: [], days: 0 };
    return [{ rule, about: source.about, weight: source.weight, title: source.title['en'] ?? source.id }];
  });
}

type Parts = Pick<Rule, 'id' | 'then' | 'when' | 'unless' | 'at'>;

function parseRule(
  id: string,
  then: string,
  when: readonly string[],
  unless: readonly string[],
  at: Position,
  problems: Problem[],
): Parts | undefined {
  let fresh = 0;
  const read = (text: string): Atom | undefined => {
    const atom = parseAtom(text);
    if (typeof atom !== 'string') return { ...atom, terms: atom.terms.map((term) => name(term)) };
    problems.push({ code: 'RULE_SYNTAX', severity: 'error', message: `${atom} (rule ${id})`, at });
    return undefined;
  };
  const name = (term: Term): Term =>
    term.kind === 'variable' && term.name === '_' ? { kind: 'variable', name: `_${++fresh}` } : term;
  const all = [then, ...when, ...unless].map(read);
  if (all.some((atom) => atom === undefined)) return undefined;
  const atoms = all as Atom[];
  return {
    id,
    then: atoms[0] as Atom,
    when: atoms.slice(1, 1 + when.length),
    unless: atoms.slice(1 + when.length),
    at,
  };
}
