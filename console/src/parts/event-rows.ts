// SPDX-License-Identifier: Apache-2.0
// An event as rows of a name and a value. Within it, what a name calls a time is one, whatever unit it has.

export interface EventRow {
  /** Names from the outside in. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** The instant (ISO 8601) where the value is one. */
  readonly instant?: string;
}

/** Deeper than this a value is shown as it is. */
const DEEPEST = 3;

export function eventRows(event: object, path: readonly string[] = []): readonly EventRow[] {
  return Object.entries(event).flatMap(([name, value]): readonly EventRow[] => {
    const at = [...path, name];
    if (isFilled(value) && at.length < DEEPEST) return eventRows(value, at);
    const instant = instantIn(name, value);
    return [{ path: at, value, ...(instant === undefined ? {} : { instant }) }];
  });
}

function isFilled(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

const TIMES =
  /^(?:time(?:stamp)?|ts|at|when|since|until|received|observed|occurred|detected|issued|expires|created|updated|sent)$|[-_.](?:at|time|until|since)$|[a-z](?:At|Time|Until|Since)$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;
/** Years 2001 to 2100 in seconds; a number of such a size counts something else only under another name. */
const [FIRST, LAST] = [1e9, 4.1e9];

/** Undefined: the name or the value is that of no time. */
export function instantIn(name: string, value: unknown): string | undefined {
  if (!TIMES.test(name)) return undefined;
  if (typeof value === 'string') return ISO.test(value) ? isoOf(Date.parse(value)) : undefined;
  if (typeof value !== 'number') return undefined;
  const unit = [1, 1e3, 1e6, 1e9].find((each) => value / each >= FIRST && value / each < LAST);
  return unit === undefined ? undefined : isoOf((value / unit) * 1000);
}

function isoOf(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
