// SPDX-License-Identifier: Apache-2.0
import { hoursOfLength } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';

const MS_PER_HOUR = 3_600_000;

/** How often pages are to be looked at, in milliseconds. @throws Failure 2. */
export function everyOf(call: Call): number {
  const text = call.options.text('every') ?? '7d';
  const hours = /^\d{1,6}[hdw]$/.test(text) ? hoursOfLength(text) : 0;
  if (hours > 0) return hours * MS_PER_HOUR;
  throw new Failure(EXIT.usage, `--every is a time such as 7d or 12h, not ${text}`);
}

/** Begin of a day (UTC), in milliseconds since 1970. @throws Failure 2. */
export function dayOf(call: Call, option: string): number | undefined {
  const text = call.options.text(option);
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new Failure(EXIT.usage, `--${option} is a day such as 2027-01-01, not ${text}`);
}
