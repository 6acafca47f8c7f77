// SPDX-License-Identifier: Apache-2.0
// Random systems with ways, checks and watches on top of the random outages.
import type { Channel, Check, Happening, System, Watch, Way } from '../../src/cascade/system.ts';
import { createRandom, type Random } from '../../src/core/random.ts';
import { type Case, randomCase, randomDuration } from './cascade-random.ts';

const CLASSES = ['prices', 'addresses'] as const;

export function randomChannelCase(seed: number): Case {
  const { system, scenario } = randomCase(seed, { crews: false });
  const random = createRandom(seed, 'channels');
  const ids = system.assets.map(({ id }) => id);
  const pick = <T>(items: readonly T[]): T => items[random.below(items.length)] as T;
  const ways = ids.flatMap((from): Way[] =>
    ids
      .filter((to) => to !== from && random.next() < 0.35)
      .map((to) => ({
        id: `${from} to ${to}`,
        from,
        to,
        ...(random.next() < 0.6 ? { data: [pick(CLASSES)] } : {}),
        ...(random.next() < 0.8 ? { delay: randomDuration(random, 5) } : {}),
      })),
  );
  const places = [...ids, ...ways.map(({ id }) => id)];
  const happenings: Happening[] = Array.from({ length: 1 + random.below(4) }, () => ({
    kind: random.next() < 0.7 ? 'alter' : 'expose',
    on: random.next() < 0.1 ? 'cause' : pick(ids),
    at: randomDuration(random, 8),
    ...(random.next() < 0.6 ? { data: pick(CLASSES) } : {}),
  }));
  return {
    system: {
      ...system,
      assets: system.assets.map((asset) => ({
        ...asset,
        ...(random.next() < 0.7 ? { clean: randomDuration(random, 4) } : {}),
      })),
      ways,
      checks: Array.from({ length: random.below(3) }, (_, index) =>
        randomCheck(random, `check${index}`, pick(places)),
      ),
      watches: Array.from({ length: random.below(3) }, (_, index) =>
        randomWatch(random, `watch${index}`, pick(ids)),
      ),
    },
    scenario: {
      ...scenario,
      happenings: [
        ...scenario.happenings,
        ...happenings,
        ...(random.next() < 0.5
          ? [{ kind: 'notice', on: pick(ids), at: randomDuration(random, 30) } as const]
          : []),
      ],
    },
  };
}

export function randomCheck(random: Random, id: string, on: string): Check {
  return {
    id,
    on,
    ...(random.next() < 0.5 ? { data: [CLASSES[random.below(2)] as string] } : {}),
    ...(random.next() < 0.4 ? { catches: 0.5 } : {}),
  };
}

export function randomWatch(random: Random, id: string, on: string): Watch {
  const channel: Channel = random.next() < 0.7 ? 'integrity' : 'confidentiality';
  return {
    id,
    on,
    channel,
    ...(random.next() < 0.3 ? { data: [CLASSES[random.below(2)] as string] } : {}),
    after: randomDuration(random, 10),
  };
}

/** The same system with one more check or watch, or shorter repairs or clean-ups. */
export function withMoreCare(system: System, random: Random): System {
  const places = [...system.assets.map(({ id }) => id), ...(system.ways ?? []).map(({ id }) => id)];
  const asset = system.assets[random.below(system.assets.length)]?.id as string;
  switch (random.below(4)) {
    case 0: {
      const on = places[random.below(places.length)] as string;
      return { ...system, checks: [...(system.checks ?? []), randomCheck(random, 'more', on)] };
    }
    case 1:
      return { ...system, watches: [...(system.watches ?? []), randomWatch(random, 'more', asset)] };
    case 2:
      return {
        ...system,
        assets: system.assets.map((each) =>
          each.id === asset ? { ...each, clean: { kind: 'fixed', hours: 0 } } : each,
        ),
      };
    default:
      return {
        ...system,
        watches: (system.watches ?? []).map((each) => ({ ...each, after: { kind: 'fixed', hours: 0 } })),
      };
  }
}
