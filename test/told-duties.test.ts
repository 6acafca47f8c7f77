// SPDX-License-Identifier: Apache-2.0
// Why duties apply, until when, and what the doctor finds, as the console says it: a sentence that is worded anew in the
// engine must be worded anew there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dutySaid } from '../console/src/words/duty.ts';
import { toldIn } from '../console/src/words/told.ts';
import { titlesIn } from '../src/model/index.ts';
import { span } from '../src/server/doctor/finding.ts';
import { casesOf, fieldsOf, judged, pack, type Stated } from './obligations/obligations.ts';

const WORDS = join(import.meta.dirname, '../console/src/words/told');
const DOCTOR = join(import.meta.dirname, '../src/server/doctor');
const read = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(WORDS, `${language}.json`), 'utf8')) as Record<string, string>;

interface Row extends Stated {
  readonly duty?: string;
  readonly step?: string;
}

/** Reasons and rules of all the cases that were worked out by hand. */
function sentences(): readonly string[] {
  const keys = ['is', 'duty', 'step', 'of', 'fields', 'sent', 'holidays', 'due', 'zone', 'outcome', 'reason'];
  const rows = ['outcomes.yaml', 'clocks.yaml'].flatMap((file) => casesOf<Row>(file, keys as never));
  const found = rows.map((row) =>
    judged({ fields: fieldsOf(row) }, row.duty ?? (row.step ?? '').split('/')[0] ?? ''),
  );
  return [
    ...new Set(
      found.flatMap(({ reasons, steps }) => [
        ...reasons.map(({ text }) => text),
        ...steps.map(({ rule }) => rule),
      ]),
    ),
  ];
}

/** Words of the English patterns that say something by themselves. */
const LEFT =
  /\b(?:at least|less than|more than|not stated|in force|after|next working day|without undue|no share|yes|unlikely|likely|high)\b/;

/** What the sources of the doctor write: sentences whole, with something for what varies. */
function findings(): readonly string[] {
  const sources = readdirSync(DOCTOR).filter((file) => !file.endsWith('.test.ts'));
  const said = sources.flatMap((file) =>
    [
      ...readFileSync(join(DOCTOR, file), 'utf8').matchAll(
        /\b(?:what|mend)(?::| =)\s+(?:[\w.<= ]+\? )?(`(?:[^`\\]|\\.)*`|'[^']*')/g,
      ),
    ].map(([, text = '']) => text.slice(1, -1)),
  );
  return said
    .filter((text) => text.includes(' ') && !PARTS.test(text))
    .map((text) =>
      text.replaceAll('\\`', '`').replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, (value) => varying(value)),
    );
}

function varying(value: string): string {
  if (value.includes('span(')) return span(7_200_000);
  if (value.includes("'entry'")) return '3 entries';
  if (value.includes("'are'")) return 'are';
  return value.includes("''") ? '' : 'X';
}

/** What is put into another sentence, begun elsewhere, or a command and nothing else. */
const PARTS =
  /^(?:\$\{(?:what|which)\}|the last backup|the youngest |what is in|who may read|The certificate of the source .*,$|ensuresec |chmod 700|\$\{at)/;

describe.each(['de', 'fr', 'es', 'el'])('in %s', (language) => {
  const told = toldIn(read('en'), read(language));
  const titles = titlesIn(pack, language);
  const byEnglish = new Map(
    [...Object.values(titles.incidentFields), ...Object.values(titles.obligations)].map(({ en, title }) => [
      en,
      title,
    ]),
  );
  const said = (text: string): string => dutySaid(told, text, byEnglish);

  test('each reason of a duty, and each rule of a deadline', () => {
    const texts = sentences();
    expect(texts.length).toBeGreaterThan(40);
    expect(texts.map(said).filter((text) => LEFT.test(text))).toEqual([]);
    expect(texts.filter((text) => said(text) === text)).toEqual([]);
  });

  test('each finding of the doctor, and how to mend it', () => {
    const texts = findings();
    expect(texts.length).toBeGreaterThan(40);
    expect(texts.filter((text) => told('upkeep', text) === text)).toEqual([]);
  });
});
