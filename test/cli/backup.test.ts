// SPDX-License-Identifier: Apache-2.0
// backup and restore of a data folder at rest: what goes in, what is refused, what is told.
import { generateKeyPairSync } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openItemStore, openSqliteEventLog } from '../../src/platform/index.ts';
import { openAudit } from '../../src/server/access/audit.ts';
import { ensuresec } from './terminal.ts';

const HASH_KEY = 'a-key-of-pseudonyms-that-nobody-shall-read';
const TOKEN = 'sending-token-of-the-till-0123456789';
const LOGIN = 'login-of-the-bank-0123456789';
const PARTNER = 'secret-of-the-partner-0123456789';
const SECRETS = [HASH_KEY, TOKEN, LOGIN, PARTNER];
const PASSPHRASE = 'correct horse battery staple';

let cwd = '';
const never = new Promise<void>(() => undefined);
const at = (...argv: string[]) => ensuresec(argv, { cwd, stopped: never });
const inside = (...parts: string[]) => path.join(cwd, ...parts);

beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-backup-'));
  mkdirSync(inside('data', 'worlds'), { recursive: true });
  const log = await openSqliteEventLog(inside('data', 'events.db'));
  await log.append({
    records: Array.from({ length: 500 }, (_, id) => ({
      source: 's',
      id: `${id}`,
      key: 'k',
      body: `{"n":${id}}`,
    })),
  });
  await log.close();
  const store = await openItemStore(inside('data', 'access.db'));
  store.write([{ kind: 'person', id: 'ada', value: '{"name":"ada"}' }]);
  store.close();
  const audit = await openAudit(inside('data', 'audit'), () => 1_800_000_000_000);
  await audit.record({ actor: 'machine', kind: 'api.read', subject: 'events', body: {}, personal: {} });
  await audit.close();
  writeFileSync(inside('data', 'hash.key'), HASH_KEY, { mode: 0o600 });
  writeFileSync(inside('data', 'till-secret.txt'), TOKEN);
  writeFileSync(
    inside('data', 'sources.yaml'),
    'sources:\n  - { name: till, kind: http, token-file: till-secret.txt }\n',
  );
  writeFileSync(inside('data', 'bank-login.txt'), LOGIN);
  writeFileSync(
    inside('data', 'operator.yaml'),
    'operator: 1\nsecrets: { bank: { file: ./worlds/../bank-login.txt }, shop: { env: SHOP } }\n',
  );
  mkdirSync(inside('data', 'case'));
  writeFileSync(inside('data', 'case', 'taxii-clients.txt'), `partner:${PARTNER} clear\n`);
  writeFileSync(inside('data', 'worlds', `${'long-name-'.repeat(14)}.json`), '{}');
  writeFileSync(inside('data', 'operator.header'), 'Authorization: Bearer of-this-run\n');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const open = publicKey.export({ type: 'spki', format: 'pem' });
  writeFileSync(inside('data', 'ada.pem'), open);
  writeFileSync(inside('data', 'both.pem'), `${open}${privateKey.export({ type: 'pkcs8', format: 'pem' })}`);
  writeFileSync(inside('pass'), `${PASSPHRASE}\n`);
  writeFileSync(inside('other-pass'), 'another passphrase\n');
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function eventsIn(folder: string): Promise<number> {
  const log = await openSqliteEventLog(inside(folder, 'events.db'));
  try {
    return (await log.read({ from: 0, limit: 1000 })).length;
  } finally {
    await log.close();
  }
}

