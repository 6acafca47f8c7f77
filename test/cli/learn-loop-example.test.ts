// SPDX-License-Identifier: Apache-2.0
// The script of examples/learn-loop, run as a person runs it: from an attack that no rule knows to a rule and a premise.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReportShape } from '../../src/analyse/index.ts';
import { ShelfItem } from '../../src/learn/index.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
let out = '';
const text = (name: string) => readFileSync(path.join(out, name), 'utf8');
const candidates = (name: string) =>
  (JSON.parse(text(name)) as { candidates: unknown[] }).candidates.map((each) => ShelfItem.parse(each));
const report = (name: string) => ReportShape.parse(JSON.parse(text(name)));

interface Found {
  readonly schema: string;
  readonly rule?: string;
  readonly level: string;
  readonly time?: string;
  readonly keys?: Readonly<Record<string, string>>;
}
const alerts = (name: string): readonly Found[] =>
  text(name)
    .split('\n')
    .filter((line) => line.includes('"ensuresec/alert/'))
    .map((line) => JSON.parse(line) as Found);
const truth = (name: string): ReadonlySet<string> =>
  new Set(
    text(name)
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id),
  );

beforeAll(async () => {
  out = mkdtempSync(path.join(tmpdir(), 'ensuresec-learn-loop-'));
  const script = spawn('sh', [path.join(ROOT, 'examples/learn-loop/run.sh'), out]);
  const said: string[] = [];
  for (const stream of [script.stdout, script.stderr]) stream.on('data', (data) => said.push(String(data)));
  const code = await new Promise((resolve) => script.on('close', resolve));
  expect(code, said.join('')).toBe(0);
}, 900_000);
afterAll(() => rmSync(out, { recursive: true }));

test('no rule of the pack sees the attack; what was learnt of usual days does', () => {
  // The baselines of the pack may find that day unusual; none of them says of what.
  const named = alerts('pack-alone.ndjson').filter(({ rule }) => rule?.includes('/baseline/') !== true);
  expect(named).toEqual([]);
  const found = alerts('anomaly.ndjson');
  expect(found.map(({ rule }) => rule)).toContain(
    'learnt/baseline/http-request-address-number-of-http-request',
  );
});

test('the labels of a person are the events of the attack, and no others', () => {
  const [labelled, real] = [truth('labels.ndjson'), truth('first.truth')];
  expect([...labelled].filter((id) => !real.has(id))).toEqual([]);
  expect(labelled.size).toBe(real.size);
});

test('the rule contradicts nothing, costs no false alarm, and waits for a person', () => {
  const rules = candidates('rules.json').filter((each) => each.kind === 'rule');
  const [rule] = rules.filter(({ id }) => id.includes('routes-taken-http-request'));
  expect(rule).toMatchObject({ state: 'waiting', contradicts: [], learnt: { wrong: 0 } });
});

test('the same attack of another day is caught by the rule', () => {
  const found = alerts('caught.ndjson');
  const byRule = found.filter(({ rule }) => rule?.startsWith('learnt/policy/routes-taken-http-request'));
  expect(byRule.length).toBeGreaterThan(0);
  // Another address and account than those that it was learnt from.
  const learnt = text('labels.ndjson');
  expect(byRule.every(({ keys }) => !learnt.includes(JSON.stringify(keys)))).toBe(true);
  expect(text('second.ndjson')).not.toContain(addressIn('first.ndjson'));
});

function addressIn(name: string): string {
  return /"address":"(203\.0\.113\.\d+)"/.exec(text(name))?.[1] ?? 'no address';
}

test('what was seen of the network is an observed premise, and verdicts turn because of it', () => {
  const facts = candidates('facts.json').flatMap((each) => (each.kind === 'fact' ? [each.fact] : []));
  expect(facts.map((each) => each.text)).toContain(
    'internet reaches depot on port 8130, which no flow of the model declares',
  );
  expect(facts.some(({ says }) => says === 'unused')).toBe(true);
  const [before, after] = [report('before.json'), report('after.json')];
  const turned = after.observed?.changes ?? [];
  expect(turned.length).toBeGreaterThan(0);
  for (const change of turned) {
    expect(change.because).toEqual([
      'internet reaches depot on port 8130, which no flow of the model declares',
    ]);
    expect(change.confidence).toBeLessThan(1);
    const was = before.verdicts.find(
      ({ attack, attacker, target }) =>
        attack === change.attack && attacker === change.attacker && target === change.target,
    );
    expect(was?.verdict).toBe(change.before);
  }
  const worse = turned.filter(({ after: now }) => now === 'INSECURE');
  expect(worse.length).toBeGreaterThan(0);
  expect(text('after.txt')).toContain('observed: internet reaches depot');
});
