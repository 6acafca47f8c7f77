// SPDX-License-Identifier: Apache-2.0
// One file of a feed: advisories, a catalogue of what is exploited, or forecasts, told apart by what is in it.
import type { Problem } from '../../core/problem.ts';
import { type Advisory, readEpss, readKev, readOsv } from '../../monitor/index.ts';

export interface FeedFile {
  readonly advisories: readonly Advisory[];
  /** CVE ids that are known to be exploited. */
  readonly kev: readonly string[];
  /** Chance of use within 30 days by CVE id. */
  readonly epss: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

const NOTHING: FeedFile = { advisories: [], kev: [], epss: new Map(), problems: [] };

/** @param path its name says CSV or JSON, with `.gz` or without. */
export function readFeedFile(path: string, bytes: Uint8Array): FeedFile {
  const text = new TextDecoder().decode(bytes);
  if (/\.csv(\.gz)?$/.test(path)) return { ...NOTHING, epss: readEpss(text) };
  const json = jsonOf(text);
  const kev = readKev(json);
  if (kev !== undefined) return { ...NOTHING, kev };
  const read = (Array.isArray(json) ? json : [json]).map((each) => readOsv(each, path));
  return {
    ...NOTHING,
    advisories: read.flatMap(({ value }) => value ?? []),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** Undefined for what is no JSON: the reader of advisories then says what it expected. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
