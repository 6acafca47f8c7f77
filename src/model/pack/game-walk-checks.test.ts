// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { loadPack } from './load.ts';

const title = { en: 'T' };
const CUES = [
  ['pressure', 'lure'],
  ['fits', 'honest'],
  ['padlock', 'nothing'],
].map(([id, says]) => ({ id, says, title, text: title }));
const STAGES = [
  { id: 'message', title, minutes: 2 },
  { id: 'fee', title, minutes: 2, gives: ['card'] },
  { id: 'call', title, minutes: 2, needs: ['card'], unasked: true },
];
const THINGS = [{ id: 'card', title, atOnce: 1, grows: 9, hours: 2, stoppedBy: 'bank' }];
const WALKS = {
  id: 'p/game/w',
  kind: 'walk',
  title,
  text: title,
  length: 2,
  least: 6,
  cues: CUES,
  stages: STAGES,
  things: THINGS,
  recovery: [{ id: 'bank', minutes: 5, title }],
};
const DOMINO = {
  model: 'm',
  scenario: 'p/scenario/s',
  placed: 1,
  order: [
    { asset: 'till', hours: 1 },
    { asset: 'van', hours: 2 },
  ],
  measures: [
    { measure: 'backup', on: ['till'] },
    { measure: 'paper', on: ['van'] },
  ],
  runs: 30,
};
const SCENARIO = {
  id: 'p/scenario/s',
  title,
  text: title,
  start: 'mon 09:00',
  horizon: '5d',
  happenings: [{ damage: ['thing'] }],
};

const step = (stage: string, truth: string, change: object = {}) => ({
  stage,
  channel: 'page',
  address: 'https://a.example',
  text: 'Pay today',
  checked: 'x',
  truth,
  cues: [
    { cue: truth === 'lure' ? 'pressure' : 'fits', on: 'text', quote: 'today' },
    { cue: 'pressure', on: 'text', quote: 'Pay' },
  ],
  why: 'x',
  ...change,
});
const walk = (at: number, change: object = {}) => {
  const truth = at % 2 === 0 ? 'honest' : 'lure';
  return {
    id: `w${at}`,
    truth,
    band: ['easy', 'moderate', 'hard'][at % 3],
    context: 'x',
    steps: STAGES.map(({ id }) => step(id, truth)),
    end: 'x',
    ...(truth === 'honest' ? { missed: { text: 'x', eur: 1 } } : {}),
    ...change,
  };
};
/** Six walks; the one at `at` is changed. */
const six = (at: number, change: object = {}) =>
  [0, 1, 2, 3, 4, 5].map((each) => walk(each, each === at ? change : {}));
const steps = (truth: string, change: object, at = 0) =>
  STAGES.map(({ id }, index) => step(id, truth, index === at ? change : {}));

/** Problems of a pack with a game of walks and, when it is given, one with a cascade. */
function problemsOf(walks: readonly object[], game: object = {}, set: object = {}, domino?: object) {
  const content = {
    games: [
      { ...WALKS, ...game },
      ...(domino === undefined
        ? []
        : [{ ...WALKS, id: 'p/game/d', kind: 'domino', cues: [], stages: undefined, domino }]),
    ],
    gameItems: [{ game: 'p/game/w', language: 'en', walks, rights: 'x', ...set }],
  };
  const manifest = { id: 'p', version: '1.0.0', name: title, text: title, license: 'Apache-2.0' };
  const words = [{ id: 'thing', kind: 'asset', name: title, text: title, nature: 'cyber' }];
  const file = (path: string, value: object) => ({ path, bytes: Buffer.from(JSON.stringify(value)) });
  const files = [
    file('pack.yaml', manifest),
    file('games.yaml', content),
    file('words.yaml', { words }),
    file('scenarios.yaml', { scenarios: [SCENARIO] }),
  ];
  const messages = loadPack(files, []).problems.map((each) => each.message);
  return messages.filter((text) => !text.startsWith('Cannot find words'));
}

