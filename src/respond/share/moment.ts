// SPDX-License-Identifier: Apache-2.0
// Times of STIX and TAXII: RFC 3339 in UTC, to the microsecond (TAXII 2.1 §1.6.6), from 1970 to 2255: in these years
// microseconds are whole numbers, here and in the store.
import type { Micros } from '../../core/ports/index.ts';

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

/** Undefined for what is no such time, and for times that are out of reach. What is finer than a microsecond is cut. */
export function microsOf(text: string): Micros | undefined {
  const [, seconds, fraction = ''] = TIME.exec(text) ?? [];
  const millis = seconds === undefined ? Number.NaN : Date.parse(`${seconds}Z`);
  // Days such as the 31st of February are no times, whatever the parser makes of them.
  if (Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 19) !== seconds) return undefined;
  const micros = millis * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
  return micros >= 0 && Number.isSafeInteger(micros) ? micros : undefined;
}

export function timeOf(micros: Micros): string {
  const rest = micros % 1_000_000;
  const seconds = new Date((micros - rest) / 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(rest).padStart(6, '0')}Z`;
}
