// SPDX-License-Identifier: Apache-2.0
import { getHeapStatistics } from 'node:v8';
import { describe, expect, test, vi } from 'vitest';
import { collectWhenIdle } from './collect-when-idle.ts';

const LOOK_MS = 40;
const MIB = 2 ** 20;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('collectWhenIdle', () => {
  test('collects when nothing happens, and not again while nothing grew', async () => {
    // What this thread holds belongs to all tests of it, and may shrink at any moment.
    let held = 10 * MIB;
    const collect = vi.fn(async () => undefined);
    const stop = collectWhenIdle({ lookMs: LOOK_MS, collect, size: () => held });
    await vi.waitFor(() => expect(collect).toHaveBeenCalledTimes(1), { timeout: 20_000 });
    held += 3 * MIB;
    await pause(LOOK_MS * 5);
    expect(collect).toHaveBeenCalledTimes(1);
    held += MIB;
    await vi.waitFor(() => expect(collect).toHaveBeenCalledTimes(2), { timeout: 20_000 });
    await pause(LOOK_MS * 5);
    stop();
    expect(collect).toHaveBeenCalledTimes(2);
    held += 100 * MIB;
    await pause(LOOK_MS * 3);
    expect(collect).toHaveBeenCalledTimes(2);
  });

  test('leaves a thread alone that works', async () => {
    const collect = vi.fn(async () => undefined);
    const stop = collectWhenIdle({ lookMs: LOOK_MS, collect });
    for (let turn = 0; turn < 20; turn++) {
      const until = performance.now() + LOOK_MS / 2;
      while (performance.now() < until);
      await new Promise((resolve) => setImmediate(resolve));
    }
    stop();
    expect(collect).not.toHaveBeenCalled();
  });

  test('gives memory back, and code that was thrown away runs as before', async () => {
    const twice = (of: number): number => of * 2;
    expect(twice(2)).toBe(4);
    let garbage: unknown = Array.from({ length: 1_000_000 }, (_, at) => ({ at }));
    const before = getHeapStatistics().used_heap_size;
    expect(garbage).toHaveLength(1_000_000);
    garbage = undefined;
    const stop = collectWhenIdle({ lookMs: LOOK_MS });
    await vi.waitFor(() => expect(getHeapStatistics().used_heap_size).toBeLessThan(before - 8 * MIB), {
      timeout: 20_000,
    });
    stop();
    expect(twice(3)).toBe(6);
  });
});
