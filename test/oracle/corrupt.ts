// SPDX-License-Identifier: Apache-2.0
// Ways to spoil a certificate. Each makes a false or unprovable claim whatever the model, or says that it cannot here.
import type { Certificate, Closure, ProofStep, VerdictClaim } from '../../src/analyse/certificate-format.ts';
import { readGround } from '../../src/analyse/rules/substitution.ts';
import type { Subject } from '../../src/analyse/subject.ts';
import type { Random } from './random.ts';

/** JSON of a certificate that may be changed at will. */
export type Draft = Mutable<Certificate>;
type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;
type Claim = Mutable<VerdictClaim>;
type Step = Mutable<ProofStep>;

/** Changes the draft in place; false when there is nothing of its kind to change. */
export type Corruption = (draft: Draft, random: Random, subject: Subject) => boolean;

const NOBODY = 'nobody-of-the-model';

/** Applies `change` to one item that is chosen at random; false when there is none. */
function at<T>(items: readonly T[], random: Random, change: (item: T) => void): boolean {
  if (items.length === 0) return false;
  change(random.pick(items));
  return true;
}

const proofs = (draft: Draft): readonly Claim[] => draft.verdicts.filter(({ steps }) => steps.length > 0);
const steps = (draft: Draft): readonly Step[] => proofs(draft).flatMap((claim) => claim.steps);
const claimsOf = (draft: Draft, ...verdicts: readonly string[]): readonly Claim[] =>
  draft.verdicts.filter(({ verdict }) => verdicts.includes(verdict));

/** Where each atom of a closure begins, and how long it is. */
function atomsOf(closure: Mutable<Closure>, subject: Subject): readonly { start: number; length: number }[] {
  const found: { start: number; length: number }[] = [];
  for (let start = 0; start < closure.atoms.length; ) {
    const arity = subject.derived.get(closure.predicates[closure.atoms[start] as number] as string) as number;
    found.push({ start, length: 1 + arity });
    start += 1 + arity;
  }
  return found;
}

function renameOne(text: string, random: Random): string {
  const { predicate, args } = readGround(text) as { predicate: string; args: readonly string[] };
  const place = random.below(args.length);
  return `${predicate}(${args.map((arg, index) => (index === place ? NOBODY : `'${arg.replaceAll("'", "''")}'`)).join(', ')})`.replaceAll(
    /'([a-z0-9][A-Za-z0-9._/:@%+~-]*)'/g,
    '$1',
  );
}

