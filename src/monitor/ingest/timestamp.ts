// SPDX-License-Identifier: Apache-2.0

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,12})?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** A time of RFC 3339 in milliseconds since 1970; undefined for everything else, such as the 30th of February. */
export function rfc3339(value: unknown): number | undefined {
  const parts = typeof value === 'string' && value.length <= 40 ? RFC3339.exec(value) : null;
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // A leap second is the first moment of the next minute.
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return undefined;
  if (day > daysOf(year, month)) return undefined;
  const [, , , , , , , fraction = '0', sign = '+', zoneHour = '0', zoneMinute = '0'] = parts;
  if (Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -60_000 : 60_000);
  const whole = utc(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000;
  return whole + Math.trunc(Number(fraction) * 1000) - offset;
}

function daysOf(year: number, month: number): number {
  return Math.round(
    (utc(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - utc(year, month, 1)) / 86_400_000,
  );
}

/** `Date.UTC` takes years below 100 for those of the 20th century. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