describe('backup', () => {
  test('leaves keys out unless they are asked for, and names them', async () => {
    const made = await at('backup', '--data', 'data', '--out', 'plain.backup', '--json');
    expect(made.code, made.stderr).toBe(0);
    const { files, withoutKeys, bytes } = JSON.parse(made.stdout) as Record<string, unknown>;
    expect(withoutKeys).toEqual([
      `audit/keys/${path.basename(keyFile())}`,
      'bank-login.txt',
      'both.pem',
      'case/taxii-clients.txt',
      'hash.key',
      'till-secret.txt',
    ]);
    expect((files as { path: string }[]).map(({ path: name }) => name)).toEqual([
      'events.db',
      'access.db',
      'ada.pem',
      'audit/log.db',
      'operator.yaml',
      'sources.yaml',
      `worlds/${'long-name-'.repeat(14)}.json`,
    ]);
    expect(statSync(inside('plain.backup')).size).toBe(bytes);
    const raw = gunzipSync(readFileSync(inside('plain.backup'))).toString('latin1');
    for (const secret of [...SECRETS, 'of-this-run']) expect(raw).not.toContain(secret);
    expect(raw).toContain('ustar');
    expect(existsSync(inside('plain.backup.partial'))).toBe(false);
  });

  test('takes keys along as they are with --with-keys', async () => {
    expect((await at('backup', '--data', 'data', '--out', 'keys.backup', '--with-keys')).code).toBe(0);
    const raw = gunzipSync(readFileSync(inside('keys.backup'))).toString('latin1');
    for (const secret of SECRETS) expect(raw).toContain(secret);
  });

  test('with a passphrase is an age file with keys in it, and opens by it alone', async () => {
    const made = await at('backup', '--data', 'data', '--out', 'sealed.age', '--passphrase-file', 'pass');
    expect(made.code, made.stderr).toBe(0);
    const raw = readFileSync(inside('sealed.age')).toString('latin1');
    expect(raw.startsWith('age-encryption.org/v1\n-> scrypt ')).toBe(true);
    for (const secret of [...SECRETS, 'ustar']) expect(raw).not.toContain(secret);
    const check = (...more: string[]) => at('restore', 'sealed.age', '--verify', ...more);
    expect((await check('--passphrase-file', 'pass')).code).toBe(0);
    expect((await check()).code).toBe(3);
    expect((await check('--passphrase-file', 'other-pass')).code).toBe(3);
  });

  test.each([
    ['sources.yaml', 'sources: ['],
    ['sources.yaml', 'sources: [{ kind: smoke }]'],
    ['operator.yaml', 'operator: 2'],
  ])('does not guess which files are keys where %s says %s', async (name, text) => {
    mkdirSync(inside('unsure'), { recursive: true });
    for (const each of readdirSync(inside('unsure'))) rmSync(inside('unsure', each), { recursive: true });
    writeFileSync(inside('unsure', name), text);
    writeFileSync(inside('unsure', 'secret.txt'), 'secret');
    const refused = await at('backup', '--data', 'unsure', '--out', 'unsure.backup');
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining(`${name}:1`)]);
    expect(refused.stderr).toContain('--passphrase-file');
    expect(existsSync(inside('unsure.backup'))).toBe(false);
    const all = await at('backup', '--data', 'unsure', '--out', 'unsure.backup', '--with-keys', '--force');
    expect(all.code, all.stderr).toBe(0);
    rmSync(inside('unsure.backup'));
  });

  test('bears names with a colon and a backslash, and refuses one with a line break', async () => {
    mkdirSync(inside('names'));
    writeFileSync(inside('names', 'a:b\\c.txt'), 'odd');
    expect((await at('backup', '--data', 'names', '--out', 'names.backup')).code).toBe(0);
    const back = await at('restore', 'names.backup', '--data', 'names-back');
    expect(back.code, back.stderr).toBe(0);
    expect(readFileSync(inside('names-back', 'a:b\\c.txt'), 'utf8')).toBe('odd');
    writeFileSync(inside('names', `${'long'.repeat(30)}\nsize=1`), 'odd');
    const refused = await at('backup', '--data', 'names', '--out', 'names-2.backup');
    expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining('rename the file')]);
    expect(readdirSync(cwd).filter((each) => each.startsWith('names-2'))).toEqual([]);
  });

  test('that is stopped leaves nothing, and nor does a restore', async () => {
    await at('backup', '--data', 'data', '--out', 'whole.backup', '--with-keys', '--force');
    const before = readdirSync(cwd);
    const stopping = (...argv: string[]) => ensuresec(argv, { cwd });
    const calls = [
      ['backup', '--data', 'data', '--out', 'stopped.backup'],
      ['restore', 'whole.backup', '--data', 'stopped'],
      ['restore', 'whole.backup', '--verify', '--data', 'stopped'],
    ];
    for (const argv of calls) expect((await stopping(...argv)).code, argv.join(' ')).toBe(130);
    expect(readdirSync(cwd)).toEqual(before);
    expect(readdirSync(inside('data'))).not.toContain('backup-copy');
  });

  test('is refused over a file that exists, and for a folder that is not there', async () => {
    writeFileSync(inside('taken'), 'mine');
    expect((await at('backup', '--data', 'data', '--out', 'taken')).code).toBe(2);
    expect(readFileSync(inside('taken'), 'utf8')).toBe('mine');
    expect((await at('backup', '--data', 'data', '--out', 'taken', '--force')).code).toBe(0);
    expect((await at('backup', '--data', 'nowhere', '--out', 'n.backup')).code).toBe(4);
    expect((await at('backup', '--data', 'data')).code).toBe(2);
  });
});

