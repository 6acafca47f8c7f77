// SPDX-License-Identifier: Apache-2.0

/** What a text says beyond the name above it: most texts of steps begin with that. */
export function restOf(text: string, name: string): string {
  if (text === name || text === `${name}.`) return '';
  return text.startsWith(`${name}. `) ? text.slice(name.length + 2) : text;
}
