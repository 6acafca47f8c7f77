// SPDX-License-Identifier: Apache-2.0
// The doctor as the console asks for it: of its own folder, and not again while one look is fresh.
import { type Examination, examine } from './doctor.ts';

export type Upkeep = () => Promise<Looked>;

export interface Looked {
  readonly at: number;
  readonly findings: Examination['findings'];
}

/** Looking reads files and asks the server itself: many who ask share one look. */
const FRESH_MS = 10_000;

export function createUpkeep(data: string, now: () => number): Upkeep {
  let last: { readonly at: number; readonly looked: Promise<Looked> } | undefined;
  return () => {
    const at = now();
    if (last !== undefined && at - last.at < FRESH_MS) return last.looked;
    const looked = examine({ data, now, deep: false, onStep: () => undefined }).then(({ findings }) => ({
      at,
      findings,
    }));
    last = { at, looked };
    // What failed is asked again.
    looked.catch(() => {
      last = undefined;
    });
    return looked;
  };
}
