// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { type OutlineBlock, outlineOf } from './outline.ts';
import { idOf, wholePlaybook } from './playbook.fixture.ts';
import { Playbook } from './shape/playbook.ts';

/** Each block as its type, with its branches behind it. */
function drawn(blocks: readonly OutlineBlock[]): unknown[] {
  return blocks.map(({ type, branches }) =>
    branches.length === 0
      ? type
      : [type, ...branches.map(({ kind, label, blocks: inside }) => [`${kind} ${label}`, ...drawn(inside)])],
  );
}

const whole = Playbook.parse(wholePlaybook());

test('steps are in order, branches in their steps', () => {
  expect(drawn(outlineOf(whole))).toEqual([
    ['parallel', ['together ', 'action'], ['together ', 'action']],
    ['if-condition', ["true __host__:value = 'web' AND __left__:value > 0", 'action']],
    ['while-condition', ['true __left__:value > 0', 'action']],
    ['switch-condition', ['case web', 'playbook-action'], ['case default']],
  ]);
});

test('a playbook of the library is inside the step that calls it', () => {
  const called = Playbook.parse({ ...wholePlaybook(), id: idOf('playbook', 2), name: 'Called' });
  const text = JSON.stringify(drawn(outlineOf(whole, [called])));
  expect(text).toContain('["playbook-action",["inside Called",["parallel"');
});

test('a way that comes back to a step ends there', () => {
  const broken = wholePlaybook();
  const first = broken.workflow[idOf('action', 1)];
  Object.assign(first ?? {}, {
    on_completion: undefined,
    on_success: idOf('action', 2),
    on_failure: idOf('action', 2),
  });
  const [parallel] = outlineOf(Playbook.parse(JSON.parse(JSON.stringify(broken))));
  expect(drawn(parallel?.branches[0]?.blocks ?? [])).toEqual([['action', ['failure ', 'action']], 'again']);
});
