// SPDX-License-Identifier: Apache-2.0
// Scores that FIRST publishes: every vector of its examples of 3.1 (https://www.first.org/cvss/v3.1/examples) and of 4.0
// (https://www.first.org/cvss/v4.0/examples), and some of its reference scores of 4.0
// (github.com/FIRSTdotorg/cvss-resources, vectorFiles/reference-scores, after the rounding fix of 2024-11-01).
import { describe, expect, test } from 'vitest';
import { cvssScore } from '../../src/monitor/index.ts';
import { EXAMPLES_31, EXAMPLES_40, REFERENCE_40 } from './cvss-vectors.ts';

/** Lines of a vector without its prefix, and a score. */
function rows(text: string): readonly (readonly [string, number])[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' '))
    .map(([vector = '', score = '']) => [vector, Number(score)]);
}

const score = (vector: string): unknown => {
  const result = cvssScore(vector);
  return 'score' in result ? result.score.score : result.refusal;
};

describe('CVSS scores that FIRST publishes', () => {
  test.each(rows(EXAMPLES_31))('3.1 %s', (vector, expected) => {
    expect(score(`CVSS:3.1/${vector}`)).toBe(expected);
  });

  test.each(rows(EXAMPLES_40))('4.0 %s', (vector, expected) => {
    expect(score(`CVSS:4.0/${vector}`)).toBe(expected);
  });

  test.each(rows(REFERENCE_40))('4.0 %s', (vector, expected) => {
    expect(score(`CVSS:4.0/${vector}`)).toBe(expected);
  });
});
