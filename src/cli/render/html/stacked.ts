// SPDX-License-Identifier: Apache-2.0
// A table that a phone shows row by row, each cell below its head; `STYLE` has how.
import { forHtml } from '../escape.ts';

/**
 * @param heads HTML, as the cells are; the first cell of each row is its heading.
 * @param className of the table.
 */
export function stackedTable(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  className: string,
): string {
  const head = heads.map((each) => `<th scope="col" role="columnheader">${each}</th>`).join('');
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell, at) => `<td role="cell" data-head="${heads[at + 1] ?? ''}">${cell}</td>`);
    return `<tr role="row"><th scope="row" role="rowheader">${first}</th>${cells.join('')}</tr>`;
  });
  // What is drawn as blocks is no table to a reader of the screen unless roles say so.
  return `<div class="scroll stacked" tabindex="0" role="region" aria-label="${forHtml(label)}"><table class="${className}" role="table"><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body.join('\n')}</tbody></table></div>`;
}
