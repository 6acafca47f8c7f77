// SPDX-License-Identifier: Apache-2.0
// The demo shop from its events to its incidents, through the command line: every attack is found, each as one incident,
// and days without an attack raise none.
//
//     ENSURESEC_EVENTS=1000000 npx vitest run test/acceptance    # as many usual events instead of one day
//     ENSURESEC_SEEDS=1,2,3 npx vitest run test/acceptance       # the attacks on other days
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type LabelledAlert, type Scores, scoreIncidents } from '../../src/monitor/index.ts';
import { ensuresec } from '../cli/terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TRAFFIC = path.join(ROOT, 'examples/demo-shop/traffic.yaml');
const MODEL = path.join(ROOT, 'examples/demo-shop/ensuresec.yaml');
const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-acceptance-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SEEDS = (process.env['ENSURESEC_SEEDS'] ?? '1').split(',');
const USUAL_EVENTS = Number(process.env['ENSURESEC_EVENTS'] ?? 0);
/** What a usual day of the demo shop brings, rounded down, so that enough days are made. */
const EVENTS_A_DAY = 40_000;

interface Event {
  readonly id: string;
  readonly time: string;
}

async function simulate(name: string, days: number, options: readonly string[]): Promise<readonly Event[]> {
  const made = await ensuresec(['simulate-events', TRAFFIC, '--days', String(days), ...options]);
  expect(made.code, made.stderr).toBe(0);
  writeFileSync(path.join(folder, name), made.stdout);
  return made.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
}

interface Incident {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly timeline: readonly { readonly at: { readonly line: number }; readonly from: string }[];
}

async function incidentsIn(name: string): Promise<readonly Incident[]> {
  const found = await ensuresec(['detect', path.join(folder, name), '--model', MODEL, '--json'], {});
  return found.stdout
    .trimEnd()
    .split('\n')
    .filter((line) => line.includes('"schema":"ensuresec/incident/'))
    .map((line) => JSON.parse(line) as Incident);
}

function scored(
  events: readonly Event[],
  labels: ReadonlyMap<string, string>,
  incidents: readonly Incident[],
): Scores {
  const alerts = incidents.flatMap((incident) =>
    incident.timeline.map((entry): LabelledAlert => {
      const event = events[entry.at.line - 1] as Event;
      return { incident: incident.id, attack: labels.get(event.id), time: Date.parse(event.time) };
    }),
  );
  const starts = new Map<string, number>();
  for (const { id, time } of events) {
    const attack = labels.get(id);
    if (attack !== undefined && !starts.has(attack)) starts.set(attack, Date.parse(time));
  }
  return scoreIncidents(
    alerts,
    [...starts].map(([id, start]) => ({ id, start })),
  );
}

describe('the demo shop', () => {
  test.each(SEEDS)('eight attacks are eight incidents, and nothing else is one (seed %s)', async (seed) => {
    const truth = path.join(folder, `truth-${seed}`);
    const events = await simulate(`attacks-${seed}`, 1, ['--seed', seed, '--labels', truth]);
    const labels = new Map(
      readFileSync(truth, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly id: string; readonly attack: string })
        .map(({ id, attack }) => [id, attack]),
    );
    const scores = scored(events, labels, await incidentsIn(`attacks-${seed}`));
    const told = scores.attacks.map(
      ({ attack, timeToDetect }) => `${attack} ${(timeToDetect ?? Number.NaN) / 1000} s`,
    );
    process.stdout.write(`seed ${seed}, ${events.length} events, time to detect: ${told.join(', ')}\n`);
    expect(scores.attacks.filter(({ isFound }) => !isFound)).toEqual([]);
    expect(scores.attacks.map(({ attack, incidents }) => [attack, incidents])).toEqual(
      scores.attacks.map(({ attack }) => [attack, 1]),
    );
    expect(scores).toMatchObject({ recall: 1, falseIncidents: 0, mixedIncidents: 0 });
    expect(scores.attacks).toHaveLength(8);
  });

  test('days without an attack raise no incident', async () => {
    const days = Math.max(1, Math.ceil(USUAL_EVENTS / EVENTS_A_DAY));
    let count = 0;
    // A week at a time: the text of all days would not fit into one string.
    for (let week = 0; week * 7 < days; week++) {
      const start = new Date(Date.UTC(2026, 9, 5 + week * 7)).toISOString().slice(0, 10);
      const events = await simulate('usual', Math.min(7, days - week * 7), [
        '--attack',
        'none',
        '--start',
        start,
        '--seed',
        String(100 + week),
      ]);
      count += events.length;
      expect((await incidentsIn('usual')).map(({ title, level }) => `${level} ${title}`)).toEqual([]);
    }
    process.stdout.write(`${count} usual events, no incident\n`);
    expect(count).toBeGreaterThan(USUAL_EVENTS);
  });
});
