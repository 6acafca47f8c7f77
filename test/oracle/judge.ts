// SPDX-License-Identifier: Apache-2.0
// Is every claim of a well-formed certificate true? By the definitions, over all rule instances there are; small models
// only. It says nothing of frontiers and headers. The checker must agree with it.
import type { Certificate, VerdictClaim } from '../../src/analyse/certificate-format.ts';
import { formatGround } from '../../src/analyse/rules/atom.ts';
import { readGround } from '../../src/analyse/rules/substitution.ts';
import type { Subject } from '../../src/analyse/subject.ts';
import { naiveClosure, naiveInstances, type PlainFact, plainText } from './naive.ts';

interface World {
  readonly facts: ReadonlySet<string>;
  readonly closure: ReadonlySet<string>;
  /** `rule|then|when|…` */
  readonly instances: ReadonlySet<string>;
}

const worlds = new WeakMap<Subject, Map<string, World>>();

/** All that `attacker` can derive when some gaps are so. */
function worldOf(
  subject: Subject,
  attacker: string,
  gaps: readonly string[],
  assumed: readonly string[],
): World {
  const known = worlds.get(subject) ?? new Map<string, World>();
  worlds.set(subject, known);
  const key = JSON.stringify([attacker, gaps, assumed]);
  const world = known.get(key) ?? buildWorld(subject, attacker, gaps, assumed);
  known.set(key, world);
  return world;
}

function buildWorld(
  subject: Subject,
  attacker: string,
  gaps: readonly string[],
  assumed: readonly string[],
): World {
  const rules = [...subject.rules.values()];
  const stated = subject.facts.filter(({ predicate }) => predicate !== 'gap');
  const open = gaps.flatMap((gap) => readGround(subject.gaps.get(gap) ?? '') ?? []);
  const facts: readonly PlainFact[] = [...stated, ...open, { predicate: 'attacker', args: [attacker] }];
  const closure = naiveClosure(
    rules,
    facts,
    assumed.flatMap((text) => readGround(text) ?? []),
  );
  const instances = rules.flatMap((rule) => naiveInstances(rule, facts, closure));
  return {
    facts: new Set(facts.map(plainText)),
    closure: new Set(closure.map(plainText)),
    instances: new Set(
      instances.map((each) => [each.rule, plainText(each.then), ...each.when.map(plainText)].join('|')),
    ),
  };
}

export function isTrue(certificate: Certificate, subject: Subject): boolean {
  return (
    certificate.verdicts.every((claim) => isVerdictTrue(claim, certificate, subject)) &&
    certificate.closures.every((closure) => isClosureTrue(closure, certificate, subject))
  );
}

function isVerdictTrue(claim: VerdictClaim, { assumed, closures }: Certificate, subject: Subject): boolean {
  const { attack, attacker, target, verdict, steps, gaps } = claim;
  const goal = formatGround('achieved', [attack, target]);
  const reached = (open: readonly string[]) => worldOf(subject, attacker, open, assumed).closure.has(goal);
  if (!subject.attackers.includes(attacker)) return false;
  if (verdict !== 'INSECURE' && !closures.some((closure) => closure.attacker === attacker)) return false;
  if (verdict === 'SECURE') return steps.length + gaps.length === 0 && !reached([...subject.gaps.keys()]);
  if ((verdict === 'UNKNOWN') !== gaps.length > 0 || (verdict === 'UNKNOWN' && reached([]))) return false;
  if (gaps.some((gap) => !subject.gaps.has(gap))) return false;
  return isProofTrue(claim, goal, worldOf(subject, attacker, gaps, assumed), assumed, subject);
}

function isProofTrue(
  { steps, gaps }: VerdictClaim,
  goal: string,
  world: World,
  assumed: readonly string[],
  subject: Subject,
): boolean {
  const used = (text: string) => steps.some((step) => step.when.includes(text));
  const sound = steps.every((step, at) => {
    const earlier = [...assumed, ...steps.slice(0, at).map(({ then }) => then)];
    return (
      world.instances.has([step.rule, step.then, ...step.when].join('|')) &&
      step.when.every((text) => world.facts.has(text) || earlier.includes(text)) &&
      !earlier.includes(step.then) &&
      (at === steps.length - 1 || used(step.then))
    );
  });
  return sound && steps.at(-1)?.then === goal && gaps.every((gap) => used(subject.gaps.get(gap) ?? ''));
}

function isClosureTrue(
  { attacker, symbols, predicates, atoms }: Certificate['closures'][number],
  { assumed }: Certificate,
  subject: Subject,
): boolean {
  const world = worldOf(subject, attacker, [], assumed);
  const listed: string[] = [];
  for (let at = 0; at < atoms.length; ) {
    const predicate = predicates[atoms[at] as number] ?? '';
    const arity = subject.derived.get(predicate);
    if (arity === undefined) return false;
    const args = atoms.slice(at + 1, at + 1 + arity).flatMap((place) => symbols[place] ?? []);
    if (args.length !== arity) return false;
    listed.push(formatGround(predicate, args));
    at += 1 + arity;
  }
  const places = new Map(listed.map((text, at) => [text, at]));
  const supported = new Set(assumed);
  for (const instance of world.instances) {
    const [, then = '', ...when] = instance.split('|');
    const at = places.get(then) ?? -1;
    if (when.every((text) => world.facts.has(text) || (places.get(text) ?? at) < at)) supported.add(then);
  }
  const complete = places.size === listed.length && places.size === world.closure.size;
  return complete && listed.every((text) => world.closure.has(text) && supported.has(text));
}
