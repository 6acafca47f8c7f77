// SPDX-License-Identifier: Apache-2.0
// `obligations --language`: drafts and page in the language, what programs read as it was.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensuresec } from './terminal.ts';

const root = join(import.meta.dirname, '../..');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ensuresec-drafts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...argv: string[]) =>
  ensuresec(
    ['obligations', 'examples/two-person-shop/incident.yaml', '--at', '2026-03-30T09:00:00Z', ...argv],
    { cwd: root },
  );

test('drafts of two languages lie beside each other, and say the same', async () => {
  for (const language of ['en', 'de'])
    expect((await run('--drafts', folder, '--language', language, '-q')).code).toBe(1);
  const names = readdirSync(folder);
  const german = names.filter((name) => name.endsWith('-de.md'));
  expect(german.map((name) => name.replace('-de.md', '.md'))).toEqual(
    names.filter((name) => !german.includes(name)),
  );
  const draft = readFileSync(join(folder, 'common-gdpr-33-notification-de.md'), 'utf8');
  expect(draft).toContain('- Regelwerk: DSGVO, Art.\u00a033 Abs.\u00a01');
  expect(draft).toContain('72 Stunden nach „Kenntnisnahme“');
  expect(draft).toContain('A script from a foreign address read the fields of the card form');
});

test('the page is in the language, what terminals and programs get is English', async () => {
  const page = await run('--html', '-', '--language', 'el');
  expect(page.stdout).toContain('<html lang="el">');
  expect(page.stdout).toContain('ΓΚΠΔ, άρθρο\u00a033 παράγραφος\u00a01');
  for (const format of [[], ['--json']]) {
    const [english, greek] = [await run(...format), await run(...format, '--language', 'el')];
    expect(greek).toEqual(english);
  }
});
