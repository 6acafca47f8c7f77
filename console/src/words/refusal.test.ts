// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Words } from './index.ts';
import { refusalSaid } from './refusal.ts';
import { tellIn } from './told.ts';

describe.each(['de', 'fr', 'es', 'el'] as const)('a refusal in %s', (language) => {
  const own = JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as Record<
    string,
    string
  >;
  const words = {
    say: (word: string) => own[word] ?? word,
    named: (prefix: string, id: string) => own[`${prefix}.${id}`] ?? id,
    knows: (prefix: string, id: string) => Object.hasOwn(own, `${prefix}.${id}`),
  } as Pick<Words, 'say' | 'named' | 'knows'>;
  const said = (text: string): string =>
    refusalSaid(text, words, (of, id) => (id === 'd/step' ? `${of} title` : undefined));
  afterAll(() => tellIn('en'));

  test('has the words for phases, states and roles that stand elsewhere, and titles of reports', async () => {
    await tellIn(language);
    expect(said('Not allowed to auditor')).toContain(own['role.auditor']);
    const way = said('From triaged there is no way to closed: expected declared, false-positive');
    expect(way).toContain(own['phase.triaged']);
    expect(way).toContain(`${own['phase.declared']}, ${own['phase.false-positive']}`);
    expect(said('The people affected stand at unknown: expected none next')).toContain(own['persons.none']);
    const clock = said('The clock of d/step runs: send the report, or state what decides it');
    expect(clock).toContain('obligations title');
  });

  test('is what it was where no sentence is known, with what acts written out, and never empty', async () => {
    await tellIn(language);
    expect(said('Stood \u202eon its head')).toBe('Stood \\u{202e}on its head');
    expect(said('')).toBe(own['answer.nobody']);
  });
});
