// SPDX-License-Identifier: Apache-2.0
// What the doctor finds in data folders that are ill in one way each.
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { SupportShape } from '../../src/server/index.ts';
import { ensuresec } from './terminal.ts';

/** What `terminal.ts` says the time is. */
const NOW = Date.UTC(2027, 0, 31);
const DAY = 86_400_000;

let data = '';
beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'ensuresec-doctor-'));
  chmodSync(data, 0o700);
});
afterEach(() => rmSync(data, { recursive: true }));

const put = (name: string, text: string | object, mode = 0o600): void => {
  mkdirSync(path.dirname(path.join(data, name)), { recursive: true });
  writeFileSync(path.join(data, name), typeof text === 'string' ? text : JSON.stringify(text), { mode });
};

interface Told {
  readonly id: string;
  readonly level: string;
  readonly what: string;
}

async function look(
  ...more: readonly string[]
): Promise<{ readonly code: number; readonly findings: readonly Told[] }> {
  const { code, stdout, stderr } = await ensuresec(['doctor', '--data', data, '--json', ...more]);
  expect(stderr).toBe('');
  return { code, findings: (JSON.parse(stdout) as { findings: readonly Told[] }).findings };
}

const levels = (findings: readonly Told[]): Readonly<Record<string, string>> =>
  Object.fromEntries(findings.map(({ id, level }) => [id, level]));

describe('a folder', () => {
  test('that is new has notices and no problem', async () => {
    const { code, findings } = await look();
    expect(code).toBe(0);
    expect(levels(findings)).toMatchObject({
      'not-running': 'notice',
      'no-sources': 'notice',
      'no-backup': 'notice',
      clock: 'fine',
    });
    expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
  });

  test('that is none is said, with a way on', async () => {
    const { code, stderr } = await ensuresec(['doctor', '--data', path.join(data, 'nothing')]);
    expect([code, stderr]).toEqual([4, expect.stringContaining('There is no folder')]);
  });

  test.skipIf(process.platform === 'win32')(
    'that others may read, and a secret that they may read',
    async () => {
      put('stripe.token', 'whsec', 0o644);
      chmodSync(data, 0o755);
      const { code, findings } = await look();
      expect(code).toBe(1);
      expect(levels(findings)).toMatchObject({ 'folder-open': 'problem', 'key-open': 'problem' });
    },
  );
});

describe('logs', () => {
  const filled = async (at: number, dead: number): Promise<void> => {
    const log = await openSqliteEventLog(path.join(data, 'events.db'), { now: () => at });
    await log.append({
      records: [{ source: 's', id: '1', key: 'k', body: '{}' }],
      dead: Array.from({ length: dead }, (_, at) => ({
        source: 's',
        reason: at === 0 ? 'Rare' : 'No \u001b[31mJSON',
        bytes: new Uint8Array(3),
        context: '',
      })),
    });
    await log.commit('detection', { offset: 1 });
    await log.close();
  };

  test('with records that could not be read tell the reasons, and act on no terminal', async () => {
    await filled(NOW - DAY, 3);
    const { findings } = await look();
    expect(findings.find(({ id }) => id === 'dead-letters')).toMatchObject({
      level: 'notice',
      what: expect.stringContaining('2 × No \u001b[31mJSON; 1 × Rare'),
    });
    const { stdout } = await ensuresec(['doctor', '--data', data]);
    expect(stdout).toContain('2 × No ');
    expect(stdout).not.toContain('\u001b[31mJSON');
  });

  test('younger than the clock say that it is wrong', async () => {
    await filled(NOW + DAY, 0);
    const { code, findings } = await look();
    expect([code, findings[0]]).toMatchObject([1, { id: 'clock', level: 'problem' }]);
    expect(findings[0]?.what).toContain('is 1 day younger');
  });

  test('that are open elsewhere are looked at all the same', async () => {
    const log = await openSqliteEventLog(path.join(data, 'events.db'), { now: () => NOW - DAY });
    await log.append({
      records: Array.from({ length: 10_002 }, (_, at) => ({
        source: 's',
        id: String(at),
        key: 'k',
        body: '{}',
      })),
    });
    await log.commit('detection', { offset: 1 });
    const { findings } = await look();
    await log.close();
    expect(findings.find(({ id }) => id === 'lag')?.what).toContain('detection is 10002 records');
  });

  test('that are none are problems, one by one, and --deep reads others through', async () => {
    await filled(NOW - DAY, 0);
    put('alerts.db', 'no database');
    put(
      'incidents.db',
      Buffer.concat([
        readFileSync(path.join(data, 'events.db')).subarray(0, 5_000),
        Buffer.alloc(3_000, 7),
      ]).toString('latin1'),
    );
    const { code, findings } = await look('--deep');
    expect(code).toBe(1);
    expect(
      findings
        .filter(({ id }) => id === 'log-damaged')
        .map(({ what }) => path.basename(/look at (\S+):/.exec(what)?.[1] ?? '')),
    ).toEqual(['alerts.db', 'incidents.db']);
  });
});

