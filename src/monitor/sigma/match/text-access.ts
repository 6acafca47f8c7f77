// SPDX-License-Identifier: Apache-2.0
// The same as the methods of strings, called as functions. The engine of JavaScript keeps texts in many shapes (parsed,
// sliced, interned, of one byte or two); a method that is looked up on all of them in one place costs six times as much.

/** Borrows a method: `borrowed(text, …)` is `text.method(…)`. */
const borrow = <A extends readonly unknown[], R>(
  method: (this: string, ...rest: A) => R,
): ((text: string, ...rest: A) => R) => Function.prototype.call.bind(method);

export const codeAt = borrow(String.prototype.charCodeAt);
export const includesText = borrow(String.prototype.includes);
export const startsWithText = borrow(String.prototype.startsWith);
export const endsWithText = borrow(String.prototype.endsWith);

/** Whether no character has a greater code; `last` is a power of two, less one. */
export function isUpTo(text: string, last: number): boolean {
  let all = 0;
  for (let at = 0; at < text.length; at++) all |= codeAt(text, at);
  return all <= last;
}
