// SPDX-License-Identifier: Apache-2.0
// Text of others as it is: what would be invisible or turn the reading direction is written out (UTS #55 §5).

const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;
const LONGEST = 4000;

/** Every invisible character as `\u{…}`; beyond 4000 characters an ellipsis. */
export function visible(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return shown.replace(UNSEEN, (unseen) => `\\u{${(unseen.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Any value of an event on one line. */
export function visibleValue(value: unknown): string {
  return visible(typeof value === 'string' ? value : JSON.stringify(value));
}
