// SPDX-License-Identifier: Apache-2.0
import type { GlobToken } from '../rule.ts';

/**
 * Whether a folded text matches a glob as a whole. Runs between `*` are placed as early as they can be, which decides
 * without going back further than the last `*`: O(text × tokens).
 */
export function matchesGlob(text: string, tokens: readonly GlobToken[]): boolean {
  let at = 0;
  let token = 0;
  let starToken = -1;
  let starAt = 0;
  for (;;) {
    const each = tokens[token];
    if (each === undefined ? at === text.length : typeof each === 'object' && each.wild === '*') {
      if (each === undefined) return true;
      starToken = token++;
      starAt = at;
      if (token === tokens.length) return true;
      continue;
    }
    const length = each === undefined ? 0 : typeof each === 'string' ? each.length : 1;
    const fits =
      each !== undefined && (typeof each === 'string' ? text.startsWith(each, at) : at < text.length);
    if (fits) {
      at += length;
      token++;
    } else {
      // The last `*` takes one character more.
      if (starToken === -1 || starAt >= text.length) return false;
      starAt = seek(text, tokens[starToken + 1], starAt + 1);
      if (starAt === -1) return false;
      at = starAt;
      token = starToken + 1;
    }
  }
}

function seek(text: string, token: GlobToken | undefined, from: number): number {
  return typeof token === 'string' ? text.indexOf(token, from) : from;
}

/** The longest plain run of a glob: every match contains it. Undefined when there is none. */
export function longestRun(tokens: readonly GlobToken[]): string | undefined {
  let best: string | undefined;
  for (const token of tokens)
    if (typeof token === 'string' && token.length > (best?.length ?? 0)) best = token;
  return best;
}
