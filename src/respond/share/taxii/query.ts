// SPDX-License-Identifier: Apache-2.0
// What may stand in the query of a request (TAXII 2.1 §3.4 filters, §3.5 pages).
import type { SharedQuery, VersionMatch } from '../../../core/ports/index.ts';
import { microsOf } from '../moment.ts';
import { type TaxiiClient, TaxiiRefusal } from './exchange.ts';

/** Objects of one answer, at most and when nothing is said. */
const PAGE = 1000;
/** Values of one filter. */
const VALUES = 200;

type Filter = 'id' | 'type' | 'version' | 'spec_version';

/** @param filters which of them the endpoint knows; others are as if they were not there. @throws TaxiiRefusal */
export function queryOf(
  query: URLSearchParams,
  { ceiling }: TaxiiClient,
  collection: string,
  filters: readonly Filter[],
): SharedQuery {
  const list = (name: Filter): readonly string[] | undefined =>
    filters.includes(name) ? listOf(query, `match[${name}]`) : undefined;
  const [ids, types, specs] = [list('id'), list('type'), list('spec_version')];
  const after = laterOf(moment(query, 'added_after'), next(query));
  return {
    collection,
    ceiling,
    ...(after === undefined ? {} : { after }),
    ...(ids === undefined ? {} : { ids }),
    ...(types === undefined ? {} : { types }),
    ...(specs === undefined ? {} : { specs }),
    versions: list('version')?.map(versionOf) ?? ['last'],
    limit: limitOf(query.get('limit')),
  };
}

function listOf(query: URLSearchParams, name: string): readonly string[] | undefined {
  const given = query.getAll(name);
  if (given.length === 0) return undefined;
  const values = given.flatMap((each) => each.split(',')).map((each) => each.trim());
  if (values.length <= VALUES && values.every((each) => each !== '')) return values;
  throw new TaxiiRefusal(400, `Cannot read ${name}: expected 1 to ${VALUES} values, joined by commas`);
}

function versionOf(text: string): VersionMatch {
  if (text === 'first' || text === 'last' || text === 'all') return text;
  const micros = microsOf(text);
  if (micros !== undefined) return micros;
  throw new TaxiiRefusal(400, 'Cannot read match[version]: expected first, last, all or times');
}

function moment(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  const micros = text === null ? undefined : microsOf(text);
  if (text === null || micros !== undefined) return micros;
  throw new TaxiiRefusal(400, `Cannot read ${name}: expected a time such as 2026-01-31T12:00:00.000000Z`);
}

/** Where the page before ended: the time at which its last object was added. */
function next(query: URLSearchParams): number | undefined {
  const text = query.get('next');
  if (text === null) return undefined;
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new TaxiiRefusal(400, 'Cannot read next: expected what the page before gave');
}

function laterOf(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

function limitOf(text: string | null): number {
  if (text === null) return PAGE;
  if (/^[1-9]\d{0,14}$/.test(text)) return Math.min(PAGE, Number(text));
  throw new TaxiiRefusal(400, 'Cannot read limit: expected a whole number above 0');
}
