// SPDX-License-Identifier: Apache-2.0
// `expand` (rules specification 2.0.0, "Placeholders"): `%name%` stands for values that only the operator knows.

/** Values for each name, without the percent signs. */
export interface Placeholders {
  get(name: string): readonly string[] | undefined;
}

const MAX_VALUES = 10_000;

/** Every combination of the values of the placeholders; `\%` is a plain percent sign. */
export function fillPlaceholders(
  text: string,
  placeholders: Placeholders,
): readonly string[] | { readonly refused: string } {
  let filled: readonly string[] = [''];
  for (const [piece] of text.matchAll(/\\%|%[^%\\]+%|[\s\S]/g)) {
    const isPlaceholder = piece.length > 2 && piece.startsWith('%');
    const values = isPlaceholder ? placeholders.get(piece.slice(1, -1)) : [piece === '\\%' ? '%' : piece];
    if (values === undefined || values.length === 0)
      return { refused: `uses the placeholder ${piece}, which has no values here` };
    if (filled.length * values.length > MAX_VALUES)
      return { refused: `stands for more than ${MAX_VALUES} values once its placeholders are filled` };
    filled = filled.flatMap((start) => values.map((value) => start + value));
  }
  return filled;
}
