// SPDX-License-Identifier: Apache-2.0
// kill -9 while the people affected are written to. Each gets one message: whoever receives the same Message-ID again drops
// it, and a message is handed over again only when the sender died between the server's taking it and its own sync.
// ENSURESEC_NOTIFY_KILLS=100 runs more.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import { compiledFile } from '../support/compiled.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';

const KILLS = Number(process.env['ENSURESEC_NOTIFY_KILLS'] ?? 6);
const PEOPLE = 40 * KILLS;
const GONE = 'c-7@example.org';
const LANGUAGES = ['en', 'de', 'fr', 'es', 'el', 'it'];
let cwd = '';
const run = (...argv: string[]) => ensuresec(['incident', ...argv, '--data', 'd'], { cwd });

beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-notify-'));
  const lines = (make: (at: number) => unknown) =>
    Array.from({ length: PEOPLE }, (_, at) => JSON.stringify(make(at))).join('\n');
  writeFileSync(
    path.join(cwd, 'events.ndjson'),
    `${lines((at) => event(at, 'o'))}\n${JSON.stringify(event(0, 'twice'))}\n${JSON.stringify({ ...event(PEOPLE, 'late'), time: '2026-11-01T00:00:00Z' })}`,
  );
  writeFileSync(
    path.join(cwd, 'contacts.ndjson'),
    lines((at) => ({
      person: `c-${at}`,
      email: `c-${at}@example.org`,
      language: LANGUAGES[at % LANGUAGES.length],
    })),
  );
  writeFileSync(
    path.join(cwd, 'query.yaml'),
    'types: [order.placed]\nto: "2026-10-31T00:00:00Z"\nvia: order\nkeys: [account, order]\n',
  );
  await run('open', 'Card data read', '--id', 'x');
  await run('state', 'x', 'operator', 'Two Person Shop');
  await run('state', 'x', 'contact', 'help@shop.example');
});
afterAll(() => rmSync(cwd, { recursive: true }));

function event(at: number, order: string): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: `${order}-${at}`,
    source: 'urn:test',
    type: 'order.placed',
    time: '2026-10-05T07:00:00Z',
    order: `${order}-${at}`,
    account: `c-${at}`,
    data: { total: 100 },
  };
}

test(`each of the people affected gets one message through ${KILLS} kills`, async () => {
  const asked = await run('affected', 'x', '--events', 'events.ndjson', '--query', 'query.yaml');
  expect([asked.code, asked.stderr]).toEqual([0, '']);
  expect(asked.stdout).toContain(`${PEOPLE + 1} events match: ${PEOPLE} × account, ${PEOPLE + 1} × order`);
  const sink = await startSmtpSink(3, [GONE]);
  const args = [
    'incident',
    'notify',
    'x',
    'card-data',
    '--data',
    'd',
    '--events',
    'events.ndjson',
    '--contacts',
    'contacts.ndjson',
    '--smtp',
    sink.url,
    '--from',
    'notice@shop.example',
    '--json',
  ];
  for (let kill = 0; kill < KILLS; kill++) {
    const before = sink.taken.length;
    const child = spawn(
      process.execPath,
      [path.resolve(compiledFile('src/cli/main.js'), '../../../../bin/ensuresec'), ...args],
      { cwd, stdio: 'ignore' },
    );
    const ended = once(child, 'exit');
    // Some messages in, at a moment that differs from round to round.
    while (sink.taken.length < before + 5 + kill && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, kill % 5));
    child.kill('SIGKILL');
    await ended;
  }
  expect(sink.taken.length).toBeGreaterThanOrEqual(5 * KILLS);
  expect(sink.taken.length).toBeLessThan(PEOPLE);
  const last = await ensuresec(args, { cwd });
  expect(last.stderr).toBe('');
  expect(last.code, 'one address is refused for good').toBe(1);
  expect(JSON.parse(last.stdout)).toMatchObject({ people: PEOPLE, bounced: 1, missing: 0 });
  const again = await ensuresec(args, { cwd });
  expect(JSON.parse(again.stdout)).toMatchObject({ sent: 0, before: PEOPLE, repeated: 0 });

  const ids = new Map<string, Set<string>>();
  for (const { to, messageId } of sink.taken) ids.set(to, (ids.get(to) ?? new Set()).add(messageId));
  expect(ids.size, 'everybody who can be reached').toBe(PEOPLE - 1);
  expect(
    [...ids.values()].filter((each) => each.size !== 1),
    'one Message-ID a person',
  ).toEqual([]);
  expect(new Set([...ids.values()].flatMap((each) => [...each])).size, 'no Message-ID for two').toBe(
    PEOPLE - 1,
  );
  // At most the one message in doubt at each kill was handed over again.
  expect(sink.taken.length - (PEOPLE - 1)).toBeLessThanOrEqual(KILLS);
  const german = sink.taken.find(({ to }) => to === 'c-1@example.org');
  expect(german?.text).toMatch(/^Content-Language: de/m);
  expect(sink.taken.find(({ to }) => to === 'c-5@example.org')?.text).toMatch(/^Content-Language: en/m);
  await sink.close();
  const verified = await ensuresec(['evidence', 'verify', 'd/evidence'], { cwd });
  expect(verified.code).toBe(0);
  process.stdout.write(
    `${KILLS} kills: ${PEOPLE - 1} people, each one message; ${sink.taken.length - (PEOPLE - 1)} handed over a second time with the same Message-ID\n`,
  );
}, 600_000);

test('other events than those recorded are refused, and so are contacts that cannot be read', async () => {
  writeFileSync(path.join(cwd, 'other.ndjson'), JSON.stringify(event(1, 'o')));
  writeFileSync(path.join(cwd, 'bad.ndjson'), '{"person":"c-1","email":"nobody"}\nno\n');
  const rest = ['--smtp', 'smtp://127.0.0.1:1', '--from', 'a@b.example'];
  const other = await run(
    'notify',
    'x',
    'card-data',
    '--events',
    'other.ndjson',
    '--contacts',
    'contacts.ndjson',
    ...rest,
  );
  expect([other.code, other.stderr]).toEqual([
    1,
    expect.stringContaining('other people than those recorded'),
  ]);
  const bad = await run(
    'notify',
    'x',
    'card-data',
    '--events',
    'events.ndjson',
    '--contacts',
    'bad.ndjson',
    ...rest,
  );
  expect([bad.code, bad.stderr]).toEqual([3, expect.stringContaining('2 errors')]);
});
