// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { cacaoDraft } from './cacao.ts';
import type { Happened, Replay, TabletopCase } from './case.ts';
import { debriefOf } from './debrief.ts';
import { compareLines, type Line, lineOf } from './line.ts';
import { after, type Decision, happenedIn, optionsOf, type Position, startOf } from './position.ts';
import { bestLine } from './search.ts';
import { clockText, durationText, dutyText, issuesMarkdown, issuesOf, outageText } from './tell.ts';

const step = (text: string, minutes: number, on?: string) => ({
  text,
  minutes,
  ...(on === undefined ? {} : { on }),
});

/** Two ways; measure 0 closes both, measure 1 the first only. */
const given: TabletopCase = {
  model: 'M',
  attack: 'a',
  title: 'Attack',
  impact: 'bad',
  attacker: 'somebody',
  target: 'page',
  names: { page: 'Page', host: 'Host' },
  seed: 1,
  startHour: 9,
  ways: [
    [
      step('sends', 0),
      step('gets in', 60, 'host'),
      step('spreads', 600, 'host'),
      step('strikes', 600, 'page'),
    ],
    [step('sends', 0), step('gets in', 60, 'host'), step('bribes', 6000), step('strikes', 600, 'page')],
  ],
  wayOf: [0, -1, 1, -1],
  measures: [
    { id: 'm0', name: 'Zero', cost: 500, stops: 'strikes' },
    { id: 'm1', name: 'One', cost: 100, stops: 'spreads' },
  ],
  duties: [
    { id: 'd24', title: 'Warn', regime: 'R', article: '1', recipient: 'A', minutes: 1440 },
    { id: 'd72', title: 'Notify', regime: 'R', article: '2', recipient: 'A', minutes: 4320 },
  ],
  assumed: [],
  times: { look: 45, isolate: 15, hold: 480, install: 240, declare: 20, report: 60 },
};

/** 10 EUR for each hour that something is off, 1,000 EUR for the damage. */
const replay: Replay = ({ damage, isolated }: Happened) => {
  const eur = (damage === undefined ? 0 : 1000) + isolated.reduce((sum, { hours }) => sum + 10 * hours, 0);
  return {
    run: 0,
    eur,
    eurBy: { availability: eur, integrity: 0, confidentiality: 0 },
    services: [{ asset: 'page', unit: 'orders', lost: eur / 10, late: 0, wrong: 0 }],
    records: [],
    changes: [],
    outages: [],
    repairs: [],
    fallbacks: [],
    marks: [],
    notices: [],
  };
};

const play = (...decisions: readonly Decision[]): Position =>
  decisions.reduce((now, decision) => after(given, now, decision), startOf(given));
const [look, wait, declare, report, close] = (['look', 'wait', 'declare', 'report', 'close'] as const).map(
  (kind) => ({ kind }),
) as [Decision, Decision, Decision, Decision, Decision];
const install = (measure: number): Decision => ({ kind: 'install', measure });
const isolate = (on: string): Decision => ({ kind: 'isolate', on });

describe('an exercise', () => {
  it.each([
    ['begins with the first step that took time', [], { minute: 0, status: 'running', signs: 2 }],
    ['goes on while people wait', [wait], { minute: 600, status: 'running', signs: 3 }],
    ['ends at the target when nobody acts', [wait, wait], { minute: 1200, status: 'reached', signs: 4 }],
    ['is over when no way is left', [install(0)], { minute: 240, status: 'stopped', signs: 2 }],
    ['goes another way when there is one', [install(1), wait], { minute: 6240, status: 'running', signs: 3 }],
    [
      'gives back the time of a step on what is off',
      [isolate('host'), wait],
      { minute: 15 + 480 + 600, status: 'running', signs: 3 },
    ],
    [
      'lets the attack go on during work',
      [wait, install(1), install(0)],
      { minute: 1080, status: 'stopped', signs: 3 },
    ],
  ] as const)('%s', (_, decisions, { signs, ...expected }) => {
    const now = play(...decisions);
    expect(now).toMatchObject(expected);
    expect(now.signs).toHaveLength(signs);
  });

  it('starts legal clocks by a declaration, or by a second sign without one', () => {
    expect(play(look).aware).toBeUndefined();
    expect(play(declare).aware).toBe(20);
    expect(play(wait).aware).toBe(600);
    expect(play(install(0), close).aware).toBe(0);
  });

  it('counts a report that is late, not one in time', () => {
    const early = lineOf(given, [declare, report, install(0), close], replay);
    expect(early.missed).toEqual([]);
    const late = lineOf(given, [install(1), wait, report, install(0), close], replay);
    expect(late.missed).toEqual([]);
    const never = lineOf(given, [install(0), close], replay);
    expect(never.missed).toEqual(['d24', 'd72']);
    const after24 = lineOf(given, [declare, install(1), wait, report, install(0), close], replay);
    expect(after24.missed).toEqual(['d24', 'd72']);
  });

  it('shows the next step only to who looks', () => {
    expect(optionsOf(given, play(wait), 1)).not.toContainEqual(isolate('page'));
    expect(optionsOf(given, play(wait, look), 2)).toContainEqual(isolate('page'));
  });

  it('never goes back in time and ends after bounded decisions', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = createRandom(seed);
        let [now, taken] = [startOf(given), 0];
        for (;;) {
          const options = optionsOf(given, now, taken);
          if (options.length === 0) break;
          const then = after(given, now, options[random.below(options.length)] as Decision);
          expect(then.minute).toBeGreaterThanOrEqual(now.minute);
          expect(then.signs.slice(0, now.signs.length)).toEqual(now.signs);
          expect(then.since).toBeLessThanOrEqual(then.minute);
          [now, taken] = [then, taken + 1];
        }
        expect(taken).toBeLessThanOrEqual(24);
      }),
    );
  });
});

