// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { answerSchemas } from '../../tools/generate/report-schema.ts';
import { hostileReport, report, secureReport, unknownReport } from './report-fixture.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('schemas of answers', () => {
  test.each(answerSchemas())('$path is what the source generates', (schema) => {
    expect(readFileSync(path.join(ROOT, schema.path), 'utf8')).toBe(schema.text);
  });

  const [reportSchema] = answerSchemas();
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(reportSchema?.text ?? '{}'));

  test.each([
    ['a report with every outcome', report],
    ['a secure report', secureReport],
    ['an unknown report', unknownReport],
  ])('%s is valid', (_, value) => {
    expect(validate(JSON.parse(JSON.stringify(value))), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    ['another version', { ...report, schema: 'ensuresec/report/2' }],
    ['a member too many', { ...report, extra: 1 }],
    ['no verdicts', { ...report, verdicts: undefined }],
    ['a digest that is none', hostileReport],
  ])('%s is refused', (_, value) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(false);
  });
});
