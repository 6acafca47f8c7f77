// SPDX-License-Identifier: Apache-2.0
// MITRE Attack Flow: read whatever comes, taken to a model, and stopped by the cheapest measures.
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type Replay, readAttackFlow, replay } from '../src/analyse/index.ts';
import { openLinearSolver } from '../src/platform/index.ts';
import { answerSchemas } from '../tools/generate/report-schema.ts';
import { ensuresec } from './cli/terminal.ts';
import { TINY, TWO_HOSTS, tinyModel, tinyPack, tinyRules } from './support/tiny.ts';

const pack = tinyPack(TINY);
const compiled = tinyRules(pack);
const solver = openLinearSolver();
afterAll(() => solver.close());

/** `T1190>b`: an action with its technique, before b; `AND>c` an operator. Ids are letters in order. */
function flowOf(...nodes: readonly string[]): Uint8Array {
  const objects = nodes.map((text, at) => {
    const [what = '', next = ''] = text.split('>');
    const id = String.fromCharCode(97 + at);
    const effect_refs = next === '' ? [] : next.split(',');
    return what === 'AND' || what === 'OR'
      ? { type: 'attack-operator', id, operator: what, effect_refs }
      : { type: 'attack-action', id, name: `Action ${id}`, technique_id: what, effect_refs };
  });
  return Buffer.from(
    JSON.stringify({ type: 'bundle', objects: [{ type: 'attack-flow', name: 'F' }, ...objects] }),
  );
}

async function replayed(model: string, ...nodes: readonly string[]): Promise<Replay> {
  const { value: flow } = readAttackFlow(flowOf(...nodes), 'f.json');
  if (flow === undefined) throw new Error('The flow of the test cannot be read');
  const search = { solver, seconds: 20, now: () => performance.now() };
  const input = { loaded: tinyModel(model, pack), pack, compiled, today: '2026-01-01' };
  return replay({ ...input, flow, file: 'f.json', search });
}

const measure = (word: string, on: string): string =>
  `${TWO_HOSTS}measures:\n  - { id: m, measure: ${word}, on: [${on}] }\n`;
const NO_FLAWS = TWO_HOSTS.replaceAll(/, vulnerabilities: \[[^\]]*\]/g, '');

const OUTCOMES: readonly (readonly [
  what: string,
  model: string,
  technique: string,
  outcome: string,
  why: string | undefined,
])[] = [
  ['a technique of a rule that fires', TWO_HOSTS, 'T1190', 'derived', undefined],
  ['a sub-technique where the rule cites the parent', TWO_HOSTS, 'T1190.001', 'derived', undefined],
  ['a control in the way', measure('patching', 'web'), 'T1190', 'held', 'm'],
  [
    'a fact that the model lacks',
    NO_FLAWS,
    'T1190',
    'absent',
    'the model states no vulnerable(web, _, network, code)',
  ],
  ['a technique of no rule', TWO_HOSTS, 'T1059', 'unknown', 'no rule of the pack cites T1059'],
  ['an action without technique', TWO_HOSTS, 'none', 'unknown', 'the action has no technique id'],
];

describe('replay', () => {
  test.each(OUTCOMES)('%s', async (_, model, technique, outcome, why) => {
    const { actions } = await replayed(model, technique);
    expect(actions).toHaveLength(1);
    expect([actions[0]?.outcome, actions[0]?.why]).toEqual([outcome, why]);
  });

  test.each([
    ['one action', ['T1190'], 100],
    ['what nobody knows before and after it', ['T9999>b', 'T1190>c', 'T9998'], 100],
    ['two ways, one of which cannot be stopped', ['T1190>c', 'T9999>c', 'T9998'], undefined],
    ['two ways that are both needed', ['T1190>c', 'T9999>c', 'AND>d', 'T9998'], 100],
    ['nothing that the model derives', ['T9999>b', 'T9998'], undefined],
    ['a loop after the action', ['T1190>b', 'T9999>c', 'T9998>b'], 100],
  ])('the cheapest plan against %s', async (_, nodes, cost) => {
    const answer = await replayed(TWO_HOSTS, ...nodes);
    expect(answer.plan?.cost).toBe(cost);
    expect(answer.stop).toBe(cost === undefined ? 'none' : 'plan');
    if (answer.plan === undefined) return;
    // Patching web also keeps the attacker away from the other host; with the plan installed the action is gone.
    expect(answer.plan).toMatchObject({
      proven: true,
      bound: cost,
      measures: [{ measure: 'patching', on: ['web'] }],
    });
    const after = await replayed(measure('patching', 'web'), ...nodes);
    expect(after.actions.find(({ technique }) => technique === 'T1190')?.outcome).toBe('held');
  });
});

