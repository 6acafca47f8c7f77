// SPDX-License-Identifier: Apache-2.0
// Mean days of a rule instance: the prior of its rule, fitted to what is known of the vulnerability that it uses.
import { type Asset, exploitDifficulty, type LoadedModel } from '../../model/index.ts';
import type { InputFact } from '../facts/index.ts';
import type { System } from '../ground/system.ts';

type Vulnerability = NonNullable<Asset['vulnerabilities']>[number];

/** FIRST states EPSS as the probability of exploitation in the next 30 days. */
const EPSS_DAYS = 30;

/** Mean days of each instance of a rule, asked by the rows of its premises. */
export function meanDaysOf(
  system: System,
  loaded: LoadedModel | undefined,
): (rule: number, rows: Int32Array, at: number) => number {
  const places = system.rules.map((rule) => rule.when.findIndex((atom) => atom.predicate === 'vulnerable'));
  return (rule, rows, at) => {
    const days = system.rules[rule]?.days ?? 0;
    const place = places[rule] as number;
    if (place < 0 || days === 0) return days;
    const relation = system.graph.ground.rules[rule]?.body[place]?.relation as number;
    const fact = system.encoded.facts[relation]?.[rows[at + place + 1] as number];
    const vulnerability = fact === undefined ? undefined : vulnerabilityOf(fact, loaded);
    return vulnerability === undefined ? days : fittedDays(days, vulnerability);
  };
}

/**
 * A prior in days, fitted: CVSS makes it longer by how hard the vulnerability is to use, unless it is known to be used
 * (KEV), which shows that somebody has solved that; EPSS makes it no longer than the mean time at which a constant
 * hazard gives that chance in 30 days.
 */
export function fittedDays(
  days: number,
  { cvss, epss, kev }: Pick<Vulnerability, 'cvss' | 'epss' | 'kev'>,
): number {
  const difficulty = kev === true || cvss === undefined ? 1 : (exploitDifficulty(cvss) ?? 1);
  const hazard = epss === undefined ? 0 : -Math.log1p(-epss) / EPSS_DAYS;
  return Math.min(days * difficulty, 1 / hazard);
}

function vulnerabilityOf({ path }: InputFact, loaded: LoadedModel | undefined): Vulnerability | undefined {
  const [section, asset, list, at] = path;
  if (section !== 'assets' || list !== 'vulnerabilities') return undefined;
  return loaded?.model.assets?.[Number(asset)]?.vulnerabilities?.[Number(at)];
}
