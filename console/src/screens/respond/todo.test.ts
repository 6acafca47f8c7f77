// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { todosOf } from './todo.ts';

type Parameters_ = Parameters<typeof todosOf>;

const led = (more: object = {}): Parameters_[0] =>
  ({
    id: 'one',
    phase: 'declared',
    moves: [
      { to: 'merged', csf: '', refused: [] },
      { to: 'contained', csf: '', refused: [] },
    ],
    tasks: [
      { task: 'a', text: 'Call the bank', owner: 'ada', due: null, done: null, overdue: true },
      { task: 'b', text: 'Over', owner: null, due: null, done: '2026-01-01T00:00:00Z', overdue: false },
    ],
    ...more,
  }) as unknown as Parameters_[0];
const run = (more: object) =>
  ({
    run: 'r',
    case: 'one',
    asked: 0,
    parked: 0,
    first: 'Look',
    ...more,
  }) as unknown as Parameters_[1][number];
const clock = (step: string, applies: boolean, id = 'one') =>
  ({ case: id, step, applies }) as unknown as Parameters_[2][number];

test('people who wait come first, then the law, tasks, and the next phase', () => {
  const clocks = [clock('sure', true), clock('perhaps', false), clock('other', true, 'two')];
  expect(
    todosOf(led(), [run({ parked: 2 }), run({ asked: 1 }), run({ case: 'two', asked: 9 })], clocks),
  ).toEqual([
    { kind: 'answer', run: 'r', what: 'Look', count: 2 },
    { kind: 'approve', run: 'r', what: 'Look', count: 1 },
    { kind: 'clock', clock: clocks[0] },
    { kind: 'decide', count: 1 },
    { kind: 'task', what: 'Call the bank', who: 'ada', overdue: true },
    { kind: 'advance', phase: 'contained' },
  ]);
});

test('nothing is left of a case that is closed', () => {
  expect(todosOf(led({ phase: 'closed' }), [run({ asked: 1 })], [clock('sure', true)])).toEqual([]);
});
