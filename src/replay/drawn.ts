// SPDX-License-Identifier: Apache-2.0
// A drawing as data. Whoever shows it makes elements of it, by the DOM or by React; a text in it stays a text.

export interface Drawn {
  readonly tag: string;
  /** Attributes, as SVG 2 and HTML name them. */
  readonly is: Readonly<Record<string, string | number>>;
  readonly in: readonly (Drawn | string)[];
}

export function drawn(tag: string, is: Drawn['is'] = {}, ...inside: readonly (Drawn | string)[]): Drawn {
  return { tag, is, in: inside };
}
