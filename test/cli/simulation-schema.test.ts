// SPDX-License-Identifier: Apache-2.0
// What strangers parse of `simulate --json`: its schema, and one answer word by word. A change of the golden that breaks a
// reader raises the number in ensuresec/simulation/1; `npx vitest run -u` writes it.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { answerSchemas } from '../../tools/generate/report-schema.ts';
import { ensuresec } from './terminal.ts';

const text = answerSchemas().find(({ path }) => path.includes('simulation'))?.text ?? '';
const isValid = new Ajv2020({ strict: false }).compile(JSON.parse(text) as object);

async function answerOf(...args: readonly string[]): Promise<unknown> {
  const argv = ['simulate', 'examples/demo-shop', ...args, '--runs', '40', '--json'];
  const { code, stdout, stderr } = await ensuresec(argv);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

test.each([
  ['a scenario', ['--scenario', 'van-stolen']],
  ['a scenario with a published case', ['--scenario', 'help-desk-call']],
  ['a budget', ['--scenario', 'warehouse-ransom', '--budget', '3000']],
  ['the path that proves an attack', ['--attack', 'chilled-goods-spoiled', '--detect', '8h']],
])('%s is answered by the schema', async (_, args) => {
  expect(isValid(await answerOf(...args)), JSON.stringify(isValid.errors)).toBe(true);
});

test('the schema refuses other answers', async () => {
  const answer = (await answerOf('--scenario', 'van-stolen')) as { without: object };
  for (const wrong of [
    { ...answer, more: 1 },
    { ...answer, runs: 0 },
    { ...answer, without: {} },
  ])
    expect(isValid(wrong)).toBe(false);
});

test('the answer stays as it is', async () => {
  const answer = await answerOf('--scenario', 'van-stolen');
  // Six digits: the last ones of exp and log differ between machines.
  const short = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value;
  await expect(`${JSON.stringify(answer, short, 2)}\n`).toMatchFileSnapshot('golden/simulation.json');
});
