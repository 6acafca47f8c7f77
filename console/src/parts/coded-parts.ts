// SPDX-License-Identifier: Apache-2.0
import { visible } from './visible.ts';

/** A text of which parts stand in backticks, in turn: a plain part, one of code, a plain one … A backtick without another stays. */
export function codedParts(text: string): readonly string[] {
  return visible(text).split(/`([^`]+)`/);
}

/** Where there is one font only. */
export function withoutTicks(text: string): string {
  return text.replaceAll(/`([^`]+)`/g, '$1');
}
