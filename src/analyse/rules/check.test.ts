// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { TINY, tinyPack } from '../../../test/support/tiny.ts';
import { compileRules } from './compile.ts';

const rule = (body: string): string =>
  `${TINY}  - { id: tiny/rule/new, title: { en: New }, group: network, structural: true, hit: { expect: 'executes(a)' }, miss: {}, ${body} }\n`;
const act = (body: string): string => rule(body).replace('structural: true, hit', 'hit');

const REFUSALS: readonly (readonly [what: string, pack: string, code: string, message: RegExp])[] = [
  [
    'an atom that cannot be read',
    rule("then: executes(A), when: ['executes(A']"),
    'RULE_SYNTAX',
    /expected `,` or `\)`/,
  ],
  [
    'an unknown predicate',
    rule("then: executes(A), when: ['exexutes(A)']"),
    'RULE_UNKNOWN_PREDICATE',
    /Unknown predicate exexutes/,
  ],
  [
    'a wrong number of places',
    rule("then: executes(A), when: ['at(A)']"),
    'RULE_ARITY',
    /at\(A\) has 1 places, expected at\(asset, zone\)/,
  ],
  [
    'a variable of two sorts',
    rule("then: executes(A), when: ['at(Z, A)', 'executes(A)']"),
    'RULE_SORT',
    /A in executes\(A\) ranges over asset, but over zone elsewhere/,
  ],
  [
    'a head variable from nowhere',
    rule("then: executes(B), when: ['executes(A)']"),
    'RULE_UNSAFE',
    /B stands in `then` but in no atom of `when`/,
  ],
  [
    'a negated variable from nowhere',
    rule("then: executes(A), when: ['executes(A)'], unless: ['at(A, Z)']"),
    'RULE_UNSAFE',
    /Z in `unless at\(A, Z\)`/,
  ],
  [
    'negation of a derived fact',
    rule("then: executes(A), when: ['executes(A)'], unless: ['reads(A, records)']"),
    'RULE_NEGATION',
    /only facts of the model may be negated/,
  ],
  [
    'a rule that derives a fact of the model',
    rule("then: 'at(A, Z)', when: [executes(A), present(Z)]"),
    'RULE_DERIVES_INPUT',
    /`then at\(A, Z\)` derives at/,
  ],
  [
    'hosts joined over reachability',
    rule("then: executes(B), when: [executes(A), 'at(A, Z)', 'link(Z, Y, P, C)', 'at(B, Y)']"),
    'RULE_HOST_PAIR',
    /A and B are joined by zones, ports or classes only/,
  ],
  [
    'hosts joined by a port',
    rule("then: executes(B), when: [executes(A), 'listens(A, P, C)', 'listens(B, P, C)']"),
    'RULE_HOST_PAIR',
    /n² instances/,
  ],
  [
    'hosts joined by nothing',
    rule("then: executes(B), when: [executes(A), 'is(B, store)']"),
    'RULE_HOST_PAIR',
    /A and B/,
  ],
  [
    'hosts joined by what they store',
    rule("then: executes(B), when: [executes(A), 'stores(A, D)', 'stores(B, D)']"),
    'RULE_HOST_PAIR',
    /A and B/,
  ],
  [
    'a relation of hosts',
    TINY.replace(
      'predicates:',
      'predicates:\n  - { id: hacl, sorts: [asset, asset, port], text: { en: Pairs } }',
    ),
    'RULE_HOST_PAIR',
    /Predicate hacl relates assets with assets/,
  ],
  [
    'an unknown sort',
    TINY.replace('predicates:', 'predicates:\n  - { id: odd, sorts: [thing], text: { en: Odd } }'),
    'RULE_UNKNOWN_SORT',
    /unknown sort thing/,
  ],
  [
    'a predicate declared twice',
    TINY.replace('predicates:', 'predicates:\n  - { id: at, sorts: [zone], text: { en: Again } }'),
    'RULE_DUPLICATE_PREDICATE',
    /at is declared twice/,
  ],
  [
    'an act without narration',
    act(
      "then: executes(A), when: [executes(A)], techniques: [T1190], days: 1, unless: ['measure(A, patching)']",
    ),
    'RULE_NARRATION',
    /needs `narrate`/,
  ],
  [
    'an act without technique',
    act(
      "then: executes(A), when: [executes(A)], narrate: { en: Does }, days: 1, unless: ['measure(A, patching)']",
    ),
    'RULE_TECHNIQUES',
    /needs `techniques`/,
  ],
  [
    'an act without time',
    act(
      "then: executes(A), when: [executes(A)], narrate: { en: Does }, techniques: [T1190], unless: ['measure(A, patching)']",
    ),
    'RULE_DAYS',
    /needs `days`/,
  ],
  [
    'an act that nothing stops',
    act('then: executes(A), when: [executes(A)], narrate: { en: Does }, techniques: [T1190], days: 1'),
    'RULE_MEASURES',
    /at least one `unless: measure/,
  ],
  [
    'a narration of a stranger',
    rule("then: executes(A), when: [executes(A)], narrate: { en: 'On {B}' }"),
    'RULE_NARRATION',
    /names \{B\}/,
  ],
  [
    'a mistyped type',
    rule("then: executes(A), when: [executes(A), 'is(A, stor)']"),
    'RULE_UNKNOWN_WORD',
    /^Cannot find `stor` of is\(A, stor\): expected an asset type .* \(rule tiny\/rule\/new\)$/,
  ],
  [
    'a mistyped type of a zone',
    rule("then: present(Z), when: [present(Z), 'zone-is(Z, store)']"),
    'RULE_UNKNOWN_WORD',
    /`store` of zone-is\(Z, store\): expected a zone that/,
  ],
  [
    'a mistyped property',
    rule("then: executes(A), when: [executes(A), 'has(A, weka)']"),
    'RULE_UNKNOWN_WORD',
    /`weka` of has\(A, weka\): expected a property/,
  ],
  [
    'a mistyped measure that stops it',
    rule("then: executes(A), when: [executes(A)], unless: ['measure(A, pathcing)']"),
    'RULE_UNKNOWN_WORD',
    /`pathcing` of measure\(A, pathcing\): expected a measure/,
  ],
  [
    'mistyped data of an attack',
    TINY.replace("['reads(A, records)'", "['reads(A, recrods)'"),
    'RULE_UNKNOWN_WORD',
    /`recrods` of reads\(A, recrods\): expected data .* \(rule attack:tiny\/attack\/records-read\)/,
  ],
];

const PASSES: readonly (readonly [what: string, pack: string])[] = [
  ['the tiny pack', TINY],
  ['hosts joined by a declared flow', rule("then: executes(B), when: [executes(A), 'flow(F, A, B)']")],
  ['hosts joined by where one runs', rule("then: executes(B), when: [executes(A), 'runs-on(A, B)']")],
  [
    'hosts joined by a credential',
    rule("then: executes(B), when: [executes(A), 'kept-in(K, A)', 'unlocks(K, I)', 'may(I, B, use)']"),
  ],
  // The tiny pack defines no rights.
  [
    'a word of a kind that the pack leaves open',
    rule("then: executes(A), when: ['may(_, A, fly)', 'asset(A)']"),
  ],
  [
    'one host over reachability',
    rule("then: executes(A), when: ['reaches(Z, P)', 'at(A, Z)', 'listens(A, P, C)']"),
  ],
];

describe('compileRules', () => {
  test.each(REFUSALS)('refuses %s', (_, content, code, message) => {
    const { value, problems } = compileRules(tinyPack(content));
    expect(value).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({
        code,
        severity: 'error',
        message: expect.stringMatching(message),
        at: expect.objectContaining({ file: 'tiny.yaml' }),
      }),
    ]);
  });

  test('names all that is wrong with a rule at once', () => {
    const content = rule(
      "then: execute(A), when: ['executes(A)'], unless: ['present(Z)'], narrate: { en: 'On {B}' }",
    );
    expect(compileRules(tinyPack(content)).problems.map(({ code }) => code)).toEqual([
      'RULE_UNKNOWN_PREDICATE',
      'RULE_NEGATION',
      'RULE_UNSAFE',
      'RULE_NARRATION',
    ]);
  });

  test('names the nearest word', () => {
    const content = rule("then: executes(A), when: [executes(A), 'has(A, weka)']");
    expect(compileRules(tinyPack(content)).problems.map(({ hint }) => hint)).toEqual([
      'Did you mean `weak`?',
    ]);
  });

  test.each(PASSES)('accepts %s', (_, content) => {
    expect(compileRules(tinyPack(content)).problems).toEqual([]);
  });
});
