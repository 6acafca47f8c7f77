// SPDX-License-Identifier: Apache-2.0

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `500ms`, `30s`, `15m`, `24h` or `7d`; undefined for another text. */
export function durationOf(text: string): number | undefined {
  const found = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  return found === null ? undefined : Number(found[1]) * (UNITS[found[2] as string] as number);
}

const SPOKEN: readonly (readonly [number, string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
];

/** A length of time as people say it, in its two largest units: `2 hours 5 minutes`. */
export function spokenDuration(milliseconds: number): string {
  let rest = Math.abs(milliseconds);
  const parts: string[] = [];
  for (const [size, unit] of SPOKEN) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  const text = parts.length === 0 ? `${Math.round(rest)} milliseconds` : parts.join(' ');
  return milliseconds < 0 ? `minus ${text}` : text;
}
