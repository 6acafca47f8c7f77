// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketsOf } from './features.ts';
import { type LabelledText, readParameterModel, trainParameters } from './model.ts';
import { rocArea } from './roc.ts';

const EXAMPLES: readonly LabelledText[] = [
  ...Array.from({ length: 40 }, (_, at) => ({ text: `blue mug ${at}`, isAttack: false })),
  ...Array.from({ length: 40 }, (_, at) => ({ text: `<script>alert(${at})</script>`, isAttack: true })),
];

describe('trainParameters', () => {
  const model = trainParameters(EXAMPLES, 1);

  test.each([
    ['green mug 7', false],
    ['<SCRIPT>alert(99)</SCRIPT>', true],
    ['%3Cscript%3Ealert(1)%3C/script%3E', true],
    ['%253Cscript%253Ealert(1)%253C/script%253E', true],
  ])('judges %s', (text, isAttack) => {
    expect(model.score(text) > 0).toBe(isAttack);
  });

  test('says because of which runs', () => {
    expect(
      model
        .explain('x <script>', 3)
        .map(({ run }) => run)
        .join(),
    ).toMatch(/scr|ript|<s/);
  });

  test('is the same after it was written and read', () => {
    const bytes = Buffer.from(JSON.stringify(model.save()));
    const { value, problems } = readParameterModel(bytes, 'm.json');
    expect(problems).toEqual([]);
    expect(value?.score('blue <script>')).toBe(model.score('blue <script>'));
  });

  test('refuses weights that are not as many as they should be', () => {
    const bytes = Buffer.from(JSON.stringify({ ...model.save(), weights: 'AAAA' }));
    expect(readParameterModel(bytes, 'm.json').problems.map(({ code }) => code)).toEqual(['LEARN_BAD_VALUE']);
  });

  test('never throws and always counts, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Number.isFinite(model.score(text))));
    fc.assert(
      fc.property(fc.string(), (text) => bucketsOf(text).every((bucket) => bucket >= 0 && bucket < 65_536)),
    );
  });
});

describe('rocArea', () => {
  test('is the share of pairs in which the attack scores higher, ties half', () => {
    const scored = fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), isAttack: fc.boolean() }));
    fc.assert(
      fc.property(scored, (all) => {
        const [attacks, others] = [true, false].map((is) => all.filter((each) => each.isAttack === is));
        if (attacks === undefined || others === undefined || attacks.length * others.length === 0) return;
        let won = 0;
        for (const a of attacks)
          for (const b of others) won += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
        expect(rocArea(all)).toBeCloseTo(won / (attacks.length * others.length), 10);
      }),
    );
  });
});
