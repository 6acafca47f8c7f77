// SPDX-License-Identifier: Apache-2.0
// learn: from labelled events to an approved policy that detect runs; what is refused; what was rejected stays away.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensuresec } from './terminal.ts';

let cwd = '';
const at = (...argv: string[]) => ensuresec(argv, { cwd });
const shelf = () =>
  JSON.parse(readFileSync(path.join(cwd, 'learnt/candidates.json'), 'utf8')) as {
    readonly candidates: readonly { readonly id: string; readonly state: string; readonly from: string }[];
  };

/** A door of a vehicle opens at a planned stop on usual days, and elsewhere when it is robbed. */
function day(number: number): readonly [string, string] {
  const events = Array.from({ length: 60 }, (_, at) => {
    const robbed = at === 30 + number;
    return {
      specversion: '1.0',
      id: `d${number}-${at}`,
      source: 'urn:test',
      type: 'vehicle.door',
      time: new Date(Date.UTC(2026, 9, number, 8, at)).toISOString(),
      vehicle: `van-${at % 4}`,
      driver: `d-${at % 4}`,
      data: { action: at % 2 === 0 ? 'open' : 'close', 'planned-stop': !robbed, 'unlocked-by': 'driver' },
    };
  });
  const label = { id: `d${number}-${30 + number}`, attack: 'robbed' };
  return [events.map((each) => `${JSON.stringify(each)}\n`).join(''), `${JSON.stringify(label)}\n`];
}

beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
  for (const number of [1, 2, 3]) {
    const [events, labels] = day(number);
    writeFileSync(path.join(cwd, `d${number}.ndjson`), events);
    writeFileSync(path.join(cwd, `d${number}.truth`), labels);
  }
  writeFileSync(path.join(cwd, 'bad.truth'), '{"id":"d1-3"}\nno json\n');
  writeFileSync(path.join(cwd, 'none.ndjson'), 'no json\n');
});
afterAll(() => rmSync(cwd, { recursive: true }));

const RULES = ['learn', 'rules', 'd1.ndjson', 'd2.ndjson', '--labels', 'd1.truth', '--labels', 'd2.truth'];
const TESTED = [...RULES, '--test', 'd3.ndjson', '--test-labels', 'd3.truth'];

describe('learn rules', () => {
  test('finds the rule, says how good it is, and waits', async () => {
    const { code, stdout, stderr } = await at(...TESTED);
    expect(code).toBe(1);
    expect(stdout).toMatch(/learnt\/policy\/robbed-vehicle-door-[0-9a-f]{8} {2}waits for approval/);
    expect(stdout).toMatch(/vehicle\.door where planned-stop = false/);
    expect(stdout).toMatch(/1 of 1 attacks seen, 0\.00 false alarms a day on events kept aside/);
    expect(stderr).toMatch(/1 candidates wait in learnt/);
  });

  test('an approved policy runs beside the pack it was learnt for', async () => {
    const [candidate] = shelf().candidates;
    expect((await at('learn', 'approve', candidate?.id ?? '', '--reason', 'Seen twice')).code).toBe(0);
    const { code, stdout } = await at('detect', 'd3.ndjson', '--pack', 'learnt', '--alerts', '--json');
    expect(code).toBe(1);
    const rules = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { rule?: string }).rule);
    expect(rules).toContain(candidate?.id);
  });

  test('what was rejected is not offered again', async () => {
    const [candidate] = shelf().candidates;
    expect((await at('learn', 'reject', candidate?.id ?? '', '--reason', 'Known')).code).toBe(0);
    const { code, stdout, stderr } = await at(...TESTED);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/1 of 1 were decided about before/);
    expect((await at('learn', 'list')).stdout).toMatch(/rejected: Known/);
    expect(readFileSync(path.join(cwd, 'learnt/policies.yaml'), 'utf8')).not.toMatch(/robbed/);
  });
});

