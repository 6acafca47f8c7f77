// SPDX-License-Identifier: Apache-2.0
// Margins and plans of small random models against trying every choice with the plain evaluator of the engine's closure.
import { afterAll, describe, expect, test } from 'vitest';
import { marginsOf, prepareMargins } from '../src/analyse/harden/margin.ts';
import { type CompiledRules, deriveAll, harden, type InputFact, inputFacts } from '../src/analyse/index.ts';
import { createRandom } from '../src/core/random.ts';
import type { LoadedModel, Pack } from '../src/model/index.ts';
import { openLinearSolver } from '../src/platform/index.ts';
import { TINY, tinyModel, tinyPack, tinyRules } from './support/tiny.ts';

const solver = openLinearSolver();
afterAll(() => solver.close());
const search = { solver, seconds: 20, now: () => performance.now() };
const TODAY = '2026-01-01';
const STRANGER = 'tiny/attacker/stranger';
const MODELS = 300;

const pack: Pack = tinyPack(`${TINY}
hypotheses:
  - id: tiny/hypothesis/flaw
    title: { en: Unknown flaw }
    then: executes(A)
    when: ['reaches(Z, P)', 'at(A, Z)', 'listens(A, P, anyone)']
    about: A
    weight: 2
    narrate: { en: '{A} has a flaw' }
failures:
  - { id: tiny/failure/any, title: { en: A measure fails }, weight: 1 }
  - { id: tiny/failure/sandbox, title: { en: A sandbox fails }, measures: [sandbox], weight: 3 }
`);
const compiled = tinyRules(pack);

/** Hosts in zones of their own, flows at random, some flawed, some patched; one or two stores with records. */
function randomModel(seed: number): LoadedModel {
  const random = createRandom(seed, 'model');
  const hosts = Array.from({ length: 2 + random.below(3) }, (_, at) => at);
  const assets = hosts.map((at) => {
    const flaw = random.below(4) > 0 ? ', vulnerabilities: [{ id: cve-1 }]' : '';
    const measures = ['patching', 'sandbox'].filter(() => random.below(7) === 0);
    const store = at === hosts.length - 1 || random.below(4) === 0 ? 'store' : 'host';
    const records = store === 'store' ? ', stores: [records]' : '';
    return `  - { id: h${at}, type: ${store}, zone: z${at}, listens: [443]${flaw}${records}, measures: [${measures.join(', ')}] }`;
  });
  const flows = hosts.flatMap((from) =>
    hosts.flatMap((to) =>
      from !== to && random.below(3) === 0 ? [`  - { from: h${from}, to: h${to}, port: 443 }`] : [],
    ),
  );
  const text = `ensuresec: 1\nname: Random\npack: tiny\nzones:\n  - { id: net, type: internet }\n${hosts.map((at) => `  - { id: z${at}, type: network }`).join('\n')}\nassets:\n${assets.join('\n')}\nflows:\n  - { from: net, to: h0, port: 443 }\n${flows.join('\n')}\n`;
  return tinyModel(text, pack);
}

const reached = (facts: readonly InputFact[], rules: CompiledRules = compiled): readonly string[] =>
  [...deriveAll(rules, facts, [`attacker('${STRANGER}')`])].filter((atom) => atom.startsWith('achieved('));

const fact = (predicate: string, ...args: string[]): InputFact => ({
  predicate,
  args,
  path: [],
  source: undefined,
});

function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 1 << items.length }, (_, choice) =>
    items.filter((_, at) => (choice >> at) % 2 === 1),
  );
}

/** The least cost after which nothing is reached, trying every set of measures. */
function cheapestByTrying(loaded: LoadedModel): number {
  const facts = inputFacts(loaded, pack, TODAY);
  const offers = (loaded.model.assets ?? []).map(({ id }) => id);
  // Both measures stop the same rule, so the dearer one is never needed beside the cheaper one.
  return Math.min(
    ...subsets(offers).map((chosen) =>
      reached([...facts, ...chosen.map((id) => fact('measure', id, 'patching'))]).length === 0
        ? chosen.length * 100
        : Infinity,
    ),
  );
}

/** The least weight of flaws and failing measures after which something is reached, trying every set. */
function marginByTrying(loaded: LoadedModel): number {
  const facts = inputFacts(loaded, pack, TODAY);
  const flaws = (loaded.model.assets ?? []).map(({ id }) => ({
    weight: 2,
    add: fact('has', id, 'broken'),
    drop: -1,
  }));
  const failures = facts.flatMap(({ predicate, args }, at) =>
    predicate === 'measure' ? [{ weight: args[1] === 'sandbox' ? 3 : 1, add: undefined, drop: at }] : [],
  );
  const rules = {
    ...compiled,
    rules: [
      ...compiled.rules,
      ...(compiled.hypotheses ?? []).map(({ rule }) => ({
        ...rule,
        when: [
          ...rule.when,
          {
            predicate: 'has',
            terms: [
              { kind: 'variable', name: 'A' },
              { kind: 'constant', value: 'broken' },
            ],
          } as const,
        ],
      })),
    ],
  };
  return Math.min(
    ...subsets([...flaws, ...failures]).map((chosen) => {
      const dropped = new Set(chosen.map(({ drop }) => drop));
      const world = [...facts.filter((_, at) => !dropped.has(at)), ...chosen.flatMap(({ add }) => add ?? [])];
      return reached(world, rules).length > 0
        ? chosen.reduce((sum, { weight }) => sum + weight, 0)
        : Infinity;
    }),
  );
}

describe('small random models', () => {
  const seen = { plans: 0, margins: 0, endless: 0 };

  test('have the plan and the margin that trying every choice finds', async () => {
    for (let seed = 1; seed <= MODELS; seed++) {
      const loaded = randomModel(seed);
      const input = { loaded, pack, compiled, today: TODAY, attackers: [STRANGER] };
      if (reached(inputFacts(loaded, pack, TODAY)).length > 0) {
        const result = await harden({ ...input, search });
        if (!('hardening' in result)) throw new Error(`seed ${seed}: nothing was required`);
        const { plan, verified } = result.hardening;
        expect([plan?.cost, plan?.proven], `seed ${seed}`).toEqual([cheapestByTrying(loaded), true]);
        expect(verified, `seed ${seed}`).toEqual({ closure: true, checker: true });
        seen.plans++;
        continue;
      }
      const [margin] = await marginsOf(prepareMargins(input)([]), search);
      expect(margin?.weight ?? Infinity, `seed ${seed}`).toBe(marginByTrying(loaded));
      expect(margin?.bound ?? Infinity, `seed ${seed}`).toBe(margin?.weight ?? Infinity);
      if (margin?.weight === undefined) seen.endless++;
      else seen.margins++;
    }
    expect(seen.plans).toBeGreaterThan(50);
    expect(seen.margins).toBeGreaterThan(60);
    expect(seen.endless).toBeGreaterThan(10);
  }, 120_000);
});
