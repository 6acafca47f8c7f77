// SPDX-License-Identifier: Apache-2.0
// An analysis kept current against one made from nothing, after each of many random edits.
import { describe, expect, test } from 'vitest';
import { deriveAll, type InputFact, inputFacts } from '../src/analyse/index.ts';
import { createLive, type VerdictChange } from '../src/analyse/live/live.ts';
import { formatGround } from '../src/analyse/rules/atom.ts';
import { createRandom, type Random } from '../src/core/random.ts';
import { TINY, TWO_HOSTS, tinyModel, tinyPack, tinyRules } from './support/tiny.ts';

const pack = tinyPack(TINY);
const compiled = tinyRules(pack);
const TODAY = '2026-01-01';
const STRANGER = 'tiny/attacker/stranger';
const MODEL = TWO_HOSTS.replace(
  'flows:',
  'gaps:\n  - { id: g, about: db, unknown: software, text: Unread }\nflows:\n  - { from: net, to: db, port: 5432 }',
);

type Plain = Pick<InputFact, 'predicate' | 'args'>;
const atom = ({ predicate, args }: Plain): string => formatGround(predicate, args);
const fact = (predicate: string, ...args: string[]): InputFact => ({
  predicate,
  args,
  path: [],
  source: undefined,
});

/** What may come besides the facts of the model: some known as premises, some not, some only negated. */
const OTHERS: readonly InputFact[] = [
  fact('measure', 'web', 'patching'),
  fact('measure', 'db', 'sandbox'),
  fact('denied', 'net', 'dmz', '443/tcp'),
  fact('denied', 'net', 'inner', '5432/tcp'),
  fact('denied', 'dmz', 'inner', '5432/tcp'),
  fact('vulnerable', 'web', 'cve-9', 'network', 'code'),
  fact('link', 'net', 'inner', '443/tcp', 'anyone'),
  fact('listens', 'db', '443/tcp', 'anyone'),
];

/** INSECURE, UNKNOWN or SECURE of the one goal of the model, from nothing. */
function fromNothing(facts: readonly InputFact[]): string {
  const goal = "achieved('tiny/attack/records-read', db)";
  const sure = facts.filter(({ predicate }) => predicate !== 'gap');
  const given = [`attacker('${STRANGER}')`];
  const reaches = (list: readonly InputFact[]): boolean =>
    [...deriveAll(compiled, list, given)].some(
      (text) => text.replaceAll("'", '') === goal.replaceAll("'", ''),
    );
  if (reaches(sure)) return 'INSECURE';
  // A gap that is so is a fact of the model like any other: as a flaw that anyone can use.
  const open = facts.flatMap(({ predicate, args }) =>
    predicate === 'gap' ? [fact('vulnerable', args[0] as string, 'gap', 'network', 'code')] : [],
  );
  const without = sure.filter(
    ({ predicate, args }) => predicate !== 'measure' || !open.some((each) => each.args[0] === args[0]),
  );
  return reaches([...without, ...open]) ? 'UNKNOWN' : 'SECURE';
}

function randomEdit(random: Random, present: Map<string, InputFact>, pool: readonly InputFact[]) {
  const add: InputFact[] = [];
  const remove: InputFact[] = [];
  for (let part = 0; part <= random.below(2); part++) {
    const each = pool[random.below(pool.length)] as InputFact;
    if (add.includes(each) || remove.includes(each)) continue;
    (present.has(atom(each)) ? remove : add).push(each);
  }
  for (const each of add) present.set(atom(each), each);
  for (const each of remove) present.delete(atom(each));
  return { add, remove };
}

describe('a live analysis', () => {
  test('gives the verdict of one made from nothing, and tells each change', () => {
    const changes: VerdictChange[] = [];
    for (let seed = 1; seed <= 25; seed++) {
      const random = createRandom(seed, 'live');
      const loaded = tinyModel(MODEL, pack);
      const live = createLive({ loaded, pack, compiled, today: TODAY, attackers: [STRANGER] });
      const start = inputFacts(loaded, pack, TODAY);
      // What a target is decides which questions there are; those facts stay.
      const pool = [
        ...start.filter(({ predicate }) => !['is', 'stores', 'asset'].includes(predicate)),
        ...OTHERS,
      ];
      const present = new Map(start.map((each) => [atom(each), each]));
      const [question] = live.questions;
      if (question === undefined) throw new Error('The model has no question');
      for (let edit = 0; edit < 40; edit++) {
        const before = live.outcome(question);
        const told = live.apply(randomEdit(random, present, pool));
        const expected = fromNothing([...present.values()]);
        expect(live.outcome(question), `seed ${seed}, edit ${edit}`).toBe(expected);
        if (before !== expected) expect(told).toMatchObject([{ before, after: expected }]);
        changes.push(...told);
      }
    }
    const kinds = new Set(changes.map(({ before, after }) => `${before} ${after}`));
    expect([...kinds].sort()).toEqual([
      'INSECURE INSECURE',
      'INSECURE SECURE',
      'INSECURE UNKNOWN',
      'SECURE INSECURE',
      'SECURE UNKNOWN',
      'UNKNOWN INSECURE',
      'UNKNOWN SECURE',
    ]);
    for (const { before, after, oldPath, newPath } of changes) {
      expect(oldPath.length > 0).toBe(before !== 'SECURE');
      expect(newPath.length > 0).toBe(after !== 'SECURE');
      if (before === after) expect(oldPath).not.toEqual(newPath);
    }
  });

  test('tells the old path and the new one', () => {
    const live = createLive({
      loaded: tinyModel(TWO_HOSTS, pack),
      pack,
      compiled,
      today: TODAY,
      attackers: [STRANGER],
    });
    const patch = { predicate: 'measure', args: ['web', 'patching'] };
    const [gone] = live.apply({ add: [patch] });
    expect(gone).toMatchObject({ before: 'INSECURE', after: 'SECURE', newPath: [] });
    expect(gone?.oldPath.map(({ then }) => then)).toContain('executes(web)');
    expect(live.apply({ add: [patch] })).toEqual([]);
    const [back] = live.apply({ remove: [patch] });
    expect(back).toMatchObject({ before: 'SECURE', after: 'INSECURE', oldPath: [] });
    expect(back?.newPath.at(-1)?.rule).toBe('attack:tiny/attack/records-read');
  });
});