describe('learn invariants', () => {
  test('mines what always held, labels left out', async () => {
    const argv = [
      'learn',
      'invariants',
      'd1.ndjson',
      'd2.ndjson',
      '--labels',
      'd1.truth',
      '--labels',
      'd2.truth',
    ];
    const { code, stdout } = await at(...argv, '--to', 'mined', '--json', '--all');
    expect(code).toBe(1);
    const found = JSON.parse(stdout) as { candidates: { policy: { must: { that: string }[] } }[] };
    expect(found.candidates.map(({ policy }) => policy.must[0]?.that)).toContain('on.planned-stop = true');
  });

  test('names of files and folders move no cursor', async () => {
    const name = 'a\u001b[2J\u202e.ndjson';
    writeFileSync(path.join(cwd, name), `${readFileSync(path.join(cwd, 'd1.ndjson'), 'utf8')}{"cut": \n`);
    const { code, stdout, stderr } = await at('learn', 'invariants', name, '--to', 'b\u001b[2J');
    expect([code, stderr.includes('b\\x1b[2J')]).toEqual([1, true]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come out.
    expect(stdout + stderr).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('learn parameters', () => {
  const usual = Array.from({ length: 60 }, (_, at) => `mug number ${at},norm`);
  const attacks = Array.from({ length: 60 }, (_, at) => `"${at}' or '1'='1' -- ",anom`);

  test('learns from a CSV and scores another, with its area when it is labelled', async () => {
    writeFileSync(path.join(cwd, 'train.csv'), `payload,label\n${[...usual, ...attacks].join('\n')}\n`);
    writeFileSync(path.join(cwd, 'test.csv'), "payload,label\nblue mug,norm\n\"7' or 'a'='a' -- \",anom\n");
    writeFileSync(path.join(cwd, 'plain.ndjson'), '{"value":"green \\u001b[2J mug number 5"}\n');
    expect((await at('learn', 'parameters', 'train.csv')).code).toBe(0);
    const scored = await at('learn', 'score', 'test.csv');
    expect(scored.code).toBe(1);
    expect(scored.stdout).toMatch(/^1 of 2 values look like attacks; ROC-AUC 1\.0000/);
    expect(scored.stdout).toMatch(/because of /);
    const plain = await at('learn', 'score', 'plain.ndjson');
    expect(plain).toMatchObject({ code: 0, stdout: '0 of 1 values look like attacks\n' });
  });

  test.each([
    ['one kind only', 'payload,label\na,norm\n', 3, /Both attacks and usual values/],
    ['no labels', 'payload\na\n', 3, /does not say which values are attacks/],
    ['no values', 'x,label\na,norm\n', 3, /expected a column payload/],
    ['no rows', 'payload,label\n', 4, /no value/],
  ])('refuses %s', async (_, text, code, message) => {
    writeFileSync(path.join(cwd, 'odd.csv'), text);
    const ended = await at('learn', 'parameters', 'odd.csv');
    expect(ended.stderr).toMatch(message);
    expect(ended.code).toBe(code);
  });

  test('refuses what is no model', async () => {
    writeFileSync(path.join(cwd, 'odd.json'), '{"schema":"x"}');
    const ended = await at('learn', 'score', 'test.csv', '--model', 'odd.json');
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(/odd\.json:1:/);
  });
});

describe('refusals', () => {
  test.each([
    [
      'no such verb',
      ['learn', 'wonders'],
      2,
      /expected rules, invariants, baseline, label, refine, parameters, score, list, approve, reject/,
    ],
    ['no file', ['learn', 'rules', '--labels', 'd1.truth'], 2, /Name at least one/],
    ['no labels', ['learn', 'rules', 'd1.ndjson'], 2, /--labels truth\.ndjson/],
    ['too few labels', [...RULES, '--labels', 'd3.truth'], 2, /2 files of events and 3 of labels/],
    [
      'bad labels',
      ['learn', 'rules', 'd1.ndjson', '--labels', 'bad.truth'],
      3,
      /bad\.truth:1:1[\s\S]*bad\.truth:2:1/,
    ],
    ['no such file', ['learn', 'invariants', 'nothing.ndjson'], 6, /nothing\.ndjson/],
    ['no candidates', ['learn', 'list', '--to', 'nowhere'], 4, /no candidate in nowhere/],
    ['no such candidate', ['learn', 'approve', 'learnt/policy/none'], 2, /no candidate learnt\/policy\/none/],
    ['a baseline without a file', ['learn', 'baseline'], 2, /Name at least one/],
    ['a baseline of nothing', ['learn', 'baseline', 'none.ndjson'], 4, /nothing to learn from/],
    [
      'too many alarms',
      ['learn', 'baseline', 'd1.ndjson', '--alarms', '1e9'],
      2,
      /--alarms: expected how many/,
    ],
    ['a label without an incident', ['learn', 'label', 'd1.ndjson'], 2, /which incident is which attack/],
    ['no verdicts', ['learn', 'refine', 'd1.ndjson'], 4, /no verdict to learn from/],
    ['a bad seed', [...RULES, '--seed', 'x'], 2, /expected a whole number/],
  ])('%s', async (_, argv, code, message) => {
    const ended = await at(...argv);
    expect(ended.stderr).toMatch(message);
    expect(ended.code).toBe(code);
  });
});
