// SPDX-License-Identifier: Apache-2.0
// What is known of an activity, from all statements about it (xAPI 1.0.3 Communication 2.5).
import { isParts, type Parts } from './identity.ts';

const MAPS = ['name', 'description', 'extensions'];

/** Oldest first: a later one adds languages and extensions, and replaces the rest. */
export function merged(definitions: readonly string[]): Parts | undefined {
  if (definitions.length === 0) return undefined;
  const known: Record<string, unknown> = {};
  for (const text of definitions)
    for (const [name, value] of Object.entries(JSON.parse(text) as Parts))
      if (MAPS.includes(name) && isParts(known[name])) Object.assign(known[name], value);
      else known[name] = value;
  return known;
}
