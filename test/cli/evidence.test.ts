// SPDX-License-Identifier: Apache-2.0
// The verbs of `evidence` from the first record to a witness, on a real store; Python reads what Node wrote.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSqlite } from '../../src/platform/eventlog/sqlite/driver.ts';
import { openEvidenceStore } from '../../src/platform/index.ts';
import { hasPeers } from '../support/peers.ts';
import { type Ended, ensuresec } from './terminal.ts';

const VERIFIER = path.resolve(import.meta.dirname, '../../verifier/verify_evidence.py');
const RECORDS = [
  { kind: 'incident.declared', subject: 'INC-1', body: { title: 'Skimmer' } },
  {
    kind: 'order.seen',
    subject: 'INC-1',
    body: { order: '4711' },
    personal: { name: 'Ada', email: 'ada@example.org' },
  },
  ...Array.from({ length: 600 }, (_, at) => ({ kind: 'note', body: { text: `line ${at}` } })),
];

let cwd = '';
const run = (...argv: string[]): Promise<Ended> => ensuresec(['evidence', ...argv], { cwd });
const json = async (...argv: string[]) =>
  JSON.parse((await run(...argv, '--json')).stdout) as Record<string, unknown>;
beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-evidence-'));
  writeFileSync(path.join(cwd, 'r.ndjson'), RECORDS.map((record) => JSON.stringify(record)).join('\n'));
  writeFileSync(path.join(cwd, 'more.ndjson'), JSON.stringify(RECORDS[0]));
  writeFileSync(path.join(cwd, 'bad.ndjson'), '{"kind":"a"}\n{"kind":1,"body":1}\n');
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('what the machine refuses is told in words, not as a fault of the program', async () => {
  const { code, stderr } = await run('append', 'r.ndjson', '--log', 'r.ndjson/log');
  expect(code).toBe(6);
  expect(stderr).toContain('r.ndjson/log: a part of the path is a file, not a folder\nCheck the path\n');
  expect(stderr).not.toContain('fault of ensuresec');
});

test('a log that another command has for a moment is waited for', async () => {
  expect((await run('append', 'more.ndjson', '--log', 'shared')).code).toBe(0);
  const held = await openEvidenceStore(path.join(cwd, 'shared', 'log.db'));
  const asked = run('append', 'more.ndjson', '--log', 'shared');
  await new Promise((done) => setTimeout(done, 400));
  await held.close();
  expect(await asked).toMatchObject({ code: 0, stderr: expect.not.stringContaining('another process') });
});

test('verbs and options that do not fit are refused', async () => {
  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [['frob'], 2, 'expected append'],
    [['append'], 2, 'takes FILE'],
    [['verify', '--reason', 'x'], 2, 'does not know --reason'],
    [['prove', '1'], 4, 'There is no log'],
    [['verify', 'nowhere'], 4, 'nothing to verify'],
    [['append', 'bad.ndjson'], 3, '2 errors'],
    [['append', 'r.ndjson', '--origin', 'a b'], 2, '--origin'],
  ];
  for (const [argv, code, words] of cases) {
    const ended = await run(...argv);
    expect([ended.code, ended.stderr], argv.join(' ')).toEqual([code, expect.stringContaining(words)]);
  }
});

test.skipIf(!hasPeers)('records are kept, proved, shown in part, and checked by both verifiers', async () => {
  expect(await json('append', 'r.ndjson', '--origin', 'shop.example/evidence')).toMatchObject({
    first: 1,
    count: 602,
    size: 603,
  });
  expect((await run('prove', '2')).stdout).toContain('Entry 2 of 603');
  expect(await json('prove', '--since', '300')).toMatchObject({ since: 300, size: 603 });
  const key = String((await json('status'))['key']);
  expect((await run('verify', '--key', key)).code).toBe(0);
  expect((await run('verify', '--key', key.replace('shop', 'shap'))).code).toBe(1);
  const made = await run('export', 'b.zip', '--entry', '2', '--field', '2:email');
  expect([made.code, made.stdout]).toEqual([
    0,
    expect.stringContaining('1 of 603 entries shown, 1 personal value,'),
  ]);
  const bytes = readFileSync(path.join(cwd, 'b.zip')).toString('latin1');
  expect(bytes).toContain('ada@example.org');
  expect(bytes).not.toMatch(/"Ada"|line 300|Skimmer/);
  expect((await run('verify', 'b.zip', '--key', key)).code).toBe(0);
  const python = spawnSync('python3', [VERIFIER, path.join(cwd, 'b.zip'), '--key', key], {
    encoding: 'utf8',
  });
  expect([python.status, python.stdout]).toEqual([0, expect.stringContaining('INTACT: 603 entries')]);
  const other = spawnSync(
    'python3',
    [VERIFIER, path.join(cwd, 'b.zip'), '--key', key.replace('shop', 'shap')],
    { encoding: 'utf8' },
  );
  expect([other.status, other.stdout]).toEqual([1, expect.stringContaining('does not begin with the key')]);
  expect((await run('export', 'b.zip')).code).toBe(2);
  expect((await run('export', 'c.zip', '--entry', '9999')).code).toBe(2);
});

