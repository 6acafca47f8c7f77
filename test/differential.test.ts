// SPDX-License-Identifier: Apache-2.0
// Three independent answers to the same question: the engine, Datalog by its definition, and clingo.
import { describe, expect, test } from 'vitest';
import { checkCertificate } from '../src/analyse/checker/index.ts';
import { type CompiledRules, deriveAll, type InputFact } from '../src/analyse/index.ts';
import { BASE_PREDICATES } from '../src/analyse/rules/vocabulary.ts';
import { rulesOf, type Subject } from '../src/analyse/subject.ts';
import { digestJson } from '../src/core/digest.ts';
import { clingoClosures } from './oracle/clingo.ts';
import { naiveClosure, type PlainFact, plainText } from './oracle/naive.ts';
import { type RandomProgram, randomProgram, seeded } from './oracle/random.ts';

const SEEDS = Array.from({ length: 600 }, (_, at) => at + 1);
const programs = SEEDS.map((seed) => randomProgram(seeded(seed)));
const expected = programs.map(({ rules, facts, given }) => naiveClosure(rules, facts, given));

describe('random programs', () => {
  test('are worth comparing', () => {
    const sizes = expected.map((closure) => closure.length);
    expect(sizes.filter((size) => size > 3).length).toBeGreaterThan(200);
    expect(sizes.filter((size) => size === 0).length).toBeLessThan(200);
  });

  test('give the engine and the naive evaluator the same atoms', () => {
    for (const [at, program] of programs.entries()) {
      const derived = deriveAll(
        compiledOf(program),
        program.facts as readonly InputFact[],
        program.given.map(plainText),
      );
      expect([...derived].sort(), `seed ${SEEDS[at]}`).toEqual(textsOf(expected[at]));
    }
  });

  test('give clingo and the naive evaluator the same atoms', async () => {
    const closures = await clingoClosures(programs);
    for (const [at, { facts }] of programs.entries()) {
      const atoms = [...facts, ...(expected[at] ?? [])];
      expect([...(closures[at] ?? [])].sort(), `seed ${SEEDS[at]}`).toEqual(textsOf(atoms));
    }
  });

  test('let the checker accept the closure and refuse one atom more, less or too early', () => {
    const refused = { more: 0, less: 0, early: 0 };
    for (const [at, program] of programs.entries()) {
      const closure = expected[at] ?? [];
      const codes = (atoms: readonly PlainFact[]) => checkClosureOf(program, atoms).map(({ code }) => code);
      expect(codes(closure), `seed ${SEEDS[at]}`).toEqual([]);
      for (const [drop] of closure.entries()) {
        expect(codes(closure.toSpliced(drop, 1)), `seed ${SEEDS[at]} without ${drop}`).toHaveLength(1);
        refused.less += 1;
      }
      for (const predicate of program.derived) {
        const invented = {
          predicate: predicate[0],
          args: Array.from({ length: predicate[1] }, () => 'nobody'),
        };
        expect(codes([...closure, invented])).toEqual(['CERTIFICATE_UNSUPPORTED']);
        refused.more += 1;
      }
    }
    expect(refused.less).toBeGreaterThan(1_000);
    expect(refused.more).toBeGreaterThan(1_000);
  });
});

function textsOf(atoms: readonly PlainFact[] | undefined): readonly string[] {
  return [...new Set((atoms ?? []).map(plainText))].sort();
}

function compiledOf({ rules, base, derived }: RandomProgram): CompiledRules {
  const declare = (isBase: boolean) => (entry: readonly [string, number]) =>
    [
      entry[0],
      { id: entry[0], sorts: Array<string>(entry[1]).fill('word'), base: isBase, reachability: false },
    ] as const;
  const achieved = { id: 'achieved', sorts: ['attack', 'asset'], base: false, reachability: false };
  return {
    rules: rules.map((rule) => ({
      ...rule,
      at: { file: 'random', line: 1, column: 1 },
      act: false,
      narrate: '',
      techniques: [],
      days: 0,
    })),
    predicates: new Map([
      ...BASE_PREDICATES.map((predicate) => [predicate.id, predicate] as const),
      ['achieved', achieved] as const,
      ...[...base].map(declare(true)),
      ...[...derived].map(declare(false)),
    ]),
  };
}

function checkClosureOf(program: RandomProgram, atoms: readonly PlainFact[]) {
  const subject: Subject = {
    model: { name: 'random', sha256: 'sha256:0' },
    pack: { id: 'random', version: '1.0.0', sha256: 'sha256:0' },
    attackers: ['stranger'],
    ...rulesOf(compiledOf(program)),
    facts: program.facts,
    gaps: new Map(),
    assumptions: [],
  };
  const symbols = [...new Set(atoms.flatMap(({ args }) => args))];
  const predicates = [...new Set(atoms.map(({ predicate }) => predicate))];
  const numbers = atoms.flatMap(({ predicate, args }) => [
    predicates.indexOf(predicate),
    ...args.map((arg) => symbols.indexOf(arg)),
  ]);
  const content = {
    schema: 'ensuresec/certificate/1',
    model: subject.model,
    pack: subject.pack,
    assumed: textsOf(program.given),
    assumptions: [],
    closures: [{ attacker: 'stranger', symbols, predicates, atoms: numbers }],
    verdicts: [],
  };
  return checkCertificate({ ...content, digest: digestJson(content) }, subject).problems;
}