describe('the best line', () => {
  const best = bestLine(given, replay);

  it('stops the attack and misses no report', () => {
    expect(best.line.missed).toEqual([]);
    expect(best.line.end.status).toBe('stopped');
    expect(best.line.lost + best.line.end.spent).toBe(500);
    expect(best.tried).toBeGreaterThan(10);
  });

  it('is not beaten by lines that people might play', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = createRandom(seed);
        const decisions: Decision[] = [];
        let now = startOf(given);
        for (let options = optionsOf(given, now, 0); options.length > 0; ) {
          const decision = options[random.below(options.length)] as Decision;
          decisions.push(decision);
          now = after(given, now, decision);
          options = optionsOf(given, now, decisions.length);
        }
        expect(compareLines(best.line, lineOf(given, decisions, replay))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  it('takes the damage when what stops it costs more', () => {
    const dear = { ...given, measures: given.measures.map((each) => ({ ...each, cost: 5000 })) };
    expect(bestLine(dear, replay).line.end).toMatchObject({ status: 'reached', spent: 0 });
  });
});

describe('a search that says that it tried all lines', () => {
  const small = (
    steps: readonly number[][],
    wayOf: readonly number[],
    costs: readonly number[],
  ): TabletopCase => ({
    ...given,
    ways: steps.map((way, at) => way.map((minutes, each) => step(`${at} ${each}`, minutes))),
    wayOf,
    measures: costs.map((cost, at) => ({ id: `m${at}`, name: `M${at}`, cost })),
  });

  /** Every line of at most so many decisions, whatever it spends, by who knows the next step. */
  function shortest(on: TabletopCase, most: number): Line | undefined {
    let best: Line | undefined;
    const from = (decisions: readonly Decision[], now: Position): void => {
      if (now.isClosed) {
        const line = lineOf(on, decisions, replay);
        if (best === undefined || compareLines(line, best) < 0) best = line;
      } else if (decisions.length < most) {
        const known = optionsOf(on, { ...now, hasLooked: true }, decisions.length);
        const all = optionsOf(on, now, decisions.length).filter(({ kind }) => kind === 'look');
        for (const each of [...known, ...all]) from([...decisions, each], after(on, now, each));
      }
    };
    from([], startOf(on));
    return best;
  }

  it('puts up a measure first that does nothing alone, when the other way is shorter', () => {
    // The second measure alone opens a way that is done before the first could be put up.
    const on = small(
      [
        [0, 10, 600],
        [0, 10, 100],
      ],
      [0, 0, 1, -1],
      [10, 10],
    );
    const { line, isAll } = bestLine({ ...on, duties: [] }, replay);
    expect([isAll, line.end.status, line.decisions.map(({ kind }) => kind)]).toEqual([
      true,
      'stopped',
      ['install', 'install', 'close'],
    ]);
  });

  it('is not beaten by any line, straight or not', () => {
    let exact = 0;
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 2, maxLength: 3 }), {
          minLength: 3,
          maxLength: 3,
        }),
        fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 2, maxLength: 2 }),
        fc.nat(2),
        (steps, others, costs, reports) => {
          const on = { ...small(steps, [0, ...others], costs), duties: given.duties.slice(0, reports) };
          const found = bestLine(on, replay);
          if (!found.isAll) return;
          exact++;
          expect(compareLines(found.line, shortest(on, 6) ?? found.line)).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 25 },
    );
    expect(exact).toBeGreaterThan(5);
  });
});

