// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { learned, newProgress, type Progress } from './progress.ts';
import { readProgress } from './progress-file.ts';
import { createSession, type Playable, type SessionRequest } from './session.ts';

const NOW = Date.UTC(2027, 0, 1);
const DAY = 86_400_000;
const BANDS = ['easy', 'moderate', 'hard'] as const;

interface Item extends Playable {
  readonly families: string[];
}
const items: Item[] = Array.from({ length: 60 }, (_, at) => ({
  id: `i${at}`,
  truth: at % 2 === 0 ? ('lure' as const) : ('honest' as const),
  band: BANDS[at % 3] ?? 'easy',
  families: [`f${at % 10}`],
}));

const session = (change: Partial<SessionRequest<Item>> = {}) =>
  createSession<Item>({
    items,
    count: 12,
    key: 'g en',
    progress: newProgress('p-1'),
    isTest: false,
    random: createRandom(3),
    familiesOf: ({ families }) => families,
    ...change,
  });

/** Plays a round; `isRight` says how each item is answered. */
function round(change: Partial<SessionRequest<Item>>, isRight: (item: Item) => boolean, now = NOW) {
  const play = session(change);
  const shown: Item[] = [];
  for (let item = play.next(now); item !== undefined; item = play.next(now)) {
    shown.push(item);
    play.answered(item, isRight(item), 0.95, now);
  }
  return { shown, progress: play.progress() };
}

describe('a session', () => {
  it.each([true, false])('shows different items, half of them honest (test: %s)', (isTest) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 30 }), fc.boolean(), (seed, count, isRight) => {
        const { shown } = round({ isTest, count, random: createRandom(seed) }, () => isRight);
        expect(new Set(shown).size).toBe(count);
        expect(shown.filter(({ truth }) => truth === 'honest')).toHaveLength(Math.ceil(count / 2));
      }),
      { numRuns: 40 },
    );
  });

  it('gets harder for who is right and easier for who is wrong', () => {
    const hard = (isRight: boolean): number =>
      round({ count: 20 }, () => isRight).shown.filter(({ band }) => band === 'hard').length;
    expect(hard(true)).toBeGreaterThan(hard(false) + 4);
  });

  it('does not go by the answers in a test', () => {
    const ids = (isRight: boolean) => round({ isTest: true }, () => isRight).shown.map(({ id }) => id);
    expect(ids(true)).toEqual(ids(false));
  });

  it('brings back missed families in other items, and known ones later', () => {
    const first = round({}, ({ families }) => families[0] !== 'f4').progress;
    const missed = learned(
      first,
      { truth: 'lure', difficulty: 0, families: ['f4'], isRight: false, confidence: 0.9 },
      NOW,
    );
    const next = round({ progress: missed, count: 2 }, () => true, NOW + 120_000).shown;
    const lure = next.find(({ truth }) => truth === 'lure');
    expect(lure?.families).toEqual(['f4']);
    expect(missed.seen['g en']).not.toContain(lure?.id);
  });

  it('shows what was never seen first, and old items when none is left', () => {
    let progress: Progress = newProgress('p-1');
    const all = new Set<string>();
    for (let at = 0; at < 5; at++) {
      const played = round({ progress }, () => true, NOW + at * 400 * DAY);
      for (const { id } of played.shown) all.add(id);
      progress = played.progress;
    }
    expect(all.size).toBe(60);
    expect(round({ progress }, () => true).shown).toHaveLength(12);
  });
});

describe('progress', () => {
  it('is read as it was written', () => {
    const { progress } = round({}, (item) => item.id.endsWith('2'));
    expect(readProgress(JSON.stringify(progress))).toEqual({ value: progress });
  });

  const good = round({}, () => false).progress;
  it.each<[string, object | string]>([
    ['no JSON', '{'],
    ['/schema', {}],
    ['/schema', []],
    ['/player', { ...good, player: 'a b<script>' }],
    ['/memories/f1', { ...good, memories: { f1: { due: 1e18, card: {} } } }],
    ['/memories is', { ...good, memories: [] }],
    ['/ability', { ...good, ability: { lure: { mean: 0, variance: 0 } } }],
    ['/seen/g', { ...good, seen: { g: [1] } }],
  ])('says %s where it is something else', (where, content) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    expect(readProgress(text).wrong).toContain(where);
  });

  it('goes on from whatever it accepts, also when the clock was set back', () => {
    const number = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
    const memory = fc.record({
      due: fc.nat(),
      card: fc.record({
        stability: number(40_000),
        difficulty: number(12),
        elapsed_days: number(1e4),
        scheduled_days: number(1e4),
        learning_steps: fc.nat(5),
        reps: fc.nat(1000),
        lapses: fc.nat(1000),
        state: fc.constantFrom(0, 1, 2, 3),
        last_review: fc.option(fc.nat(), { freq: 9 }),
      }),
    });
    fc.assert(
      fc.property(memory, fc.boolean(), (f1, isRight) => {
        const { value } = readProgress(JSON.stringify({ ...good, memories: { f1 } }));
        if (value === undefined) return;
        const answer = { truth: 'lure', difficulty: 0, families: ['f1'], isRight, confidence: 1 } as const;
        expect(learned(value, answer, 5).memories['f1']?.due).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readProgress(text).value).toBeUndefined();
      }),
    );
  });
});
