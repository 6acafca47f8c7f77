// SPDX-License-Identifier: Apache-2.0
// Between instants (ISO 8601, UTC) and what a field for a day and time of the reader's clock holds.

/** Undefined: what is written is no time. */
export function instantOf(local: string): string | undefined {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** To the minute; '' for no time or one that cannot be read. */
export function localOf(instant: string | undefined): string {
  const time = new Date(instant ?? '');
  if (Number.isNaN(time.getTime())) return '';
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
