// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Stage, Step, Thing, Walk } from '../../model/index.ts';
import { bestRecovery, lossAfter } from './recovery.ts';
import { act, afterTexts, startWalk, stepOf, type WalkAction, type WalkState } from './walk.ts';
import { lostIn, movePoints, stoppingAt, walkResult } from './walk-result.ts';

const stage = (id: string, rest: Partial<Stage> = {}): Stage => ({
  id,
  title: { en: id },
  minutes: 4,
  gives: [],
  needs: [],
  unasked: false,
  ...rest,
});
const STAGES = [
  stage('message'),
  stage('page', { gives: ['contact'] }),
  stage('fee', { gives: ['card'] }),
  stage('call', { gives: ['code'], needs: ['contact'], unasked: true }),
];
const THINGS: Thing[] = [
  { id: 'contact', title: { en: 'c' }, atOnce: 0, grows: 0, hours: 1, stoppedBy: 'tell' },
  { id: 'card', title: { en: 'c' }, atOnce: 10, grows: 600, hours: 1, stoppedBy: 'bank' },
  { id: 'code', title: { en: 'c' }, atOnce: 100, grows: 1200, hours: 2, stoppedBy: 'police' },
];
const RECOVERY = [
  { id: 'wait', minutes: 600, title: { en: 'w' } },
  { id: 'bank', minutes: 10, title: { en: 'b' } },
  { id: 'police', minutes: 30, title: { en: 'p' } },
];
const GAME = { things: THINGS, recovery: RECOVERY };

const says = (cue: string): string | undefined => ({ pressure: 'lure', fits: 'honest' })[cue];
const step = (of: string, truth: Step['truth']): Step => ({
  stage: of,
  channel: 'sms',
  address: 'a.example',
  text: 'now',
  checked: 'x',
  truth,
  cues: [{ cue: truth === 'lure' ? 'pressure' : 'fits', on: 'text', quote: 'now' }],
  why: 'x',
});
const walkOf = (truth: Step['truth']): Walk => ({
  id: 'w',
  truth,
  band: 'easy',
  context: 'x',
  steps: STAGES.map(({ id }) =>
    id === 'call' && truth === 'lure'
      ? { ...step(id, truth), after: { card: 'She knows the card.' } }
      : step(id, truth),
  ),
  end: 'x',
  ...(truth === 'honest' ? { missed: { text: 'x', eur: 40 } } : {}),
});

const played = (truth: Step['truth'], actions: readonly WalkAction[]): WalkState =>
  actions.reduce((state, action) => act(state, action), startWalk(walkOf(truth), STAGES));

describe('a walk', () => {
  it.each<[Step['truth'], WalkAction[], string | undefined, string[]]>([
    ['lure', ['go-on'], 'page', []],
    ['lure', ['go-on', 'go-on', 'go-on'], 'call', ['contact', 'card']],
    ['lure', ['walk-away'], undefined, []],
    // Who gave a number is called, also after stopping; a report ends it.
    ['lure', ['go-on', 'go-on', 'walk-away'], 'call', ['contact']],
    ['lure', ['go-on', 'go-on', 'report'], undefined, ['contact']],
    ['lure', ['check'], 'message', []],
    ['honest', ['go-on', 'go-on', 'go-on', 'go-on'], undefined, []],
    ['honest', ['go-on', 'go-on', 'walk-away'], undefined, []],
  ])('of a %s leads on by what was given (%#)', (truth, actions, next, given) => {
    const state = played(truth, actions);
    expect(stepOf(state)?.stage).toBe(next);
    expect([...state.given.keys()]).toEqual(given);
  });

  it('knows at a later step what was given before it', () => {
    const with_ = played('lure', ['go-on', 'go-on', 'go-on']);
    const without = played('lure', ['go-on', 'go-on', 'walk-away']);
    expect([with_, without].map((state) => afterTexts(state, stepOf(state) as Step))).toEqual([
      ['She knows the card.'],
      [],
    ]);
  });

  it('counts minutes for deciding, and for checking once', () => {
    expect(played('lure', ['check', 'check']).clock).toBe(4);
    expect(played('lure', ['check', 'go-on']).clock).toBe(7);
  });
});