export const CORRUPTIONS: Readonly<Record<string, Corruption>> = {
  'a step dropped': (draft, random) =>
    at(proofs(draft), random, (claim) => claim.steps.splice(random.below(claim.steps.length), 1)),
  'a step repeated': (draft, random) =>
    at(proofs(draft), random, (claim) => {
      const from = random.below(claim.steps.length);
      claim.steps.splice(from, 0, structuredClone(claim.steps[from] as Step));
    }),
  'steps truncated': (draft, random) =>
    at(proofs(draft), random, (claim) =>
      Object.assign(claim.steps, { length: random.below(claim.steps.length) }),
    ),
  'a step before one that it needs': (draft, random) =>
    at(
      proofs(draft).filter((claim) => claim.steps.length > 1),
      random,
      (claim) => {
        const later = 1 + random.below(claim.steps.length - 1);
        const needs = claim.steps.findIndex(({ then }) => claim.steps[later]?.when.includes(then));
        const [step] = claim.steps.splice(needs < 0 ? claim.steps.length - 1 : later, 1);
        claim.steps.splice(Math.max(needs, 0), 0, step as Step);
      },
    ),
  'a step of another rule': (draft, random, subject) =>
    at(steps(draft), random, (step) => {
      const own = subject.rules.get(step.rule);
      const others = [...subject.rules.values()].filter(({ then }) => then.predicate !== own?.then.predicate);
      step.rule = random.pick(others).id;
    }),
  'a step of no rule': (draft, random) =>
    at(steps(draft), random, (step) => Object.assign(step, { rule: `${step.rule}x` })),
  'another conclusion': (draft, random) =>
    at(steps(draft), random, (step) => Object.assign(step, { then: renameOne(step.then, random) })),
  'a premise about nobody': (draft, random) =>
    at(steps(draft), random, (step) => {
      const place = random.below(step.when.length);
      step.when[place] = renameOne(step.when[place] as string, random);
    }),
  'a premise dropped': (draft, random) =>
    at(steps(draft), random, (step) => step.when.splice(random.below(step.when.length), 1)),
  'a premise added': (draft, random) =>
    at(steps(draft), random, (step) => step.when.push(random.pick(step.when))),
  'a premise written another way': (draft, random) =>
    at(steps(draft), random, (step) => {
      const place = random.below(step.when.length);
      step.when[place] = (step.when[place] as string).replace('(', '( ');
    }),
  'a premise with a variable': (draft, random) =>
    at(steps(draft), random, (step) => {
      const place = random.below(step.when.length);
      step.when[place] = (step.when[place] as string).replace(/\(.*/, '(X)');
    }),
  'SECURE said of a proof': (draft, random) =>
    at(claimsOf(draft, 'INSECURE', 'UNKNOWN'), random, (claim) =>
      Object.assign(claim, { verdict: 'SECURE' }),
    ),
  'SECURE without the proof': (draft, random) =>
    at(claimsOf(draft, 'INSECURE', 'UNKNOWN'), random, (claim) =>
      Object.assign(claim, { verdict: 'SECURE', steps: [], gaps: [] }),
    ),
  'SECURE over an empty closure': (draft, random) =>
    at(claimsOf(draft, 'INSECURE', 'UNKNOWN'), random, (claim) => {
      Object.assign(claim, { verdict: 'SECURE', steps: [], gaps: [] });
      draft.closures = [{ attacker: claim.attacker, symbols: [], predicates: [], atoms: [] }];
    }),
  'INSECURE said of a closure': (draft, random) =>
    at(claimsOf(draft, 'SECURE'), random, (claim) =>
      Object.assign(claim, { verdict: 'INSECURE', frontier: random.chance(0.5) ? claim.frontier : [] }),
    ),
  'INSECURE with gaps': (draft, random) =>
    at(claimsOf(draft, 'UNKNOWN'), random, (claim) =>
      Object.assign(claim, { verdict: 'INSECURE', gaps: random.chance(0.5) ? claim.gaps : [] }),
    ),
  'UNKNOWN without gaps': (draft, random) =>
    at(claimsOf(draft, 'SECURE', 'INSECURE'), random, (claim) =>
      Object.assign(claim, { verdict: 'UNKNOWN' }),
    ),
  'another verdict word': (draft, random) =>
    at(draft.verdicts, random, (claim) => {
      (claim as { verdict: string }).verdict = random.pick([
        '',
        'secure',
        'SAFE',
        '__proto__',
        'constructor',
      ]);
    }),
  'a gap dropped': (draft, random) => at(claimsOf(draft, 'UNKNOWN'), random, (claim) => claim.gaps.pop()),
  'a gap of another model': (draft, random) => at(draft.verdicts, random, (claim) => claim.gaps.push(NOBODY)),
  'another attack': (draft, random) =>
    at(draft.verdicts, random, (claim) => Object.assign(claim, { attack: `${claim.attack}x` })),
  'another target': (draft, random) =>
    at(draft.verdicts, random, (claim) => Object.assign(claim, { target: NOBODY })),
  'an attacker of no pack': (draft, random) =>
    at(draft.verdicts, random, (claim) => Object.assign(claim, { attacker: NOBODY })),
  'a verdict twice': (draft, random) =>
    at(draft.verdicts, random, (claim) => draft.verdicts.push(structuredClone(claim))),
  'a closure twice': (draft, random) =>
    at(draft.closures, random, (closure) => draft.closures.push(structuredClone(closure))),
  'a closure dropped': (draft, random) =>
    at(draft.closures, random, (closure) => draft.closures.splice(draft.closures.indexOf(closure), 1)),
  'a closure of somebody else': (draft, random) =>
    at(draft.closures, random, (closure) => Object.assign(closure, { attacker: NOBODY })),
  'an atom dropped': (draft, random, subject) =>
    at(
      draft.closures.filter(({ atoms }) => atoms.length > 0),
      random,
      (closure) => {
        const { start, length } = random.pick(atomsOf(closure, subject));
        closure.atoms.splice(start, length);
      },
    ),
  'an atom repeated': (draft, random, subject) =>
    at(
      draft.closures.filter(({ atoms }) => atoms.length > 0),
      random,
      (closure) => {
        const { start, length } = random.pick(atomsOf(closure, subject));
        closure.atoms.splice(start, 0, ...closure.atoms.slice(start, start + length));
      },
    ),
  'an atom about nobody': (draft, random, subject) =>
    at(draft.closures, random, (closure) => {
      const [predicate, arity] = random.pick([...subject.derived]);
      if (!closure.predicates.includes(predicate)) closure.predicates.push(predicate);
      const symbol = closure.symbols.push(NOBODY) - 1;
      const atom = [closure.predicates.indexOf(predicate), ...Array<number>(arity).fill(symbol)];
      closure.atoms.splice(random.pick([0, closure.atoms.length]), 0, ...atom);
    }),
  'the goal in the closure': (draft, random) =>
    at(claimsOf(draft, 'SECURE'), random, ({ attack, attacker, target }) => {
      const closure = draft.closures.find((each) => each.attacker === attacker) as Mutable<Closure>;
      const [first, second] = [closure.symbols.push(attack) - 1, closure.symbols.push(target) - 1];
      closure.atoms.push(closure.predicates.push('achieved') - 1, first, second);
    }),
  'an input fact in the closure': (draft, random, subject) =>
    at(draft.closures, random, (closure) => {
      const { predicate, args } = random.pick(subject.facts);
      const number = closure.predicates.push(predicate) - 1;
      closure.atoms.push(number, ...args.map((arg) => closure.symbols.push(arg) - 1));
    }),
  'a symbol renamed': (draft, random) =>
    at(
      draft.closures.filter(({ atoms }) => atoms.length > 0),
      random,
      (closure) => {
        closure.symbols[random.below(closure.symbols.length)] = NOBODY;
      },
    ),
  'atoms truncated': (draft, random) =>
    at(
      draft.closures.filter(({ atoms }) => atoms.length > 0),
      random,
      (closure) => {
        closure.atoms.length = random.below(closure.atoms.length);
      },
    ),
  'symbols truncated': (draft, random) =>
    at(
      draft.closures.filter(({ atoms }) => atoms.length > 0),
      random,
      (closure) => closure.symbols.pop(),
    ),
  'a number out of range': (draft, random) =>
    at(
      draft.closures.filter(({ atoms }) => atoms.length > 0),
      random,
      (closure) => {
        const place = random.below(closure.atoms.length);
        closure.atoms[place] = random.pick([
          -1,
          0.5,
          2 ** 31,
          2 ** 53,
          Number.MAX_VALUE,
          closure.symbols.length + 99,
        ]);
      },
    ),
  'a frontier of another premise': (draft, random) =>
    at(
      draft.verdicts.flatMap(({ frontier }) => frontier),
      random,
      (entry) => {
        entry.missing = renameOne(entry.missing.replaceAll('_', NOBODY), random);
      },
    ),
  'a frontier that misses nothing': (draft, random) =>
    at(
      draft.verdicts.flatMap(({ frontier }) => frontier),
      random,
      (entry) => {
        const gap = entry.when.indexOf(null);
        if (gap >= 0) entry.when[gap] = entry.missing;
        else entry.when[0] = null;
      },
    ),
  'a frontier of no rule': (draft, random) =>
    at(
      draft.verdicts.flatMap(({ frontier }) => frontier),
      random,
      (entry) => Object.assign(entry, { rule: NOBODY }),
    ),
  'a frontier beside a proof': (draft, random) =>
    at(claimsOf(draft, 'INSECURE'), random, (claim) =>
      claim.frontier.push({ rule: NOBODY, ['then']: claim.target, when: [], missing: '' }),
    ),
  'an assumed goal': (draft, random) =>
    at(draft.verdicts, random, ({ attack, target }) => {
      draft.assumed = [...draft.assumed, `achieved(${attack}, ${target})`].sort();
    }),
  'an assumed fact': (draft, random, subject) => {
    const { predicate, args } = random.pick(subject.facts);
    draft.assumed = [...draft.assumed, `${predicate}(${args.join(', ')})`].sort();
    return true;
  },
  'an assumption added': (draft) => draft.assumptions.push(NOBODY) > 0,
  'an assumption dropped': (draft) => draft.assumptions.pop() !== undefined,
  'another model hash': (draft, random) => {
    const place = 7 + random.below(64);
    const hash = draft.model.sha256;
    draft.model.sha256 = `${hash.slice(0, place)}${hash[place] === '0' ? '1' : '0'}${hash.slice(place + 1)}`;
    return true;
  },
  'another model name': (draft) => Boolean(Object.assign(draft.model, { name: `${draft.model.name} ` })),
  'another pack hash': (draft) => Boolean(Object.assign(draft.pack, { sha256: draft.model.sha256 })),
  'another pack version': (draft) => Boolean(Object.assign(draft.pack, { version: '99.0.0' })),
  'another schema': (draft) => Boolean(Object.assign(draft, { schema: 'ensuresec/certificate/2' })),
  'a wrong type': (draft, random) => {
    const [holder, key] = random.pick(placesOf(draft));
    const old = holder[key];
    const others = [undefined, true, {}, [], Number.POSITIVE_INFINITY, 'text', 7, [[]]].filter(
      (value) => kind(value) !== kind(old),
    );
    const isNullable = key !== 'frontier' && Array.isArray(holder) && old === null;
    holder[key] = isNullable ? 7 : random.pick(others);
    return true;
  },
  'an unknown key': (draft, random) => {
    const objects = placesOf(draft)
      .map(([holder]) => holder)
      .filter((holder) => !Array.isArray(holder));
    random.pick(objects)[random.pick(['extra', '__proto__x', 'toString'])] = 1;
    return true;
  },
  'a key dropped': (draft, random) => {
    const [holder, key] = random.pick(placesOf(draft).filter(([each]) => !Array.isArray(each)));
    delete holder[key];
    return true;
  },
};

type Holder = Record<string, unknown>;

/** Every member of every object and list of a JSON value, the digest apart. */
function placesOf(value: unknown): readonly (readonly [Holder, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  const keys = Object.keys(holder).filter((key) => key !== 'digest');
  return keys.flatMap((key) => [[holder, key] as const, ...placesOf(holder[key])]);
}

function kind(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value;
}