describe('walks of a game', () => {
  it('are taken when each step shows its truth, stages rise and doubt has a price', () => {
    expect(problemsOf(six(0))).toEqual([]);
    expect(problemsOf(six(1, { steps: steps('lure', { after: { card: 'She knows.' } }, 2) }))).toEqual([]);
    const numbers = six(9).map((each) => ({
      ...each,
      steps: steps(each.truth, { address: '+44 7700 900318' }),
    }));
    expect(problemsOf(numbers)).toEqual([]);
  });

  it.each<[string, readonly object[]]>([
    ['5 walks: expected 6 or more', six(0).slice(0, 5)],
    ['Two items have the same id', six(0, { id: 'w1' })],
    ['Cannot call `w0` honest', six(0, { steps: [step('message', 'lure'), step('fee', 'honest')] })],
    ['Cannot call `w1` lure', six(1, { steps: [step('message', 'honest'), step('fee', 'honest')] })],
    ['Cannot price `w0`', six(0, { missed: undefined })],
    ['Cannot price `w1`', six(1, { missed: { text: 'x', eur: 1 } })],
    [
      'Cannot take the stage `message`',
      six(0, { steps: [step('fee', 'honest'), step('message', 'honest')] }),
    ],
    ['Cannot take the stage `sea`', six(0, { steps: steps('honest', { stage: 'sea' }) })],
    [
      'Cannot find `tomorrow` in `text`',
      six(0, { steps: steps('honest', { cues: [{ cue: 'fits', on: 'text', quote: 'tomorrow' }] }) }),
    ],
    [
      'Cannot find the cue `fit`',
      six(0, { steps: steps('honest', { cues: [{ cue: 'fit', on: 'text', quote: 'today' }] }) }),
    ],
    [
      'No cue of `w0` speaks for the truth',
      six(0, { steps: steps('honest', { cues: [{ cue: 'padlock', on: 'address', quote: 'https://' }] }) }),
    ],
    [
      'Cannot call `w0` honest by encryption',
      six(0, { steps: steps('honest', { cues: [{ cue: 'fits', on: 'address', quote: 'https://' }] }) }),
    ],
    ['Cannot know `card` in `w1`', six(1, { steps: steps('lure', { after: { card: 'x' } }, 0) })],
    ['Cannot use `real.eu` in `w1`', six(1, { steps: steps('lure', { frame: 'real.eu' }) })],
    ['Cannot use `real.eu` in `w0`', six(0, { end: 'See real.eu' })],
    ['steps of one kind only (lure)', six(1, { steps: steps('lure', { address: '+30 69X XXX 201' }) })],
    [
      '0 of 3 honest items look bad',
      six(9).map((each) => ({
        ...each,
        steps: STAGES.map(({ id }) =>
          step(
            id,
            each.truth,
            each.truth === 'lure' ? {} : { cues: [{ cue: 'fits', on: 'text', quote: 'Pay' }] },
          ),
        ),
      })),
    ],
  ])('are refused: %s', (message, walks) => {
    expect(problemsOf(walks)).toContainEqual(expect.stringContaining(message));
  });

  it.each<[string, object, object?]>([
    [
      'Cannot find the thing `code`',
      { stages: [...STAGES, { id: 'z', title, minutes: 1, gives: ['code'] }] },
    ],
    ['Nothing ends the loss of `card`', { recovery: [] }],
    ['expected `stages`', { stages: undefined }],
    ['expected `rights` in this language', {}, { rights: undefined }],
    ['Cannot tell `message` in `de`', {}, { language: 'de' }],
    ['Cannot use `real.eu` in `rights`', {}, { rights: 'Ask at real.eu.' }],
    ['Cannot use `real.eu` in `story`', {}, { story: 'You work for real.eu.' }],
    ['Cannot use `real.eu` in `names`', {}, { names: { till: 'real.eu' } }],
    ['Cannot use `real.eu` in `p/game/w`', { text: { en: 'As on real.eu.' } }],
  ])('are refused with their game: %s', (message, game, set) => {
    expect(problemsOf(six(0), game, set)).toContainEqual(expect.stringContaining(message));
  });
});

describe('cascades of a game', () => {
  const items = {
    game: 'p/game/d',
    walks: undefined,
    messages: [],
    story: 'x',
    names: { till: 'T', van: 'V', backup: 'B' },
  };

  it.each<[string, object | undefined, object]>([
    ['Cannot find the scenario `p/scenario/z`', { ...DOMINO, scenario: 'p/scenario/z' }, {}],
    ['expected `story` in this language', DOMINO, { ...items, story: undefined }],
    ['Cannot name `paper`', DOMINO, items],
  ])('are refused: %s', (message, domino, set) => {
    expect(problemsOf(six(0), {}, set, domino)).toContainEqual(expect.stringContaining(message));
  });

  it('are taken when all that is named has a name', () => {
    const names = { ...items.names, paper: 'P' };
    const problems = problemsOf(six(0), {}, { ...items, names }, DOMINO);
    expect(problems.filter((each) => /name|story|scenario/.test(each))).toEqual([]);
  });
});
