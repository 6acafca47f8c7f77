// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Intake, Taken } from '../../core/ports/index.ts';
import { resolvePack } from '../../model/index.ts';
import { packReader } from '../../platform/index.ts';
import { readTraffic } from '../../traffic/index.ts';
import { createDemoClock } from './clock.ts';
import { freshDemo, removeDemo } from './demo.ts';
import { startFeed } from './feed.ts';

const START = Date.UTC(2026, 9, 5);
const HOUR = 3_600_000;

test('the clock of the demo runs as fast as it is told, stands when it is stopped, and never passes the real one', () => {
  let real = START + 10 * HOUR;
  const clock = createDemoClock(START, 60, () => real);
  const after = (ms: number): number => {
    real += ms;
    return clock.time() - START;
  };
  expect(after(1000)).toBe(60_000);
  clock.set({ paused: true });
  expect(after(5000)).toBe(60_000);
  clock.set({ paused: false, speed: 10 });
  expect(after(1000)).toBe(70_000);
  expect(clock.state()).toEqual({ speed: 10, paused: false });
  clock.set({ speed: 3600 });
  after(HOUR);
  expect(clock.time()).toBe(real);
  expect(after(500)).toBe(real - START);
});

describe('the feed', () => {
  const pack = resolvePack('e-commerce', packReader('packs')).value;
  if (pack === undefined) throw new Error('The pack does not load');
  const file = 'examples/demo-shop/traffic.yaml';
  const traffic = readTraffic(readFileSync(file), file, pack).value;
  if (traffic === undefined) throw new Error('The traffic does not load');

  test('sends everything up to now once, in order, and sends again what was not taken', async () => {
    let now = START + HOUR;
    const taken: { id: string; time: string }[] = [];
    const troubles: (string | undefined)[] = [];
    let refusals = 2;
    const intake: Intake = async ({ bytes }): Promise<Taken> => {
      if (refusals-- > 0) return { status: 'busy', reason: 'full', retryAfterMs: 1 };
      const lines = new TextDecoder().decode(bytes).trim().split('\n');
      taken.push(...lines.map((line) => JSON.parse(line) as { id: string; time: string }));
      return { status: 'stored', stored: lines.length, duplicates: 0, unread: [] };
    };
    const feed = startFeed({
      traffic,
      start: START,
      time: () => now,
      intake,
      onTrouble: (why) => troubles.push(why),
    });
    const quiet = (): Promise<number> => new Promise((done) => setTimeout(() => done(feed.sent()), 500));
    await expect
      .poll(async () => feed.sent() > 0 && feed.sent() === (await quiet()), { timeout: 20_000 })
      .toBe(true);
    const first = taken.length;
    now += HOUR;
    await expect
      .poll(() => taken.length > first && feed.sent() === taken.length, { timeout: 20_000 })
      .toBe(true);
    await quiet();
    await feed.stop();
    expect(troubles.slice(0, 3)).toEqual(['full', 'full', undefined]);
    expect(feed.sent()).toBe(taken.length);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
    const times = taken.map(({ time }) => Date.parse(time));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(now);
    expect(times.at(-1)).toBeGreaterThan(now - HOUR / 2);
  });
});

test('a demo takes away its own folder only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-demo-'));
  writeFileSync(join(folder, 'events.db'), 'real data');
  for (const work of [freshDemo, removeDemo]) expect(() => work(folder)).toThrow(/not the folder of a demo/);
  expect(readFileSync(join(folder, 'events.db'), 'utf8')).toBe('real data');
  const demo = join(folder, 'demo');
  freshDemo(demo);
  writeFileSync(join(demo, 'old'), '');
  freshDemo(demo);
  expect(existsSync(join(demo, 'old'))).toBe(false);
  removeDemo(demo);
  removeDemo(demo);
  expect(existsSync(demo)).toBe(false);
  rmSync(folder, { recursive: true });
});
