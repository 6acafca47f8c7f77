// SPDX-License-Identifier: Apache-2.0
import { forHtml } from '../escape.ts';

/** The cells of the head of a table. @param names Text. */
export function heads(names: readonly string[]): string {
  return names.map((name) => `<th scope="col">${forHtml(name)}</th>`).join('');
}