describe('the debrief', () => {
  const debrief = debriefOf(given, [wait, wait, close], replay);
  const say = (word: string, values: object = {}): string => [word, ...Object.values(values)].join(' ');

  it('tells the difference in money, units, minutes and reports', () => {
    expect(debrief.difference).toEqual({
      eur: 500,
      units: [{ unit: 'orders', lost: 100 }],
      minutes: 1200 - (debrief.best.line.end.ended ?? 0),
      missed: 2,
    });
  });

  it('lists what to do: the measure of the best line and each report that was missed', () => {
    expect(debrief.todos).toEqual([
      { kind: 'install', measure: 0 },
      { kind: 'duty', duty: 'd24' },
      { kind: 'duty', duty: 'd72' },
    ]);
    const [first] = issuesOf(given, debrief, say);
    expect(first).toMatchObject({ title: 'todo-install Zero', labels: ['measure'] });
    expect(first?.body).toContain('stops-step strikes');
  });

  it('lists every measure of the best line, also one that only helps beside another, and none that never helps', () => {
    const three = {
      ...given,
      duties: [],
      wayOf: [0, 0, 0, -1, 0, 0, 0, -1],
      measures: [...given.measures, { id: 'm2', name: 'Two', cost: 1 }],
    };
    const { best, todos } = debriefOf(three, [install(2), wait, close], replay);
    expect(best.line.end.status).toBe('stopped');
    expect(todos).toEqual([
      { kind: 'install', measure: 0 },
      { kind: 'install', measure: 1 },
    ]);
    const cheap: Replay = () => ({ ...replay({ isolated: [] }), eur: 0 });
    const { best: idle, todos: left } = debriefOf(three, [install(1), install(2), wait, close], cheap);
    expect(idle.line.decisions.map(({ kind }) => kind)).not.toContain('install');
    expect(left).toEqual([{ kind: 'install', measure: 1 }]);
  });

  it('escapes what Markdown would take for marks', () => {
    const text = issuesMarkdown('a # b', [{ title: '<img> [x](y)', body: 'one\n# two', labels: [] }]);
    expect(text).toBe('# a \\# b\n\n- [ ] **\\<img\\> \\[x\\]\\(y\\)**\n  one  \n  \\# two\n');
  });

  it('drafts a playbook of the acts alone', () => {
    const draft = cacaoDraft(given, debrief.best.line, {
      id: (kind, key) => `${kind}--${key}`,
      now: '2027-01-01T00:00:00.000Z',
      tell: ({ kind }) => ({ text: kind, role: kind === 'install' ? 'operations' : 'lead' }),
    }) as { workflow: Record<string, { name?: string }>; agent_definitions: object };
    const named = Object.values(draft.workflow).flatMap(({ name }) => name ?? []);
    expect(named.toSorted()).toEqual(['declare', 'install', 'report']);
    expect(Object.keys(draft.agent_definitions)).toHaveLength(2);
  });

  it.each([
    [45, 'minutes 45'],
    [120, 'hours 2'],
    [3600, 'days 2.5'],
  ])('tells %i minutes as %s', (minutes, expected) => {
    expect(durationText(minutes, say)).toBe(expected);
  });

  it('tells how long something is down, also when it never comes back', () => {
    const outage = { from: 1, until: 3, lowest: 0.256 };
    expect(outageText(outage, 'Page', say)).toBe('outage Page 26 for-time hours 2');
    expect(outageText({ ...outage, until: null }, 'Page', say)).toBe('outage Page 26 to-the-end');
  });

  it('tells the day of the week and the state of a duty', () => {
    expect(clockText(given, 0, 'en', say)).toBe('Mon 09:00');
    const [duty] = given.duties as [(typeof given.duties)[number]];
    expect(dutyText(duty, play(declare), say)).toContain('due hours 24');
    expect(dutyText(duty, play(declare, report), say)).toContain('sent');
    expect(dutyText(duty, play(declare, install(1), wait), say)).toContain('not-sent, late days');
    expect(happenedIn(given, play(isolate('host')))).toEqual({
      isolated: [{ on: 'host', hour: 0.25, hours: 8 }],
    });
  });
});
