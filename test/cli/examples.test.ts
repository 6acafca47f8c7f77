// SPDX-License-Identifier: Apache-2.0
// Whole command lines on the examples: every one is analysed, drawn, sealed and explained.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/analyse/index.ts';
import { answerSchemas } from '../../tools/generate/report-schema.ts';
import { ensuresec } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = path.join(ROOT, 'examples');
const examples = (existsSync(folder) ? readdirSync(folder) : [])
  .map((name) => `examples/${name}/ensuresec.yaml`)
  .filter((file) => existsSync(path.join(ROOT, file)));
const [reportSchema, certificateSchema] = answerSchemas().map((schema) =>
  new Ajv2020({ strict: false }).compile(JSON.parse(schema.text) as object),
);

let out = '';
beforeAll(() => {
  out = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
});
afterAll(() => rmSync(out, { recursive: true }));

describe.each(examples)('%s', (file) => {
  test('is answered with a valid report, certificate, page and SARIF', async () => {
    const files = ['page.html', 'run.sarif', 'certificate.json'].map((name) => path.join(out, name));
    const [page, sarif, certificate] = files as [string, string, string];
    const argv = [
      'check',
      file,
      '--json',
      '-q',
      '--html',
      page,
      '--sarif',
      sarif,
      '--certificate',
      certificate,
    ];
    const { code, stdout, stderr } = await ensuresec(argv, { cwd: ROOT });
    expect(stderr).toBe('');
    const report = JSON.parse(stdout) as Report;
    expect(code).toBe(report.counts.insecure > 0 ? 1 : report.counts.unknown > 0 ? 5 : 0);
    expect(reportSchema?.(report), JSON.stringify(reportSchema?.errors?.slice(0, 3))).toBe(true);
    expect(certificateSchema?.(JSON.parse(readFileSync(certificate, 'utf8')))).toBe(true);
    const { runs } = JSON.parse(readFileSync(sarif, 'utf8')) as { runs: { results: unknown[] }[] };
    expect(runs[0]?.results.length).toBe(report.counts.insecure + report.counts.unknown);
    expect(readFileSync(page, 'utf8')).toContain('</html>');
  });

  test('names only lines that exist', async () => {
    const { stdout } = await ensuresec(['check', file, '--json'], { cwd: ROOT });
    const lines = new Map<string, number>();
    for (const { at } of (JSON.parse(stdout) as Report).verdicts.flatMap(({ steps, frontier }) => [
      ...steps,
      ...frontier,
    ])) {
      if (!lines.has(at.file))
        lines.set(at.file, readFileSync(path.join(ROOT, at.file), 'utf8').split('\n').length);
      expect(at.line).toBeLessThanOrEqual(lines.get(at.file) ?? 0);
    }
  });

  test('gives the same answer twice', async () => {
    const [one, two] = [
      await ensuresec(['check', file, '--json'], { cwd: ROOT }),
      await ensuresec(['check', file, '--json'], { cwd: ROOT }),
    ];
    expect(one.stdout).toBe(two.stdout);
  });
});
