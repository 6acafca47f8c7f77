// SPDX-License-Identifier: Apache-2.0
// What stands against the next phase of a case, the playbook of a recovery, and what the doctor looks at, as the console says
// them: a sentence that is worded anew in the engine must be worded anew there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toldIn } from '../console/src/words/told.ts';
import { type Machine, START, type Surroundings, step } from '../src/respond/incident/machine.ts';
import { PERSONS } from '../src/respond/incident/table.ts';
import { type RecoveryPlan, recoveryPlaybook } from '../src/respond/index.ts';
import { looked } from '../src/server/doctor/finding.ts';

const WORDS = join(import.meta.dirname, '../console/src/words/told');
const DOCTOR = join(import.meta.dirname, '../src/server/doctor');
const CLOCK = 'gdpr-33/notification';
const read = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(WORDS, `${language}.json`), 'utf8')) as Record<string, string>;

function refusals(): readonly string[] {
  const assets = new Map([['shop', { backup: false, recovered: false }]]);
  const closing = (persons: Machine['persons'], around: Surroundings): readonly string[] => {
    const made = step(
      { ...START, phase: 'monitored', assets, persons },
      { kind: 'advance', to: 'closed' },
      around,
    );
    return 'refused' in made ? made.refused : [];
  };
  const all = PERSONS.flatMap((persons) => closing(persons, { openClocks: [CLOCK] }));
  return [...new Set([...all, ...closing('none', {})])];
}

/** Name, text, and those of each step. */
function recovery(): readonly string[] {
  const repair = { start: 0, finish: 1, up: 1, perHour: 1 };
  const plan = {
    crews: 2,
    repairs: [
      { ...repair, asset: 'database', crew: 1, needs: [] },
      { ...repair, asset: 'shop', crew: 2, needs: ['database'] },
    ],
  } as unknown as RecoveryPlan;
  const restarts = [{ asset: 'shop', backup: 'run 7', probe: 'X' }] as Parameters<typeof recoveryPlaybook>[1];
  const made = recoveryPlaybook(plan, restarts, 'Recovery: X', '2026-01-01T00:00:00.000Z') as {
    readonly name: string;
    readonly description: string;
    readonly workflow: Record<string, { name?: string; commands?: readonly { command: string }[] }>;
  };
  const steps = Object.values(made.workflow).flatMap(({ name, commands = [] }) => [
    ...(name === undefined ? [] : [name]),
    ...commands.map(({ command }) => command),
  ]);
  return [made.name, made.description, ...steps];
}

/** Of what the doctor looks at: all but files, which stay as they are called. */
async function notLooked(): Promise<readonly string[]> {
  const sources = readdirSync(DOCTOR).filter((file) => !file.endsWith('.test.ts'));
  const texts = sources.map((file) => readFileSync(join(DOCTOR, file), 'utf8'));
  const places = texts.flatMap((text) =>
    [...text.matchAll(/looked\('[^']+', (?:'([^']+)'|`([^`]+)`)/g)].map(
      ([, plain, made]) => plain ?? made ?? '',
    ),
  );
  const found = places.map((place) =>
    looked('x', place.replaceAll(/\$\{\w+\}/g, 'X'), () => Promise.reject(new Error('E'))),
  );
  return (await Promise.all(found)).flat().map(({ what }) => what);
}

describe.each(['de', 'fr', 'es', 'el'])('in %s', (language) => {
  const english = read('en');
  const told = toldIn(english, read(language));

  test('each reason against the next phase, and the title of what waits', () => {
    const texts = refusals();
    expect(texts).toHaveLength(6);
    const said = texts.map((text) => told('move', text, (clock) => (clock === CLOCK ? 'Report' : clock)));
    expect(texts.filter((text) => said.includes(text))).toEqual([]);
    expect(said.filter((text) => /\b(?:unknown|identified|informing)\b|gdpr/.test(text))).toEqual([]);
  });

  test('the playbook of a recovery', () => {
    const texts = recovery();
    expect(texts).toHaveLength(10);
    expect(texts.filter((text) => told('recovery', text) === text)).toEqual([]);
    expect(texts.map((text) => told('recovery', text)).join()).not.toContain('no probe');
  });

  test('what the doctor could not look at, and how to make the first owner', async () => {
    const texts = await notLooked();
    expect(texts.length).toBeGreaterThan(6);
    const place = (text: string): string => text.slice('Cannot look at '.length, -': E'.length);
    expect(texts.filter((text) => told('upkeep', text).includes(place(text)))).toEqual([]);
    const source = readFileSync(join(DOCTOR, 'doctor.ts'), 'utf8');
    const [, makes = ''] = /`(ensuresec up --data [^`]*)`/.exec(source) ?? [];
    expect(told('upkeep', makes)).not.toBe(makes);
  });
});