describe('sources', () => {
  test('name logs and keys that are not there, and certificates that are none', async () => {
    put('bad.pem', 'no certificate');
    put(
      'sources.yaml',
      `sources:
  - { kind: file, name: web, path: access.log }
  - { kind: webhook, name: pay, sender: stripe, key-file: [old.key, new.key] }
  - { kind: syslog, name: box, over: tls, listen: "127.0.0.1:6514", cert-file: bad.pem, key-file: bad.pem }
`,
    );
    const { findings } = await look();
    const told = findings.filter(({ id }) => id === 'source-file' || id === 'certificate');
    expect(told.map(({ id, what }) => [id, /source (\w+)/.exec(what)?.[1]])).toEqual([
      ['source-file', 'web'],
      ['source-file', 'pay'],
      ['source-file', 'pay'],
      ['certificate', 'box'],
    ]);
  });

  test('in a file that is wrong are told with their place', async () => {
    put('sources.yaml', 'sources:\n  - { kind: pigeon, name: p }\n');
    const { findings } = await look();
    expect(findings.find(({ id }) => id === 'sources-wrong')?.what).toMatch(/sources\.yaml:2:\d+ /);
  });
});

describe('a server', () => {
  let server: Server;
  let answers: Readonly<Record<string, readonly [number, string]>> = {};
  let shown: string | undefined;
  beforeEach(async () => {
    server = createServer((request, response) => {
      const [status, text] = answers[request.url ?? ''] ?? [404, ''];
      if (request.url === '/metrics') shown = request.headers.authorization;
      response.writeHead(status).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    put('server.json', {
      schema: 'ensuresec/server/1',
      url: `http://0.0.0.0:${port}`,
      pid: 1,
      since: new Date(NOW - DAY).toISOString(),
      version: '0.1.0',
    });
    put('operator.header', 'Authorization: Bearer secret\n');
    put(
      'sources.yaml',
      'sources:\n  - { kind: http, name: quick, cadence: 1m }\n  - { kind: http, name: slow, cadence: 1d }\n',
    );
  });
  afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

  test('that is well is asked which sources are silent', async () => {
    answers = {
      '/healthz': [200, 'ok'],
      '/metrics': [
        200,
        'ensuresec_source_silent_seconds{source="quick"} 7300.5\nensuresec_source_silent_seconds{source="slow"} 7300.5\n',
      ],
    };
    const { code, findings } = await look();
    expect([code, shown]).toEqual([1, 'Bearer secret']);
    expect(levels(findings)).toMatchObject({ server: 'fine', silent: 'problem', source: 'fine' });
    expect(findings.find(({ id }) => id === 'silent')?.what).toContain('quick is silent for 2 hours');
  });

  test('that is ill says why', async () => {
    answers = { '/healthz': [503, 'storage: disk full'] };
    const { findings } = await look();
    expect(findings[0]).toMatchObject({
      id: 'ill',
      level: 'problem',
      what: expect.stringContaining('disk full'),
    });
  });

  test('is asked only where it listens: nobody else gets its token', async () => {
    const { port } = server.address() as AddressInfo;
    const told = JSON.parse(readFileSync(path.join(data, 'server.json'), 'utf8')) as object;
    put('server.json', { ...told, url: `http://127.0.0.2:${port}` });
    answers = { '/healthz': [200, 'ok'], '/metrics': [200, ''] };
    shown = undefined;
    const { findings } = await look();
    expect([findings[0]?.id, shown]).toEqual(['no-answer', undefined]);
  });

  test('that began and does not answer is a problem', async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    const { code, findings } = await look();
    expect([code, findings[0]]).toMatchObject([1, { id: 'no-answer' }]);
  });
});

test('evidence that nobody outside vouches for', async () => {
  const opened = await ensuresec(['incident', 'open', 'Card data read', '--id', 'skimmer', '--data', data]);
  expect(opened.code).toBe(0);
  const { findings } = await look();
  expect(findings.find(({ id }) => id === 'never-witnessed')).toMatchObject({
    level: 'notice',
    what: expect.stringContaining('could rewrite all'),
  });
});

test('backups: old, and gone', async () => {
  put('last-backup.json', {
    at: new Date(NOW - 9 * DAY).toISOString(),
    file: path.join(data, 'sources.backup'),
  });
  expect(levels((await look()).findings)).toMatchObject({ 'backup-gone': 'notice' });
  put('sources.backup', 'x');
  expect(levels((await look()).findings)).toMatchObject({ 'backup-old': 'notice' });
});

test('the support file has no name, path or content, and is not written over another', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  put('hidden.key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o644);
  put(
    'sources.yaml',
    'sources:\n  - { kind: file, name: hidden-name, path: hidden-path.log, cadence: 5m }\n',
  );
  const file = path.join(data, '..', `${path.basename(data)}.support.json`);
  try {
    await ensuresec(['doctor', '--data', data, '--support', file]);
    const text = readFileSync(file, 'utf8');
    const support = SupportShape.parse(JSON.parse(text));
    expect(support.sources).toEqual([{ kind: 'file', cadence: '5m' }]);
    expect(support.findings).toContainEqual({ id: 'source-file', level: 'problem', count: 1 });
    for (const secret of ['hidden', data, 'PRIVATE']) expect(text).not.toContain(secret);
    const { mtimeMs } = statSync(file);
    const again = await ensuresec(['doctor', '--data', data, '--support', file]);
    expect([again.code, statSync(file).mtimeMs]).toEqual([2, mtimeMs]);
  } finally {
    rmSync(file, { force: true });
  }
});
