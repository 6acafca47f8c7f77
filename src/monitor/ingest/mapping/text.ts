// SPDX-License-Identifier: Apache-2.0

/** The text of a scalar. Of an object there is none: its own `toString` may be anything. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