describe('restore', () => {
  beforeAll(async () => {
    await at('backup', '--data', 'data', '--out', 'r.backup', '--with-keys');
  });

  test('gives back every store, key and file', async () => {
    const done = await at('restore', 'r.backup', '--data', 'new/place');
    expect(done.code, done.stderr).toBe(0);
    expect(await eventsIn('new/place')).toBe(500);
    const store = await openItemStore(inside('new/place', 'access.db'));
    expect([...store.all('person').keys()]).toEqual(['ada']);
    store.close();
    // The log of evidence goes on with its key.
    const audit = await openAudit(inside('new/place', 'audit'), () => 1_800_000_001_000);
    await audit.record({ actor: 'machine', kind: 'api.read', subject: 'events', body: {}, personal: {} });
    await audit.close();
    expect(readFileSync(inside('new/place', 'hash.key'), 'utf8')).toBe(HASH_KEY);
    expect(statSync(inside('new/place', 'hash.key')).mode & 0o777).toBe(0o600);
    expect(existsSync(inside('new/place', 'operator.header'))).toBe(false);
  });

  test('is refused into a folder with something in it, unless it is to be replaced', async () => {
    mkdirSync(inside('full'));
    writeFileSync(inside('full', 'mine.txt'), 'mine');
    expect((await at('restore', 'r.backup', '--data', 'full')).code).toBe(2);
    expect(readFileSync(inside('full', 'mine.txt'), 'utf8')).toBe('mine');
    const done = await at('restore', 'r.backup', '--data', 'full', '--replace', '--json');
    expect(done.code, done.stderr).toBe(0);
    const { aside } = JSON.parse(done.stdout) as { aside: string };
    expect(readFileSync(path.join(aside, 'mine.txt'), 'utf8')).toBe('mine');
    expect(await eventsIn('full')).toBe(500);
  });

  test('is refused over a folder that a process has open', async () => {
    await at('restore', 'r.backup', '--data', 'busy');
    const held = await openSqliteEventLog(inside('busy', 'events.db'));
    const refused = await at('restore', 'r.backup', '--data', 'busy', '--replace');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('in use by another process')]);
    await held.close();
    expect(await eventsIn('busy')).toBe(500);
  });

  test('ends a restore that was cut off between its two renames', async () => {
    await at('restore', 'r.backup', '--data', 'cut.restored');
    const again = await at('restore', 'r.backup', '--data', 'cut');
    expect(again.code).toBe(2);
    expect(await eventsIn('cut')).toBe(500);
  });

  const damages: readonly [string, (raw: Buffer) => Buffer, number][] = [
    ['cut off', (raw) => raw.subarray(0, raw.length - 400), 1],
    ['nothing', () => Buffer.alloc(0), 3],
    ['a text', () => Buffer.from('not a backup\n'), 3],
    ['an archive without manifest', (raw) => gzipSync(withoutManifest(gunzipSync(raw))), 1],
    ['a database with another byte', (raw) => gzipSync(flip(gunzipSync(raw), '{"n":250}', 6)), 1],
    [
      'a name that leads out',
      (raw) => gzipSync(renamed(gunzipSync(raw), 'data/hash.key', '../../../evil')),
      1,
    ],
    [
      'a key that was put in',
      (raw) => gzipSync(renamed(gunzipSync(raw), 'data/hash.key', 'data/more.key')),
      1,
    ],
  ];
  test.each(damages)('of %s changes nothing', async (name, damage, code) => {
    const file = `bad-${damages.findIndex(([each]) => each === name)}`;
    writeFileSync(inside(file), damage(readFileSync(inside('r.backup'))));
    const verified = await at('restore', file, '--verify');
    expect(verified.code, verified.stderr).toBe(code);
    const refused = await at('restore', file, '--data', 'untouched');
    expect(refused.code, refused.stderr).toBe(code);
    for (const left of [
      'untouched',
      'untouched.restoring',
      'untouched.restored',
      'ensuresec-data.verifying',
      'evil',
      '../evil',
    ])
      expect(existsSync(inside(left)), left).toBe(false);
  });

  test('finds a byte that was changed in an encrypted one', async () => {
    const raw = readFileSync(inside('sealed.age'));
    raw[raw.length - 1000] = (raw[raw.length - 1000] ?? 0) ^ 1;
    writeFileSync(inside('changed.age'), raw);
    const found = await at('restore', 'changed.age', '--verify', '--passphrase-file', 'pass');
    expect(found.code, found.stderr).toBe(1);
  });
});

function keyFile(): string {
  const folder = inside('data', 'audit', 'keys');
  const [name = ''] = readdirSync(folder);
  return path.join(folder, name);
}

/** Another header of the same length of name, with its sum. */
function renamed(tar: Buffer, from: string, to: string): Buffer {
  const at = tar.indexOf(`${from}\0`);
  const block = tar.subarray(at, at + 512);
  block.fill(0, 0, 100);
  block.write(to, 0);
  block.fill(' ', 148, 156);
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return tar;
}

function withoutManifest(tar: Buffer): Buffer {
  return Buffer.concat([tar.subarray(0, tar.indexOf('manifest.json\0')), Buffer.alloc(1024)]);
}

function flip(tar: Buffer, text: string, offset: number): Buffer {
  const at = tar.indexOf(text) + offset;
  tar[at] = (tar[at] ?? 0) ^ 1;
  return tar;
}
