// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { loadPack } from './load.ts';

const LOOKUPS = { imprint: { says: 'honest', shows: 'a name' } };

function message(id: number, change: object = {}): object {
  const truth = id % 2 === 0 ? 'honest' : 'lure';
  const cue = truth === 'lure' ? 'pressure' : 'fits';
  const cues = [
    { cue, on: 'text', quote: 'today' },
    { cue: 'pressure', on: 'text', quote: 'today' },
  ];
  const shown = {
    channel: 'sms',
    context: 'Nothing',
    from: 'A',
    address: 'a@shop.example',
    text: 'Act today',
  };
  const band = ['easy', 'moderate', 'hard'][id % 3];
  return { id: `m${id}`, ...shown, truth, band, cues, why: 'Because', ...change };
}

function offer(id: number, change: object = {}): object {
  const truth = id % 2 === 0 ? 'honest' : 'lure';
  const found = { imprint: { says: truth, shows: 'x' }, age: { says: 'lure', shows: 'y' } };
  const page = { name: 'S', address: 's.example', context: 'Boots', text: 'Buy' };
  return {
    id: `o${id}`,
    ...page,
    found,
    decisive: 'imprint',
    truth,
    band: ['easy', 'moderate', 'hard'][id % 3],
    why: 'Because',
    ...change,
  };
}

const CUES = ['lure', 'honest', 'nothing'].map((says, at) => ({
  id: ['pressure', 'fits', 'passed'][at],
  says,
  title: { en: says },
  text: { en: says },
}));

/** Messages of all problems of a pack with one game, whose items are given. */
function problemsOf(kind: 'triage' | 'detective', items: readonly object[], set: object = {}): string[] {
  const key = kind === 'triage' ? 'messages' : 'offers';
  const lookups = ['imprint', 'age'].map((id) => ({ id, minutes: 1, title: { en: id } }));
  const game = { id: 'p/game/g', kind, title: { en: 'G' }, text: { en: 'G' }, length: 2, least: 6 };
  const content = {
    games: [{ ...game, ...(kind === 'triage' ? { cues: CUES } : { lookups, minutes: 3 }) }],
    gameItems: [{ game: 'p/game/g', language: 'en', [key]: items, ...set }],
  };
  const manifest = { id: 'p', version: '1.0.0', name: { en: 'P' }, text: { en: 'P' }, license: 'Apache-2.0' };
  const file = (path: string, value: object) => ({ path, bytes: Buffer.from(JSON.stringify(value)) });
  const { problems } = loadPack([file('pack.yaml', manifest), file('games.yaml', content)], []);
  // Words of games are a table of their own; a pack without them says so once.
  return problems.map((each) => each.message).filter((text) => !text.startsWith('Cannot find words'));
}

const six = [0, 1, 2, 3, 4, 5];
const first = (change: object) => six.map((id) => message(id, id === 0 ? change : {}));

describe('messages of a game', () => {
  it('are taken when they are reserved, annotated and balanced', () => {
    expect(
      problemsOf(
        'triage',
        six.map((id) => message(id)),
      ),
    ).toEqual([]);
  });

  it.each([
    [six.slice(0, 4).map((id) => message(id)), '4 messages: expected 6 or more'],
    [[...six, 7, 9].map((id) => message(id)), '3 of 8 are honest: expected half or more'],
    [six.map((id) => message(id, { band: 'easy' })), 'A difficulty has no item'],
    [
      six.map((id) => message(id, id % 2 ? {} : { cues: [{ cue: 'fits', on: 'text', quote: 'Act' }] })),
      '0 of 3 honest items look bad',
    ],
    [first({ id: 'm1' }), 'Two items have the same id'],
    [first({ text: 'Act today at shop.com' }), 'Cannot use `shop.com` in `m0`'],
    [first({ text: 'Act today: http://192.0.2.7/' }), 'Cannot use `Act today: http://192.0.2.7/`'],
    [first({ text: 'Act today: παράδειγμα.gr' }), 'Cannot use `παράδειγμα.gr`'],
    [first({ cues: [{ cue: 'fits', on: 'text', quote: 'tomorrow' }] }), 'Cannot find `tomorrow` in `text`'],
    [first({ cues: [{ cue: 'fit', on: 'text', quote: 'today' }] }), 'Cannot find the cue `fit`'],
    [
      first({ cues: [{ cue: 'pressure', on: 'text', quote: 'today' }] }),
      'No cue of `m0` speaks for its truth',
    ],
    [
      first({ headers: 'SPF pass', cues: [{ cue: 'fits', on: 'headers', quote: 'SPF pass' }] }),
      'Cannot call `m0` honest by its headers',
    ],
    [first({ channel: 'email' }), 'expected a subject on an email'],
  ])('are refused with a reason (%#)', (items, message_) => {
    expect(problemsOf('triage', items)).toContainEqual(expect.stringContaining(message_));
  });

  it('are refused in a language that the game does not speak', () => {
    const found = problemsOf(
      'triage',
      six.map((id) => message(id)),
      { language: 'de' },
    );
    expect(found).toEqual(
      ['p/game/g', 'pressure', 'fits', 'passed'].map(
        (id) => `Cannot tell \`${id}\` in \`de\`: expected its text in that language`,
      ),
    );
  });

  it('are refused for a game that is not there', () => {
    expect(problemsOf('triage', [], { game: 'p/game/h' })).toEqual([
      'Cannot find `p/game/h`: expected a game of this pack',
    ]);
  });
});

describe('shops of a game', () => {
  it('are taken when each look-up is there and one settles it', () => {
    expect(
      problemsOf(
        'detective',
        six.map((id) => offer(id)),
      ),
    ).toEqual([]);
  });

  it.each([
    [{ found: LOOKUPS }, 'Cannot look up all of `o0`: expected imprint, age'],
    [{ decisive: 'age' }, 'Cannot settle `o0` by `age`'],
    [{ address: 'real-shop.eu' }, 'Cannot use `real-shop.eu`'],
  ])('are refused with a reason (%#)', (change, message_) => {
    const items = six.map((id) => offer(id, id === 0 ? change : {}));
    expect(problemsOf('detective', items)).toContainEqual(expect.stringContaining(message_));
  });
});
