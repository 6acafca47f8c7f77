// SPDX-License-Identifier: Apache-2.0
// Times of events as a person reads them. Always UTC: the files of an incident come from several places.

/** `2026-10-05`. */
export function day(time: number): string {
  return iso(time).slice(0, -14);
}

/** `09:31:07`. */
export function clock(time: number): string {
  return iso(time).slice(-13, -5);
}

function iso(time: number): string {
  return new Date(Math.min(8.64e15, Math.max(-8.64e15, time))).toISOString();
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** `1 h 40 min`: the two largest units that matter. */
export function span(milliseconds: number): string {
  let rest = milliseconds;
  const parts = UNITS.flatMap(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return parts.slice(0, 2).join(' ') || 'under 1 s';
}
