// SPDX-License-Identifier: Apache-2.0
// A table whose rows stand one below the other on a phone. What is drawn as blocks is none to a reader of the screen unless roles
// say so.
import type { ReactNode } from 'react';

const ROLES = {
  table: 'table',
  group: 'rowgroup',
  row: 'row',
  column: 'columnheader',
  name: 'rowheader',
  cell: 'cell',
} as const;

export interface FoldingRow {
  readonly key: string;
  readonly name: ReactNode;
  /** One for each head after the first; null: it has nothing to say. */
  readonly cells: readonly ReactNode[];
}

interface FoldingTableOptions {
  readonly label: string;
  /** That of the names first. */
  readonly heads: readonly string[];
  readonly rows: readonly FoldingRow[];
}

export function FoldingTable({ label, heads, rows }: FoldingTableOptions) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where it does not fold
    <section className="table folds" tabIndex={0} aria-label={label}>
      <table role={ROLES.table}>
        <thead role={ROLES.group}>
          <tr role={ROLES.row}>
            {heads.map((head) => (
              <th key={head} scope="col" role={ROLES.column}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role={ROLES.group}>
          {rows.map(({ key, name, cells }) => (
            <tr key={key} role={ROLES.row}>
              <th scope="row" role={ROLES.name}>
                {name}
              </th>
              {cells.map((cell, at) => (
                <td key={heads[at + 1]} role={ROLES.cell} data-head={heads[at + 1]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
