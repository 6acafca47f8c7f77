// SPDX-License-Identifier: Apache-2.0
// How good incidents are, where the attacks are known: which were found, how soon, in how many pieces, and what else rose.
import { groupBy } from '../../core/group-by.ts';

/** An attack that really happened. */
export interface LabelledAttack {
  readonly id: string;
  /** Milliseconds since 1970 of its first event. */
  readonly start: number;
}

/** An alert in an incident, and the attack that its events belong to; undefined for everyday ones. */
export interface LabelledAlert {
  readonly incident: string;
  readonly attack: string | undefined;
  readonly time: number;
}

export interface AttackScore {
  readonly attack: string;
  readonly isFound: boolean;
  /** Incidents that are mostly about it. One is right. */
  readonly incidents: number;
  /** Milliseconds from its start to its first alert; undefined when it was not found. */
  readonly timeToDetect: number | undefined;
  readonly alerts: number;
}

export interface Scores {
  readonly attacks: readonly AttackScore[];
  readonly incidents: number;
  /** Incidents most alerts of which belong to no attack. */
  readonly falseIncidents: number;
  /** Incidents with alerts of more than one attack. */
  readonly mixedIncidents: number;
  /** Found / all attacks; 1 when there is none. */
  readonly recall: number;
  /** Incidents about an attack / all; 1 when there is none. */
  readonly precision: number;
  readonly alertsPerIncident: number;
  /** The middle of the times to detect. */
  readonly medianTimeToDetect: number | undefined;
}

/** An incident is about the attack that most of its alerts belong to; as many everyday ones make it false. */
export function scoreIncidents(alerts: readonly LabelledAlert[], attacks: readonly LabelledAttack[]): Scores {
  const byIncident = groupBy(alerts, ({ incident }) => incident);
  const about = new Map([...byIncident].map(([incident, own]) => [incident, mostly(own)]));
  const scored = attacks.map((attack) => scoreAttack(attack, alerts, about));
  const isFalse = [...about.values()].filter((attack) => attack === undefined).length;
  const mixed = [...byIncident.values()].filter(
    (own) => new Set(own.flatMap(({ attack }) => attack ?? [])).size > 1,
  ).length;
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
  const times = scored.flatMap(({ timeToDetect }) => timeToDetect ?? []).sort((left, right) => left - right);
  return {
    attacks: scored,
    incidents: byIncident.size,
    falseIncidents: isFalse,
    mixedIncidents: mixed,
    recall: share(scored.filter(({ isFound }) => isFound).length, attacks.length),
    precision: share(byIncident.size - isFalse, byIncident.size),
    alertsPerIncident: byIncident.size === 0 ? 0 : alerts.length / byIncident.size,
    medianTimeToDetect: times[Math.floor((times.length - 1) / 2)],
  };
}

function mostly(alerts: readonly LabelledAlert[]): string | undefined {
  const counts = [...groupBy(alerts, ({ attack }) => attack)].map(
    ([attack, own]) => [attack, own.length] as const,
  );
  const most = Math.max(...counts.map(([, count]) => count));
  const leading = counts.filter(([, count]) => count === most).map(([attack]) => attack);
  return leading.includes(undefined) ? undefined : leading.sort()[0];
}

function scoreAttack(
  { id, start }: LabelledAttack,
  alerts: readonly LabelledAlert[],
  about: ReadonlyMap<string, string | undefined>,
): AttackScore {
  const own = alerts.filter(({ attack, incident }) => attack === id && about.get(incident) === id);
  const first = own.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY);
  return {
    attack: id,
    isFound: own.length > 0,
    incidents: new Set(own.map(({ incident }) => incident)).size,
    timeToDetect: own.length === 0 ? undefined : Math.max(0, first - start),
    alerts: own.length,
  };
}
