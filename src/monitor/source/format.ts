// SPDX-License-Identifier: Apache-2.0
// Lines of text logs to records, by patterns that packs bring.
import { RE2JS } from 're2js';
import type { LogFormat } from '../../model/index.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import type { EventSource } from './source.ts';

export interface ReadLine {
  readonly format: string;
  readonly record: EventRecord;
  readonly source: EventSource;
  /** No format knows the line for what it is. */
  readonly fallback?: true;
}

/** Undefined: no format reads the line. */
export type LineParser = (line: string) => ReadLine | undefined;

type Format = Omit<LogFormat, 'hit' | 'miss' | 'title' | 'references'>;

/** Tries the format of the last line first: lines of one file are mostly alike. */
export function compileFormats(formats: readonly Format[]): LineParser {
  const parsers = formats.filter(({ fallback }) => fallback !== true).map(compileFormat);
  const fallbacks = formats.filter(({ fallback }) => fallback === true).map(compileFormat);
  return (line) => {
    for (let at = 0; at < parsers.length; at++) {
      const read = (parsers[at] as LineParser)(line);
      if (read === undefined) continue;
      if (at > 0) parsers.unshift(...parsers.splice(at, 1));
      return read;
    }
    for (const parse of fallbacks) {
      const read = parse(line);
      if (read !== undefined) return { ...read, fallback: true };
    }
    return undefined;
  };
}

function compileFormat(format: Format): LineParser {
  const pattern = RE2JS.compile(`\\A(?:${format.pattern})\\z`);
  const groups = Object.entries(pattern.namedGroups() as Record<string, number>);
  const numbers = new Set(format.numbers);
  const source = {
    product: format.product,
    services: format.services ?? [],
    categories: format.categories ?? [],
  };
  return (line) => {
    const matcher = pattern.matcher(line);
    if (!matcher.find()) return undefined;
    const record: Record<string, unknown> = {};
    for (const [group, number] of groups) {
      const text = matcher.group(number);
      if (text === null || text === format.absent) continue;
      const name = format.names?.[group] ?? group.replaceAll('_', '-');
      record[name] = numbers.has(name) && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    }
    const time = typeof record['time'] === 'string' ? record['time'] : undefined;
    return {
      format: format.id,
      record: time === undefined ? record : { ...record, ...timed(time, format) },
      source,
    };
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time as ISO 8601, so that it is read alike everywhere; left as it is when it cannot be read. */
function timed(text: string, { time }: Format): { readonly time?: string } {
  if (time === 'clf') {
    const [, day, month, year, clock, zone] =
      /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})$/.exec(text) ?? [];
    const number = MONTHS.indexOf(month ?? '') + 1;
    if (zone === undefined || number === 0) return {};
    return {
      time: `${year}-${String(number).padStart(2, '0')}-${day}T${clock}${zone.slice(0, 3)}:${zone.slice(3)}`,
    };
  }
  if (time === 'epoch' && /^\d{9,11}(\.\d+)?$/.test(text))
    return { time: new Date(Number(text) * 1000).toISOString() };
  return {};
}