describe('points of a step', () => {
  it.each<[Step['truth'], Exclude<WalkAction, 'check'>, boolean, number]>([
    ['lure', 'report', false, 3],
    ['lure', 'walk-away', true, 2],
    ['lure', 'go-on', true, -3],
    ['honest', 'go-on', false, 3],
    ['honest', 'go-on', true, 2],
    ['honest', 'walk-away', false, -2],
    ['honest', 'report', false, -1],
  ])('are for a %s and %s (checked: %s) %i', (truth, action, isChecked, points) => {
    expect(movePoints(step('page', truth), { step: 0, action, isChecked })).toBe(points);
  });
});

describe('a loss', () => {
  const given = new Map([
    ['card', 0],
    ['code', 0],
  ]);

  it.each([
    [[], 10 + 600 + 100 + 1200],
    [['bank', 'police'], 10 + 100 + 100 + 400],
    [['police', 'bank'], 10 + 400 + 100 + 300],
    [['wait', 'bank', 'police'], 1910],
  ])('grows until it is ended: %j', (order, eur) => {
    const done = order.map((id) => RECOVERY.find((each) => each.id === id) ?? RECOVERY[0]);
    expect(lossAfter(THINGS, given, 0, done as typeof RECOVERY)).toBeCloseTo(eur, 6);
  });

  it('is least in the order that the best recovery names', () => {
    const { order, eur } = bestRecovery(THINGS, given, 0, RECOVERY);
    expect([order.map(({ id }) => id), eur]).toEqual([['bank', 'police'], 610]);
  });

  it('is smaller the earlier somebody stops', () => {
    const rows = stoppingAt(played('lure', []), GAME);
    expect(rows.map(({ step: at }) => at)).toEqual([0, 1, 2, 3, 4]);
    const sums = rows.map(({ eur }) => eur);
    expect(sums).toEqual(sums.toSorted((a, b) => a - b));
    expect(sums[0]).toBe(0);
    expect(sums[4]).toBeGreaterThan(sums[3] as number);
  });

  it('of who stops at a step is that of a player who did so', () => {
    const players = [0, 1, 2, 3, 4].map((steps) => {
      const state = played('lure', [...Array<WalkAction>(steps).fill('go-on'), 'report']);
      const { order } = bestRecovery(THINGS, state.given, state.clock, RECOVERY);
      return lostIn({ state, recovery: order }, THINGS);
    });
    expect(stoppingAt(played('lure', []), GAME).map(({ eur }) => eur)).toEqual(players);
  });
});

describe('walks together', () => {
  it('count both mistakes, what was lost, and what the best recovery had left', () => {
    const answers = [
      { state: played('lure', ['go-on', 'go-on', 'go-on', 'report']), recovery: [] },
      { state: played('honest', ['walk-away']), recovery: [] },
    ];
    const result = walkResult(answers, GAME, says);
    expect(result).toMatchObject({ answered: 5, lures: 4, caught: 1, honest: 1, doubted: 1, lost: 650 });
    // The card is blocked 10 minutes after the 12 of the walk, given at 9; what was real and stopped stays lost.
    expect(result.least).toBeCloseTo(10 + (600 * 13) / 60 + 40, 6);
    expect(result.missed).toEqual([
      { cue: 'pressure', times: 3 },
      { cue: 'fits', times: 1 },
    ]);
  });

  it('count the places that were named on lures', () => {
    const start = startWalk(walkOf('lure'), STAGES);
    const [right, elsewhere] = (['text', 'address'] as const).map((spot) => act(start, 'report', spot));
    const result = walkResult(
      [right, elsewhere].map((state) => ({ state: state as WalkState, recovery: [] })),
      GAME,
      says,
    );
    expect(result).toMatchObject({ spotted: 1, spots: 2, points: 6, most: 6 });
  });
});
