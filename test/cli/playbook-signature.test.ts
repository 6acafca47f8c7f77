// SPDX-License-Identifier: Apache-2.0
// An operator who runs signed playbooks alone: from a file, from the pack, on the command line and in the file of the operator.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholePlaybook } from '../../src/respond/playbook/playbook.fixture.ts';
import { ensuresec } from './terminal.ts';

let cwd = '';
const respond = (...argv: string[]) => ensuresec(['respond', ...argv], { cwd });
const write = (name: string, text: string) => writeFileSync(path.join(cwd, name), text);
const NAME = 'card-testing';

beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-signed-'));
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  for (const folder of ['d', 'd/signed-playbooks', 'bare', 'broken', 'broken/signed-playbooks', 'lost'])
    mkdirSync(path.join(cwd, folder));
  write('ada.key', privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  for (const name of ['ada.pem', 'd/ada.pem', 'bare/ada.pem', 'broken/ada.pem'])
    write(name, publicKey.export({ type: 'spki', format: 'pem' }) as string);
  for (const folder of ['d', 'bare', 'broken', 'lost'])
    write(`${folder}/operator.yaml`, 'operator: 1\nsigned-by: [ada.pem]\n');
  write('plain.json', JSON.stringify(wholePlaybook()));
  write('signed.json', (await respond('sign', 'plain.json', '--key', 'ada.key', '--signee', 'Ada')).stdout);
  write(
    'changed.json',
    readFileSync(path.join(cwd, 'signed.json'), 'utf8').replace('Every step', 'Any step'),
  );
  // All playbooks of the pack end in one that they call.
  for (const name of [NAME, 'look-back'])
    write(
      `d/signed-playbooks/${name}.json`,
      (await respond('sign', name, '--key', 'ada.key', '--signee', 'Ada')).stdout,
    );
  write('broken/signed-playbooks/x.json', '{');
});
afterAll(() => rmSync(cwd, { recursive: true }));

test.each<[string, string[], number, string]>([
  ['signed, and the key is named', ['signed.json', '--data', 'e1', '--require-signature', 'ada.pem'], 5, ''],
  ['signed, and the operator names the key', ['signed.json', '--data', 'd'], 5, ''],
  ['of the pack, with a signed copy', [NAME, '--data', 'd', '--set', 'controls=a.example'], 5, ''],
  [
    'of the pack, without one',
    [NAME, '--data', 'bare', '--set', 'controls=a.example'],
    1,
    'is not signed: expected a signature with a key of ada.pem',
  ],
  [
    'of the pack, in another language than the copy',
    [NAME, '--language', 'de', '--data', 'd', '--set', 'controls=a.example'],
    1,
    'is not signed',
  ],
  ['unsigned', ['plain.json', '--data', 'bare'], 1, 'is not signed'],
  [
    'changed',
    ['changed.json', '--data', 'bare'],
    1,
    'was changed, or is not signed with a key of ada.pem (that of Ada: the signature does not fit the playbook)',
  ],
  [
    'unsigned, and the key is named',
    ['plain.json', '--data', 'e2', '--require-signature', 'ada.pem'],
    1,
    'is not signed',
  ],
  ['unsigned, and it is called', ['signed.json', '--with', 'plain.json', '--data', 'd'], 1, 'is not signed'],
  [
    'with a key that is not there',
    ['signed.json', '--data', 'lost'],
    2,
    'The key ada.pem of a signer cannot be read',
  ],
  [
    'beside signed ones that cannot be read',
    ['signed.json', '--data', 'broken'],
    2,
    'Cannot read signed-playbooks',
  ],
  ['unsigned, and nobody asks', ['plain.json', '--data', 'e3'], 5, ''],
])('run of a playbook %s', async (_, argv, code, why) => {
  const ended = await respond('run', ...argv);
  expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(why)]);
  const [, folder = ''] = /--data (\S+)/.exec(argv.join(' ')) ?? [];
  if (code !== 5 && folder !== 'd')
    expect(existsSync(path.join(cwd, folder, 'playbook-runs.db'))).toBe(false);
});

test('what began goes on when the key is gone', async () => {
  mkdirSync(path.join(cwd, 'gone'));
  write('gone/operator.yaml', 'operator: 1\nsigned-by: [ada.pem]\n');
  write('gone/ada.pem', readFileSync(path.join(cwd, 'ada.pem'), 'utf8'));
  expect((await respond('run', 'signed.json', '--data', 'gone', '--id', 'r1')).code).toBe(5);
  rmSync(path.join(cwd, 'gone/ada.pem'));
  const shown = await respond('resume', 'r1', '--data', 'gone');
  expect([shown.code, shown.stderr]).toEqual([5, expect.not.stringContaining('cannot be read')]);
  const next = await respond('run', 'signed.json', '--data', 'gone', '--id', 'r2');
  expect([next.code, next.stderr]).toEqual([2, expect.stringContaining('cannot be read')]);
});

test('the dry run and the simulation go on, and say that it would be refused', async () => {
  const plan = await respond('plan', 'changed.json', '--data', 'bare');
  expect([plan.code, plan.stdout]).toEqual([
    0,
    expect.stringContaining('It would not be run: `Any step` was changed'),
  ]);
  const json = JSON.parse((await respond('plan', 'plain.json', '--data', 'bare', '--json')).stdout);
  expect(json.refused).toEqual([expect.stringContaining('is not signed')]);
  const fine = JSON.parse((await respond('plan', 'signed.json', '--data', 'bare', '--json')).stdout);
  expect(fine).not.toHaveProperty('refused');
  const played = await respond('run', 'plain.json', '--simulate', '--data', 'bare');
  expect([played.code, played.stderr]).toEqual([
    0,
    expect.stringContaining('In earnest it would be refused'),
  ]);
});

test.each<[string, string[], number]>([
  ['no key', ['plain.json', '--signee', 'Ada'], 2],
  ['no name', ['plain.json', '--key', 'ada.key'], 2],
  ['a public key', ['plain.json', '--key', 'ada.pem', '--signee', 'Ada'], 3],
])('sign refuses %s', async (_, argv, code) => {
  expect((await respond('sign', ...argv)).code).toBe(code);
});

test('the file of the operator names at least one key', async () => {
  mkdirSync(path.join(cwd, 'none'));
  write('none/operator.yaml', 'operator: 1\nsigned-by: []\n');
  expect((await respond('run', 'signed.json', '--data', 'none')).code).toBe(3);
});
