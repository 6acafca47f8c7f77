// SPDX-License-Identifier: Apache-2.0
// The script of examples/incident, run as a person runs it, and everything that it leaves looked at.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ObligationsShape, readPlaybook } from '../../src/respond/index.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PEOPLE = 20_000;
let out = '';
let sink: SmtpSink;
const text = (name: string) => readFileSync(path.join(out, name), 'utf8');
const json = (name: string) => JSON.parse(text(name)) as Record<string, unknown>;

beforeAll(async () => {
  out = mkdtempSync(path.join(tmpdir(), 'ensuresec-incident-example-'));
  sink = await startSmtpSink(0);
  // Everybody who could be hit; the set that is told comes from the events.
  const contacts = Array.from({ length: PEOPLE }, (_, at) =>
    JSON.stringify({
      person: `c-${at}`,
      email: `c-${at}@people.example`,
      language: at % 2 === 0 ? 'de' : 'el',
    }),
  );
  writeFileSync(path.join(out, 'contacts.ndjson'), `${contacts.join('\n')}\n`);
  const env = { ...process.env, SMTP: sink.url, CONTACTS: path.join(out, 'contacts.ndjson') };
  const script = spawn('sh', [path.join(ROOT, 'examples/incident/run.sh'), out], { env });
  const said: string[] = [];
  for (const stream of [script.stdout, script.stderr]) stream.on('data', (data) => said.push(String(data)));
  const code = await new Promise((resolve) => script.on('close', resolve));
  expect(code, said.join('')).toBe(0);
}, 600_000);
afterAll(async () => {
  await sink.close();
  rmSync(out, { recursive: true });
});

test('the attack in the events was seen', () => {
  expect(text('alerts.json')).toContain('cdn-metrics.example');
});

test('the duties that apply are found, and their drafts are nearly full', () => {
  const report = ObligationsShape.parse(json('duties.json'));
  const applies = report.obligations.filter(({ outcome }) => outcome === 'applies');
  const ids = applies.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['common/obligation/gdpr-33', 'common/obligation/gdpr-34']));
  const drafts = applies.flatMap(({ steps }) => steps.map(({ draft }) => draft));
  const filled = drafts.reduce((sum, draft) => sum + draft.filled, 0);
  const fields = drafts.reduce((sum, draft) => sum + draft.fields.length, 0);
  expect(filled / fields).toBeGreaterThanOrEqual(0.9);
  expect(text('duties.html')).toContain('<html');
});

test('each person hit is told once, and nobody else', () => {
  const { values, counts } = json('affected.json') as {
    values: { account: string[] };
    counts: { account: number };
  };
  expect(counts.account).toBeGreaterThan(10);
  expect(sink.taken.map(({ to }) => to).toSorted()).toEqual(
    values.account.map((person) => `${person}@people.example`).toSorted(),
  );
});

test('what to do and the way back are playbooks without a finding', () => {
  for (const name of ['playbook.json', 'recovery.json'])
    expect(readPlaybook(Buffer.from(text(name)), name).problems).toEqual([]);
  expect(text('playbook.txt')).toContain('Card skimmer on the payment page');
  expect(json('recovery-plan.json')).toMatchObject({ crews: 2 });
});

test('what others get holds the indicator and none of the people', () => {
  const bundle = text('stix.json');
  expect(json('stix.json')).toMatchObject({ type: 'bundle' });
  const { objects } = json('stix.json') as { objects: { type: string; name?: string }[] };
  expect(objects.filter(({ type }) => type === 'course-of-action')).toMatchObject([
    { name: (json('playbook.json') as { name: string }).name },
  ]);
  expect(bundle).toContain('cdn-metrics.example');
  expect(bundle).not.toContain('@people.example');
});

test('the bundle is verified by code that is not ours as well', async () => {
  const verifier = path.join(ROOT, 'verifier/verify_evidence.py');
  const python = spawn('python3', [verifier, path.join(out, 'bundle.zip')]);
  expect(await new Promise((resolve) => python.on('close', resolve))).toBe(0);
});
