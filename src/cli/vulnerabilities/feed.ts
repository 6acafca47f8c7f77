// SPDX-License-Identifier: Apache-2.0
// A folder of feeds as they are published: OSV advisories and a KEV catalogue in JSON, EPSS in CSV.
import { resolve } from 'node:path';
import type { Problem } from '../../core/problem.ts';
import { type Advisory, readEpss, readKev, readOsv } from '../../monitor/index.ts';
import { readFolder } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';

export interface Feed {
  readonly advisories: readonly Advisory[];
  /** CVE ids that are known to be exploited. */
  readonly kev: ReadonlySet<string>;
  /** Chance of use within 30 days by CVE id. */
  readonly epss: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/** @throws Failure 4 without advisories, 6 when the folder cannot be read. */
export function readFeed(call: Call, folder: string): Feed {
  call.progress.step(`Reading the feeds in ${folder}`);
  const read = readFolder(resolve(call.io.cwd, folder), ['.json', '.csv']);
  if (read.value === undefined)
    throw new Failure(EXIT.runtime, `Cannot read the folder ${folder}`, undefined, read.problems);
  const advisories = new Map<string, Advisory>();
  const kev = new Set<string>();
  const epss = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { path, bytes } of read.value) {
    const text = new TextDecoder().decode(bytes);
    if (path.endsWith('.csv')) for (const [cve, chance] of readEpss(text)) epss.set(cve, chance);
    else {
      const json = jsonOf(text);
      for (const cve of readKev(json) ?? []) kev.add(cve);
      if (readKev(json) !== undefined) continue;
      for (const each of Array.isArray(json) ? json : [json]) {
        const advisory = readOsv(each, path);
        problems.push(...advisory.problems);
        if (advisory.value !== undefined) advisories.set(advisory.value.id, advisory.value);
      }
    }
  }
  if (advisories.size === 0)
    throw new Failure(
      EXIT.nothing,
      `Nothing to compare with: ${folder} holds no advisory in the OSV format`,
      'https://osv.dev publishes one archive for each ecosystem',
      problems,
    );
  return { advisories: [...advisories.values()], kev, epss, problems };
}

/** Undefined for what is no JSON: the reader of advisories then says what it expected. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
