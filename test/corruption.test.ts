// SPDX-License-Identifier: Apache-2.0
// A certificate that was changed is refused: by its digest, and when the digest is made to fit, by what it claims.
import { describe, expect, test } from 'vitest';
import type { Certificate } from '../src/analyse/certificate-format.ts';
import { checkCertificate } from '../src/analyse/checker/index.ts';
import { digestJson } from '../src/core/digest.ts';
import { type Case, exampleCases, tinyCases } from './oracle/cases.ts';
import { CORRUPTIONS, type Draft } from './oracle/corrupt.ts';
import { isTrue } from './oracle/judge.ts';
import { type Random, seeded } from './oracle/random.ts';

const tiny = tinyCases();
const examples = exampleCases();
const cases = [...tiny, ...examples];
const draftOf = ({ certificate }: Case): Draft => structuredClone(certificate) as Draft;

/** Makes the digest fit; a draft that no canonical JSON can carry keeps the old one. */
function seal(draft: Draft): Draft {
  const { digest: _, ...content } = draft;
  try {
    draft.digest = digestJson(content as never);
  } catch {}
  return draft;
}

describe('certificates of the engine', () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    'are accepted: %s',
    (_, { certificate, subject }) => {
      expect(checkCertificate(certificate, subject)).toMatchObject({ accepted: true, problems: [] });
    },
  );

  test('are of all three kinds, and true by the definitions', () => {
    const verdicts = tiny.flatMap(({ certificate }) => certificate.verdicts.map(({ verdict }) => verdict));
    expect(new Set(verdicts)).toEqual(new Set(['INSECURE', 'SECURE', 'UNKNOWN']));
    for (const { name, certificate, subject } of tiny) expect(isTrue(certificate, subject), name).toBe(true);
  });
});

describe('corruptions', () => {
  const SEEDS = [1, 2, 3, 4, 5, 6];
  let total = 0;

  test.each(Object.entries(CORRUPTIONS))(
    'are refused, with and without a digest that fits: %s',
    (name, corrupt) => {
      let made = 0;
      for (const each of cases) {
        for (const seed of tiny.includes(each) ? SEEDS : SEEDS.slice(0, 1)) {
          const draft = draftOf(each);
          if (!corrupt(draft, seeded(seed), each.subject)) continue;
          for (const sealed of [false, true]) {
            const value = sealed ? seal(draft) : draft;
            const { accepted, problems } = checkCertificate(value, each.subject);
            expect(accepted, `${name} in ${each.name}, seed ${seed}, sealed ${sealed}`).toBe(false);
            expect(problems.length).toBeGreaterThan(0);
            made += 1;
          }
        }
      }
      expect(made).toBeGreaterThan(9);
      total += made;
    },
  );

  test('are more than a thousand', () => {
    expect(total).toBeGreaterThanOrEqual(1_000);
  });

  test('of single bits of the text are refused', () => {
    let parsed = 0;
    for (const { name, certificate, subject } of tiny) {
      const bytes = Buffer.from(JSON.stringify(certificate));
      for (let seed = 0; seed < 300; seed += 1) {
        const random = seeded(seed);
        const [place, bit] = [random.below(bytes.length), random.below(8)];
        const flipped = Buffer.from(bytes);
        flipped[place] = (flipped[place] as number) ^ (1 << bit);
        const value = parse(flipped.toString('utf8'));
        if (value === undefined) continue;
        parsed += 1;
        expect(checkCertificate(value, subject).accepted, `${name}: bit ${bit} of byte ${place}`).toBe(false);
      }
    }
    expect(parsed).toBeGreaterThan(1_000);
  });
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('changes that may leave a true certificate', () => {
  /** A constant of the model in place of another, two items swapped: sometimes that is just another proof. */
  const CHANGES: Readonly<Record<string, (draft: Draft, random: Random) => void>> = {
    'a constant for another': (draft, random) => {
      const step = random.pick(draft.verdicts.flatMap(({ steps }) => steps));
      if (step === undefined) return;
      const words = JSON.stringify(draft.verdicts).match(/[a-z0-9][a-z0-9/._-]*(?=[,)])/g) ?? [];
      const place = random.below(step.when.length);
      step.when[place] = (step.when[place] as string).replace(random.pick(words), random.pick(words));
    },
    'two premises swapped': (draft, random) => {
      const step = random.pick(draft.verdicts.flatMap(({ steps }) => steps));
      if (step !== undefined) swap(step.when, random);
    },
    'two steps swapped': (draft, random) => swap(random.pick(draft.verdicts).steps, random),
    'two symbols swapped': (draft, random) => swap(random.pick(draft.closures)?.symbols ?? [], random),
    'two predicates swapped': (draft, random) => swap(random.pick(draft.closures)?.predicates ?? [], random),
    'two numbers swapped': (draft, random) => swap(random.pick(draft.closures)?.atoms ?? [], random),
    'a number for another': (draft, random) => {
      const atoms = random.pick(draft.closures)?.atoms ?? [];
      if (atoms.length > 0) atoms[random.below(atoms.length)] = random.below(6);
    },
    'another attacker': (draft, random) => {
      random.pick(draft.verdicts).attacker = random.pick([
        'tiny/attacker/stranger',
        'tiny/attacker/assume-breach',
      ]);
    },
    'another verdict': (draft, random) => {
      const claim = random.pick(draft.verdicts);
      claim.verdict = random.pick(['INSECURE', 'SECURE', 'UNKNOWN']);
      if (random.chance(0.7)) claim.steps = [];
      if (random.chance(0.7)) claim.gaps = [];
    },
    'nothing assumed': (draft) => void Object.assign(draft, { assumed: [] }),
    'a verdict left out': (draft) => void draft.verdicts.pop(),
    'a symbol that no atom uses': (draft, random) => void random.pick(draft.closures)?.symbols.push('unused'),
  };

  test('are accepted exactly when the definitions say that all claims hold', () => {
    const counts = { accepted: 0, refused: 0 };
    for (const each of tiny) {
      for (const [name, change] of Object.entries(CHANGES)) {
        for (let seed = 0; seed < 40; seed += 1) {
          const draft = draftOf(each);
          for (const claim of draft.verdicts) claim.frontier = [];
          change(draft, seeded(seed));
          const { accepted, problems } = checkCertificate(seal(draft), each.subject);
          const label = `${name} in ${each.name}, seed ${seed}: ${JSON.stringify(problems)}`;
          expect(accepted, label).toBe(isTrue(draft as Certificate, each.subject));
          counts[accepted ? 'accepted' : 'refused'] += 1;
        }
      }
    }
    expect(counts.accepted).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(1_000);
  });
});

function swap<T>(items: T[], random: Random): void {
  if (items.length < 2) return;
  const [one, other] = [random.below(items.length), random.below(items.length)];
  [items[one], items[other]] = [items[other] as T, items[one] as T];
}
