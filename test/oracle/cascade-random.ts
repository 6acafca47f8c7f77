// SPDX-License-Identifier: Apache-2.0
// Small random systems, dense enough that buffers, fallbacks, restarts and repairs meet each other.

import type { Duration, Group, Happening, Mode, Scenario, System } from '../../src/cascade/system.ts';
import { createRandom, type Random } from '../../src/core/random.ts';

export interface Case {
  readonly system: System;
  readonly scenario: Scenario;
}

export function randomCase(seed: number, { crews = true } = {}): Case {
  const random = createRandom(seed, 'cascade');
  const size = 2 + random.below(9);
  const ids = Array.from({ length: size }, (_, index) => `a${index}`);
  const pick = <T>(items: readonly T[]): T => items[random.below(items.length)] as T;
  const groups: Group[] = [];
  for (const of of ids)
    for (let g = random.below(3); g > 0; g--) {
      const suppliers = ids.filter((id) => id !== of && random.next() < 0.4);
      if (suppliers.length > 0) groups.push(randomGroup(random, `g${groups.length}`, of, suppliers));
    }
  const happenings: Happening[] = Array.from({ length: 1 + random.below(4) }, () =>
    random.next() < 0.75
      ? { kind: 'damage', on: pick(ids), at: randomDuration(random, 6), level: random.next() < 0.6 ? 0 : 0.5 }
      : {
          kind: 'isolate',
          on: pick(ids),
          at: randomDuration(random, 6),
          ...(random.next() < 0.8 ? { hours: randomDuration(random, 8) } : {}),
        },
  );
  return {
    system: {
      assets: ids.map((id) => ({
        id,
        ...(random.next() < 0.7 ? { restart: randomDuration(random, 3) } : {}),
        ...(random.next() < 0.8 ? { repair: randomDuration(random, 8) } : {}),
        ...(random.next() < 0.5 ? { crew: 'field' } : {}),
        priority: random.below(3),
      })),
      groups,
      causes: [{ id: 'cause', members: ids.slice(0, 2) }],
      ...(crews && random.next() < 0.6 ? { crews: { field: 1, '': 2 } } : {}),
    },
    scenario: {
      happenings:
        random.next() < 0.2
          ? [...happenings, { kind: 'damage', on: 'cause', at: randomDuration(random, 4) }]
          : happenings,
      horizon: 60,
    },
  };
}

function randomGroup(random: Random, id: string, of: string, suppliers: readonly string[]): Group {
  const modes: readonly Mode[] = ['hard', 'hard', 'degrade', 'degrade', 'start', 'repair'];
  const byCapacity = random.next() < 0.3;
  return {
    id,
    of,
    mode: modes[random.below(modes.length)] as Mode,
    need: byCapacity ? 1 : 1 + random.below(suppliers.length),
    suppliers: suppliers.map((asset) => ({
      asset,
      ...(byCapacity ? { share: 1 + random.next() } : random.next() < 0.3 ? { threshold: 0.5 } : {}),
    })),
    ...(random.next() < 0.5 ? { buffer: randomDuration(random, 4) } : {}),
    ...(random.next() < 0.4
      ? { fallback: { level: 0.5, ...(random.next() < 0.7 ? { duration: randomDuration(random, 4) } : {}) } }
      : {}),
  };
}

export function randomDuration(random: Random, scale: number): Duration {
  const size = 0.1 + random.next() * scale;
  const draw = random.below(4);
  if (draw === 0) return { kind: 'fixed', hours: size };
  if (draw === 1) return { kind: 'exponential', mean: size };
  if (draw === 2) return { kind: 'lognormal', median: size, sigma: 0.5 };
  return { kind: 'triangular', least: size / 2, mode: size, most: size * 2 };
}
