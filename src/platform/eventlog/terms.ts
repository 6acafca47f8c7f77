// SPDX-License-Identifier: Apache-2.0
// Which time of which type a record is kept by. The same answer for rows of SQLite and for row groups of Parquet.
import type { TypeTerm } from '../../core/ports/index.ts';

/** One time, and the types that go by it: those of `type`, but none of `except`. */
export interface Share {
  /** Undefined: every type that no term names, and records without a type. */
  readonly type: string | undefined;
  readonly before: number;
  /** Terms that are longer and take a part of it away. */
  readonly except: readonly string[];
}

/** The terms as shares that do not overlap: each record is in one of them. */
export function sharesOf(before: number, terms: readonly TypeTerm[]): readonly Share[] {
  const names = terms.map(({ type }) => type);
  return [
    ...terms.map(({ type, before: own }) => ({
      type,
      before: own,
      except: isOpen(type)
        ? names.filter((other) => other !== type && beginning(other).startsWith(beginning(type)))
        : [],
    })),
    { type: undefined, before, except: names },
  ];
}

/** Whether a record of a type is in a share. */
export function isIn({ type, except }: Share, of: string | null): boolean {
  if (type !== undefined && (of === null || !fits(type, of))) return false;
  return of === null || !except.some((each) => fits(each, of));
}

export function isOpen(term: string): boolean {
  return term.endsWith('.*');
}

/** `web.*` → `web.` */
export function beginning(term: string): string {
  return isOpen(term) ? term.slice(0, -1) : term;
}

function fits(term: string, type: string): boolean {
  return isOpen(term) ? type.startsWith(beginning(term)) : type === term;
}
