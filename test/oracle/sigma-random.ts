// SPDX-License-Identifier: Apache-2.0
// Random rules and events that are close enough to one another to match often.
export interface Random {
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly chance: (share: number) => boolean;
}

/** A generator of its own (Park and Miller 1988), so that a seed means the same everywhere. */
export function createRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    chance: (share) => next() < share,
  };
}

const FIELDS = ['A', 'b', 'C.d', 'e', 'f.g.h', 'n', 't'];
const TIMES = ['2026-11-23T09:07:00Z', '2025-02-07 23:59:59', '2026-01-09', '11/23/2026'];
const PIECES = ['a', 'B', 'ab', 'ba', 'cmd', '-', '/x', '\\', '.', ' ', '1', '12', 'é', '–'];
const WILD = ['*', '?', '\\*', '\\?', '\\\\', '\\\\*'];
const MODIFIERS = [
  '',
  '',
  '',
  '|contains',
  '|contains',
  '|startswith',
  '|endswith',
  '|contains|all',
  '|all',
  '|cased',
  '|contains|cased',
  '|windash',
  '|contains|windash',
  '|endswith|windash',
  '|re',
  '|re|i',
  '|exists',
  '|lt',
  '|lte',
  '|gt',
  '|gte',
  '|cidr',
  '|neq',
  '|contains|neq',
  '|fieldref',
  '|fieldref|startswith',
  '|base64offset|contains',
  '|base64|contains',
  '|wide|base64offset|contains',
  '|utf16be|base64|contains',
  '|fieldref|neq',
  '|re|s',
  '|minute',
  '|hour|gte',
  '|day|lt',
  '|month',
  '|year|lte',
];
const PATTERNS = [
  'a',
  '^a',
  'b$',
  'a.b',
  '[ab]+',
  '(a|b){2}',
  'cmd',
  'a?b',
  'x*',
  '\\d+',
  '.*a.*b',
  'ab|ba',
  '\\bcmd\\b',
];
const ADDRESSES = ['10.0.0.1', '10.0.3.7', '192.168.1.1', '10.0.0.300', '172.16.0.9'];
const BLOCKS = ['10.0.0.0/8', '10.0.0.0/22', '192.168.1.1', '172.16.0.0/12', '0.0.0.0/0', '10.0.0.1/32'];

export function randomDetection(random: Random): Record<string, unknown> {
  const ids = ['selection', 'selection_b', 'filter', '_hidden'].slice(0, 1 + random.below(4));
  const items = ids.map((id) => [id, randomSelection(random)] as const);
  return { ...Object.fromEntries(items), condition: randomCondition(random, ids, 3) };
}

function randomCondition(random: Random, ids: readonly string[], depth: number): string {
  const kind = random.below(depth <= 0 ? 2 : 8);
  const inner = (): string => randomCondition(random, ids, depth - 1);
  if (kind < 2) return random.pick(ids);
  if (kind === 2) return `not ${random.pick(ids)}`;
  if (kind === 3) return `(${inner()} or ${inner()})`;
  if (kind === 4) return `${inner()} and ${inner()}`;
  if (kind === 5)
    return `${random.pick(['1', 'all'])} of ${random.pick(['sel*', 'them', 'selection*', '*'])}`;
  if (kind === 6) return `not (${inner()} and ${inner()})`;
  return `${inner()} or not ${inner()}`;
}

function randomSelection(random: Random): unknown {
  const kind = random.below(6);
  if (kind === 0) return Array.from({ length: 1 + random.below(3) }, () => randomText(random, true));
  if (kind === 1) return Array.from({ length: 1 + random.below(3) }, () => randomMap(random));
  return randomMap(random);
}

function randomMap(random: Random): Record<string, unknown> {
  const entries = Array.from({ length: 1 + random.below(3) }, () => {
    const modifiers = random.pick(MODIFIERS);
    return [random.pick(FIELDS) + modifiers, randomValue(random, modifiers)] as const;
  });
  return Object.fromEntries(entries);
}

function randomValue(random: Random, modifiers: string): unknown {
  const one = (): unknown => {
    if (modifiers.includes('exists')) return random.chance(0.5);
    if (modifiers.includes('year')) return 2024 + random.below(4);
    if (/\|([lg]te?|minute|hour|day|month)\b/.test(modifiers)) return random.below(20);
    if (modifiers.includes('|re')) return random.pick(PATTERNS);
    if (modifiers.includes('cidr')) return random.pick(BLOCKS);
    if (modifiers.includes('fieldref')) return random.pick(FIELDS);
    if (modifiers.includes('base64')) return random.pick(['cmd', 'ab', 'abab', 'a']);
    if (modifiers === '' && random.chance(0.1)) return null;
    if (random.chance(0.15)) return random.below(20);
    return randomText(random, random.chance(0.4));
  };
  if (modifiers.includes('exists') || random.chance(0.5)) return one();
  return Array.from({ length: 1 + random.below(4) }, one);
}

function randomText(random: Random, wild: boolean): string {
  const pieces = wild ? [...PIECES, ...WILD] : PIECES.filter((piece) => piece !== '\\');
  return Array.from({ length: 1 + random.below(3) }, () => random.pick(pieces)).join('');
}

export function randomEvent(random: Random): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  if (random.chance(0.8)) event['A'] = randomScalar(random);
  if (random.chance(0.7))
    event['b'] = random.chance(0.2) ? [randomScalar(random), randomScalar(random)] : randomScalar(random);
  if (random.chance(0.6))
    event['C'] = random.chance(0.2)
      ? [{ d: randomScalar(random) }, { d: 'ab' }]
      : { d: randomScalar(random) };
  if (random.chance(0.2)) event['C.d'] = randomScalar(random);
  if (random.chance(0.5)) event['e'] = random.pick(ADDRESSES);
  if (random.chance(0.5)) event['t'] = random.pick(TIMES);
  if (random.chance(0.4)) event['f'] = { g: { h: randomScalar(random) } };
  if (random.chance(0.6)) event['n'] = random.chance(0.5) ? random.below(20) : String(random.below(20));
  return event;
}

function randomScalar(random: Random): unknown {
  const kind = random.below(12);
  if (kind === 0) return null;
  if (kind === 1) return random.below(20);
  if (kind === 2) return random.chance(0.5);
  if (kind === 3) return '';
  if (kind === 4)
    return Buffer.from(`${'x'.repeat(random.below(3))}${random.pick(['cmd', 'abab', 'ab'])}y`).toString(
      'base64',
    );
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(PIECES)).join('');
}
