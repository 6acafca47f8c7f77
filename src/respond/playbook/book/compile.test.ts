// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Pack } from '../../../model/index.ts';
import { bookPack, wholeBook } from '../../../model/pack/playbook.fixture.ts';
import { NOTE_EXTENSION } from '../note-extension.ts';
import { planPlaybook } from '../plan.ts';
import { packPlaybooks } from './book.ts';
import { firstSentence } from './texts.ts';

const pack = bookPack(wholeBook()).value as Pack;
const compiled = (language: string, from = pack) => packPlaybooks(from, language).value ?? [];
const [after, whole] = compiled('en');

describe('a playbook of a pack', () => {
  it('becomes CACAO without a finding', () => {
    expect(packPlaybooks(pack, 'en').problems).toEqual([]);
    expect(whole?.playbook).toMatchObject({
      name: 'Whole',
      created: '2026-03-02T00:00:00.000Z',
      playbook_types: ['investigation', 'mitigation', 'notification', 'remediation'],
      playbook_variables: {
        __controls__: { type: 'string', external: true },
        __pump_name__: { type: 'string', description: 'Name of the pump', external: true },
        __broken__: { type: 'bool', description: 'Is it broken?' },
        __kind__: { type: 'string', value: 'old', external: true },
      },
    });
  });

  it('has every kind of step, and an end for each branch', () => {
    const steps = Object.values(whole?.playbook.workflow ?? {});
    const count = (type: string) => steps.filter((step) => step.type === type).length;
    const kinds = ['parallel', 'if-condition', 'while-condition', 'switch-condition', 'playbook-action'];
    expect(kinds.map(count)).toEqual([1, 1, 1, 1, 1]);
    expect([count('action'), count('end'), count('start')]).toEqual([8, 7, 1]);
  });

  it('is planned in the order in which it is written, each command under what leads to it', () => {
    const plan = planPlaybook(whole?.playbook as NonNullable<typeof whole>['playbook']);
    expect(plan.commands.map(({ name, when }) => [name, when.join(' / ')])).toEqual([
      ['Look', ''],
      ['Shut __pump_name__:value', 'at the same time (1 of 2)'],
      ['Call', 'at the same time (2 of 2)'],
      ['Mend', "if __broken__:value = 'true'"],
      ['Clean', "unless __broken__:value = 'true'"],
      ['Try it', "while __broken__:value = 'true'"],
      ['Oil', 'if __kind__:value is old'],
      ['Open __pump_name__:value', ''],
    ]);
    expect(plan.commands[1]).toMatchObject({
      type: 'http-api',
      text: 'PUT /controls/shut/__pump_name__:value HTTP/1.1 {"state":"on"}',
      certainty: 'idempotent',
      risk: 'change',
      approvers: ['Lead'],
    });
    expect(plan.commands[7]?.text).toBe('PUT /controls/shut/__pump_name__:value HTTP/1.1 {"state":"off"}');
    expect(plan.commands[3]).toMatchObject({ risk: 'destructive', approvers: [] });
    expect(plan.commands[2]).toMatchObject({ undo: 'Call off.', phase: 'notify' });
    expect(plan.playbooks).toMatchObject([{ name: 'After', playbook: after?.playbook.id, after: 8 }]);
  });

  it('says what a step is good for', () => {
    const clean = Object.values(whole?.playbook.workflow ?? {}).find(({ name }) => name === 'Clean');
    expect(clean?.step_extensions?.[NOTE_EXTENSION]).toEqual({
      phase: 'eradicate',
      nature: 'human',
      measures: ['fence'],
    });
  });

  it('has the same ids in another language, and its texts where they are', () => {
    const [german, untranslated] = compiled('de');
    expect(german?.playbook.id).toBe(after?.playbook.id);
    expect(Object.keys(german?.playbook.workflow ?? {})).toEqual(Object.keys(after?.playbook.workflow ?? {}));
    expect(german?.playbook.name).toBe('Danach');
    expect(Object.values(german?.playbook.workflow ?? {}).map(({ name }) => name)).toContain('Ausruhen');
    expect(Object.values(german?.playbook.agent_definitions ?? {}).map(({ name }) => name)).toEqual([
      'Leitung',
    ]);
    expect(untranslated?.playbook.name).toBe('Whole');
  });

  it('tells what the linter finds at the step in the pack', () => {
    const book = wholeBook();
    const loop = book.playbooks[0]?.steps[3] as { while: string };
    loop.while = "{kind} = 'old'";
    const { problems } = packPlaybooks(bookPack(book).value as Pack, 'en');
    expect(problems).toMatchObject([
      {
        code: 'PLAYBOOK_LOOP',
        message:
          'Playbook `p/playbook/whole`: Unbounded: no step of its branch has a variable of the condition in out_args',
        at: { file: 'book.yaml' },
      },
    ]);
  });
});

it.each([
  ['Look. Twice.', 'Look'],
  ['Stop it; then look', 'Stop it'],
  ['Call 112', 'Call 112'],
  ['Κλείστε το· μετά κοιτάξτε.', 'Κλείστε το'],
  ['Take version 1.2 off. Now.', 'Take version 1.2 off'],
])('the first sentence of %j is %j', (text, first) => {
  expect(firstSentence(text)).toBe(first);
});