test.skipIf(!hasPeers)(
  'a peer cosigns tiles, refuses a fork, and its cosignature becomes part of the evidence',
  async () => {
    expect((await run('export', 'tiles', '--tiles')).code).toBe(0);
    expect((await run('verify', 'tiles')).code).toBe(0);
    const cosigned = await run('cosign', 'tiles', '--as', 'peer.example/w');
    expect(cosigned.code).toBe(0);
    const peer = /key (\S+)/.exec(cosigned.stderr)?.[1] ?? '';
    writeFileSync(path.join(cwd, 'cosigned'), cosigned.stdout);
    expect(await json('witness', 'cosigned', '--key', peer)).toMatchObject({
      by: 'peer.example/w',
      size: 603,
    });
    expect((await run('status')).stdout).toMatch(
      /last witnessed \d+ minutes? ago by peer\.example\/w; 1 entry is newer/,
    );
    expect((await run('change-key')).code).toBe(0);
    await run('append', 'more.ndjson');
    expect((await run('export', 'd.zip', '--force')).code).toBe(0);
    expect((await run('verify', 'd.zip')).code).toBe(0);
    expect(spawnSync('python3', [VERIFIER, path.join(cwd, 'd.zip')]).status).toBe(0);
    await run('append', 'r.ndjson', '--log', 'fork', '--origin', 'shop.example/evidence');
    await run('append', 'r.ndjson', '--log', 'fork');
    await run('export', 'forked', '--tiles', '--log', 'fork');
    const refused = await run('cosign', 'forked', '--as', 'peer.example/w');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('the log was forked')]);
    expect((await run('witness', 'cosigned', '--key', peer, '--log', 'fork')).code).toBe(1);
  },
);

test.skipIf(!hasPeers)(
  'a time stamp of openssl is kept, and checked with the certificate of its authority',
  async () => {
    const authority = (...argv: string[]) => execFileSync('openssl', argv, { cwd, stdio: 'pipe' });
    await run('export', 'stamped', '--tiles');
    writeFileSync(
      path.join(cwd, 'tsa.cnf'),
      '[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ndefault_policy=1.2.3.4\nsigner_digest=sha256\ndigests=sha256\n[req]\ndistinguished_name=dn\n[dn]\n[ext]\nextendedKeyUsage=critical,timeStamping\n',
    );
    writeFileSync(path.join(cwd, 'serial'), '01\n');
    authority(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'tsa.key',
      '-out',
      'tsa.pem',
      '-subj',
      '/CN=tsa',
      '-config',
      'tsa.cnf',
      '-extensions',
      'ext',
    );
    authority('ts', '-query', '-data', 'stamped/checkpoint', '-sha256', '-cert', '-out', 'q.tsq');
    authority(
      'ts',
      '-reply',
      '-queryfile',
      'q.tsq',
      '-config',
      'tsa.cnf',
      '-section',
      't',
      '-signer',
      'tsa.pem',
      '-inkey',
      'tsa.key',
      '-out',
      'r.tsr',
    );
    expect((await run('witness', 'r.tsr', '--over', 'cosigned')).code).toBe(3);
    expect((await run('witness', 'r.tsr', '--over', 'stamped/checkpoint')).code).toBe(0);
    // openssl makes certificates that last for 30 days.
    const { stdout } = await ensuresec(['doctor', '--data', '.', '--json'], { cwd });
    expect(stdout).toContain('"anchor-ends"');
    await run('export', 'e.zip');
    const check = (ca: string) =>
      spawnSync('python3', [VERIFIER, 'e.zip', '--tsa-ca', ca], { cwd, encoding: 'utf8' });
    expect(check('tsa.pem').stdout).toContain('INTACT');
    authority(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'other.key',
      '-out',
      'other.pem',
      '-subj',
      '/CN=other',
      '-config',
      'tsa.cnf',
      '-extensions',
      'ext',
    );
    expect(check('other.pem').stdout).toContain('The witness did not sign');
  },
);

test.skipIf(!hasPeers)('what is erased is in no file of the log, and tiles restore the rest', async () => {
  expect((await run('erase', '2', '--reason', 'asked')).stdout).toContain('Erased email, name of entry 2');
  expect((await run('erase', '2', '--reason', 'asked')).code).toBe(4);
  for (const name of ['log.db', 'log.db-wal'])
    try {
      expect(readFileSync(path.join(cwd, 'evidence', name)).toString('latin1')).not.toContain(
        'ada@example.org',
      );
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOENT' });
    }
  const { size, root } = await json('status');
  await run('export', 'last', '--tiles');
  expect(await json('restore', 'last', '--log', 'again')).toMatchObject({ size });
  expect(await json('status', '--log', 'again')).toMatchObject({ size, root });
  expect((await run('append', 'more.ndjson', '--log', 'again')).code).toBe(2);
  cpSync(path.join(cwd, 'evidence', 'keys'), path.join(cwd, 'again', 'keys'), { recursive: true });
  expect((await run('append', 'more.ndjson', '--log', 'again')).code).toBe(0);
  expect((await run('verify', 'again')).code).toBe(0);
  expect((await run('restore', 'last', '--log', 'again')).code).toBe(2);
});

test.skipIf(!hasPeers)('tampering in the store and in tiles is located', async () => {
  const open = await loadSqlite();
  const database = open(path.join(cwd, 'evidence', 'log.db'));
  expect(() => database.exec('DELETE FROM entry WHERE seq = 5')).toThrow('never deleted');
  expect(() => database.exec("UPDATE entry SET data = '' WHERE seq = 5")).toThrow('never changed');
  database.exec('DROP TRIGGER entry_unchanged');
  database.exec(
    "UPDATE entry SET data = CAST(replace(CAST(data AS TEXT), 'line 300', 'line 301') AS BLOB) WHERE seq = 303",
  );
  database.close();
  expect(await json('verify')).toMatchObject({ first: { entry: 303 } });
  const bundle = path.join(cwd, 'last', 'tile', 'entries', '001');
  const bytes = readFileSync(bundle);
  bytes.write('line 301', bytes.indexOf('line 300'));
  writeFileSync(bundle, bytes);
  expect(await json('verify', 'last')).toMatchObject({ kind: 'tiles', first: { entry: 303 } });
  expect((await run('restore', 'last', '--log', 'third')).code).toBe(1);
});
