// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planPlaybook } from './plan.ts';
import { idOf, wholePlaybook } from './playbook.fixture.ts';
import { readPlaybook } from './read.ts';

type Loose<Keys extends string> = { [Key in Keys]?: unknown };
type Whole = ReturnType<typeof wholePlaybook> &
  Loose<'markings' | 'authentication_info_definitions' | 'worklow'>;
type Spoilt = Loose<
  | 'type'
  | 'on_completion'
  | 'on_success'
  | 'condition'
  | 'switch'
  | 'out_args'
  | 'agent'
  | 'targets'
  | 'commands'
  | 'step_extensions'
>;
const read = (value: unknown) => readPlaybook(Buffer.from(JSON.stringify(value)), 'p.json');
const step = (playbook: Whole, type: string, digit: number) => playbook.workflow[idOf(type, digit)] as Spoilt;
const codes = (value: unknown) => [
  ...new Set(read(value).problems.map(({ code }) => code.replace('PLAYBOOK_', ''))),
];

it('takes a playbook with all eight steps, and plans its commands without an effect', () => {
  const { value, problems } = read(wholePlaybook());
  expect(problems).toEqual([]);
  const plan = planPlaybook(value as NonNullable<typeof value>);
  expect(plan.commands.map((command) => command.step)).toEqual([1, 2, 3, 4].map((n) => idOf('action', n)));
  expect([plan.byHand, plan.parksAfterCrash]).toEqual([4, 0]);
});

const firstAgent = (playbook: Whole) => Object.values(playbook.agent_definitions)[0] as { contact?: unknown };
const CONTACT = { email: { work: 'a.b+c@d.example', home: '__address__:value' }, phone: { work: '1' } };

const SEEDED: [string, (playbook: Whole) => void, string[]][] = [
  ['a step that is missing', (p) => delete p.workflow[idOf('end', 7)], ['STEP']],
  ['a start that is missing', (p) => (p.workflow_start = idOf('start', 9)), ['STEP', 'START', 'UNREACHABLE']],
  ['a start that is none', (p) => (p.workflow_start = idOf('parallel', 1)), ['START']],
  ['no way on', (p) => delete step(p, 'action', 1).on_completion, ['NO_END', 'UNREACHABLE']],
  [
    'a circle',
    (p) => (step(p, 'action', 1).on_completion = idOf('parallel', 1)),
    ['UNREACHABLE', 'ENDLESS', 'SHARED_BRANCH'],
  ],
  ['a step nobody leads to', (p) => (p.workflow[idOf('end', 8)] = { type: 'end' }), ['UNREACHABLE']],
  [
    'an end that two branches share',
    (p) => (step(p, 'action', 2).on_completion = idOf('end', 1)),
    ['UNREACHABLE', 'SHARED_BRANCH'],
  ],
  ['two ways on', (p) => (step(p, 'action', 1).on_success = idOf('end', 1)), ['AMBIGUOUS_NEXT']],
  ['a key of another type', (p) => (step(p, 'action', 1).type = 'end'), ['UNKNOWN_KEY']],
  [
    'a variable that is undefined',
    (p) => (step(p, 'if-condition', 1).condition = '__other__:value = 1'),
    ['VARIABLE'],
  ],
  ['a switch over nothing', (p) => (step(p, 'switch-condition', 1).switch = '__other__:value'), ['VARIABLE']],
  [
    'a condition that is none',
    (p) => (step(p, 'if-condition', 1).condition = '__host__:value ~ 1'),
    ['CONDITION'],
  ],
  ['a loop without an end', (p) => delete step(p, 'action', 4).out_args, ['LOOP']],
  ['a constant that is written', (p) => (step(p, 'action', 1).out_args = ['__host__']), ['CONSTANT']],
  ['an agent that is undefined', (p) => (step(p, 'action', 1).agent = idOf('group', 3)), ['REFERENCE']],
  ['a target that is undefined', (p) => (step(p, 'action', 1).targets = [idOf('ssh', 3)]), ['REFERENCE']],
  [
    'an extension that is undefined',
    (p) => (step(p, 'action', 1).step_extensions = { [idOf('extension-definition', 3)]: {} }),
    ['REFERENCE'],
  ],
  ['a marking that is undefined', (p) => (p.markings = [idOf('marking-tlp', 3)]), ['MARKING']],
  [
    'a command without its text',
    (p) => (step(p, 'action', 1).commands = [{ type: 'sigma', command: 'x' }]),
    ['COMMAND'],
  ],
  ['a command nobody knows', (p) => (step(p, 'action', 1).commands = [{ type: 'pong' }]), ['VOCABULARY']],
  [
    'a password',
    (p) =>
      (p.authentication_info_definitions = { [idOf('user-auth', 1)]: { type: 'user-auth', password: 'x' } }),
    ['SECRET'],
  ],
  ['an address that is none', (p) => (firstAgent(p).contact = { email: { work: 'a b@c' } }), ['CONTACT']],
  ['an address that is a list', (p) => (firstAgent(p).contact = { email: { work: [] } }), ['CONTACT']],
  ['no address that is one, or a variable', (p) => (firstAgent(p).contact = CONTACT), []],
  ['no contact that is a text', (p) => (firstAgent(p).contact = 'x'), []],
  ['times that contradict', (p) => (p.modified = '2026-03-01T09:00:00.000Z'), ['TIMES']],
  ['an unknown key', (p) => (p.worklow = {}), ['UNKNOWN_KEY']],
  ['an identity that is none', (p) => (p.created_by = 'someone@example.org'), ['BAD_VALUE']],
];

it.each(SEEDED)('tells %s', (_, spoil, expected) => {
  const playbook = wholePlaybook() as Whole;
  spoil(playbook);
  expect(codes(playbook)).toEqual(expected);
});

it('tells several things at once, each at its place and with its pointer', () => {
  const playbook = wholePlaybook() as Whole;
  step(playbook, 'action', 1).agent = idOf('group', 3);
  step(playbook, 'if-condition', 1).condition = '(';
  const { value, problems } = readPlaybook(Buffer.from(JSON.stringify(playbook, null, 1)), 'p.json');
  expect(value).toBeUndefined();
  expect(problems.map(({ message }) => message.replace(/^.*at \//, '/'))).toEqual([
    `/workflow/${idOf('if-condition', 1)}/condition`,
    `/workflow/${idOf('action', 1)}/agent`,
  ]);
  expect(problems.every(({ at }) => at.line > 20)).toBe(true);
});

it('never throws on a playbook with a part replaced by anything', () => {
  const keys = Object.keys(wholePlaybook());
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
      expect(Array.isArray(read({ ...wholePlaybook(), [key]: value }).problems)).toBe(true);
    }),
    { numRuns: 100 },
  );
});
