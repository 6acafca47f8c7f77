// SPDX-License-Identifier: Apache-2.0
// `ensuresec brand`: exit codes, text, JSON by its schema, and events that rules make incidents of.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensuresec } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FEED = path.join(ROOT, 'examples/two-person-shop/names.ndjson');
const OWN = 'soap-by-ilse.example';
const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-brand-'));
const run = (...argv: string[]) => ensuresec(['brand', ...argv, '-q'], { cwd: folder });

beforeAll(() => {
  writeFileSync(path.join(folder, 'plain.txt.gz'), gzipSync('garden.example\nsoap-by-ilse.test\n'));
  writeFileSync(path.join(folder, 'none.txt'), 'no name\n');
  writeFileSync(
    path.join(folder, 'hostile.ndjson'),
    '{"domain":"x.example","url":"https://soap-by-ilse.example.\\u001b[31m.test/"}\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('brand check', () => {
  test.each([
    ['suspect places', ['check', OWN, '--feed', FEED], 1],
    ['a name like ours alone', ['check', OWN, '--feed', 'plain.txt.gz'], 0],
    ['no domain', ['check', '--feed', FEED], 2],
    ['a domain that is none', ['check', 'co.uk', '--feed', FEED], 2],
    ['no feed', ['check', OWN], 2],
    ['a feed of nothing', ['check', OWN, '--feed', 'none.txt'], 4],
    ['a feed that is not there', ['check', OWN, '--feed', 'gone.txt'], 6],
    ['another verb', ['guess', OWN], 2],
  ])('%s', async (_, argv, code) => {
    expect((await run(...argv)).code).toBe(code);
  });

  test('finds each imitation of the example with its reason, and follows its schema', async () => {
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(readFileSync(path.join(ROOT, 'schema/brand.schema.json'), 'utf8')),
    );
    const answer = JSON.parse((await run('check', OWN, '--feed', FEED, '--json')).stdout);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
    const found = answer.found.map(
      (each: { domain: string; suspect: boolean; resemblance: { how: string } }) =>
        [each.domain, each.resemblance.how, each.suspect].join(' '),
    );
    expect(found.sort()).toEqual([
      'soap-by-1lse.example homoglyph true',
      'soap-by-ilse-outlet.shop carries-name true',
      'soap-by-ilse.example.verify-payment.top whole-name-in-front true',
      'soap-by-ilse.parcel-fee.top carries-name true',
      'soapbyilse.example hyphenation false',
      'xn--soap-by-lse-6vj.example other-script false',
    ]);
  });

  test('events become incidents, the reported message among them', async () => {
    const { stdout } = await run('check', OWN, '--feed', FEED, '--events');
    writeFileSync(path.join(folder, 'seen.ndjson'), stdout);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.find(({ data }) => data.kind === 'sms')).toMatchObject({
      account: 'c-17',
      parcel: 'P-9912',
    });
    const found = await ensuresec(['detect', 'seen.ndjson', '-q'], { cwd: folder });
    expect(found.code).toBe(1);
    for (const title of ['Reported parcel message leads to a suspect place', 'Place with signs of deceit'])
      expect(found.stdout).toContain(title);
  });

  test('what comes from a feed does not reach the terminal as it is', async () => {
    const { stdout } = await run('check', OWN, '--feed', 'hostile.ndjson');
    expect(stdout).not.toContain('\u001b');
  });
});

test('brand variants lists names with their techniques', async () => {
  const { code, stdout } = await run('variants', OWN);
  expect(code).toBe(0);
  expect(stdout).toContain('soap-by-1lse.example  homoglyph');
  expect(stdout).toContain('xn--soap-by-lse-6vj.example  homoglyph');
});