describe('readAttackFlow', () => {
  test.each([
    ['nothing', '', 'DOCUMENT_JSON_SYNTAX'],
    ['no JSON', '{"objects": [', 'DOCUMENT_JSON_SYNTAX'],
    ['a list', '[]', 'FLOW_NOT_A_BUNDLE'],
    ['a bundle without actions', '{"objects": [{"type": "identity", "id": "i"}]}', 'FLOW_NO_ACTIONS'],
    ['objects of no kind', '{"objects": [null, 1, [], {"type": "attack-action"}]}', 'FLOW_NO_ACTIONS'],
  ])('refuses %s', (_, text, code) => {
    const { value, problems } = readAttackFlow(Buffer.from(text), 'f.json');
    expect(value).toBeUndefined();
    expect(problems.length === 0 ? 'none' : problems.at(-1)?.code).toBe(code);
  });

  test('puts nodes after what leads to them, and warns of what leads nowhere', () => {
    const { value, problems } = readAttackFlow(flowOf('T2>c', 'T1190.001>a', 'OR>z'), 'f.json');
    expect(value?.nodes.map(({ id, kind, technique, after }) => [id, kind, technique, after])).toEqual([
      ['b', 'action', 'T1190.001', []],
      ['a', 'action', undefined, [0]],
      ['c', 'any', undefined, [1]],
    ]);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['FLOW_UNKNOWN_REFERENCE', 'warning'],
    ]);
  });

  test('takes a technique from the attack pattern that an action refers to', () => {
    const objects = [
      { type: 'attack-action', id: 'a', technique_ref: 'p' },
      {
        type: 'attack-pattern',
        id: 'p',
        external_references: [{ source_name: 'mitre-attack', external_id: 'T1566' }],
      },
    ];
    const { value } = readAttackFlow(Buffer.from(JSON.stringify({ objects })), 'f.json');
    expect(value?.nodes[0]?.technique).toBe('T1566');
  });

  test('never throws, and refers only to nodes that are there', () => {
    const item = fc.record(
      {
        type: fc.constantFrom(
          'attack-action',
          'attack-operator',
          'attack-condition',
          'attack-flow',
          'attack-pattern',
          7,
        ),
        id: fc.oneof(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.jsonValue()),
        operator: fc.constantFrom('AND', 'OR', null),
        effect_refs: fc.oneof(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), fc.jsonValue()),
        external_references: fc.jsonValue(),
        technique_id: fc.oneof(fc.constant('T1190'), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(item), (objects) => {
        const { value } = readAttackFlow(Buffer.from(JSON.stringify({ objects })), 'f.json');
        const count = value?.nodes.length ?? 0;
        expect(value?.nodes.every(({ after }) => after.every((at) => at >= 0 && at < count)) ?? true).toBe(
          true,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('check --flow', () => {
  const cwd = path.resolve(import.meta.dirname, '..');
  const argv = ['check', 'examples/demo-shop', '--flow', 'examples/demo-shop/tag-hijack.flow.json'];

  test('tells the replay of the example, by its schema', async () => {
    const { code, stdout } = await ensuresec([...argv, '--json'], { cwd });
    const schema = answerSchemas().find((each) => each.path.includes('replay'));
    const isValid = new Ajv2020({ strict: false }).compile(JSON.parse(schema?.text ?? '') as object);
    const answer = JSON.parse(stdout) as Replay;
    expect(isValid(answer), JSON.stringify(isValid.errors)).toBe(true);
    expect(answer.actions.map(({ outcome }) => outcome)).toEqual([
      'unknown',
      'derived',
      'held',
      'derived',
      'derived',
    ]);
    expect(answer.stop).toBe('plan');
    expect(code).toBe(1);
  });

  test('refuses other answers beside it, and files that are no flow', async () => {
    const beside = await ensuresec([...argv, '--sarif', 'x.sarif'], { cwd });
    expect([beside.code, beside.stderr]).toEqual([
      2,
      expect.stringContaining('Cannot use --sarif with --flow'),
    ]);
    const other = await ensuresec(['check', 'examples/demo-shop', '--flow', 'package.json'], { cwd });
    expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('FLOW_NOT_A_BUNDLE')]);
  });
});
