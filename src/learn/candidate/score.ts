// SPDX-License-Identifier: Apache-2.0
// What a candidate costs and brings over history: alerts that are right, alerts that are wrong, attacks that it sees.
import { wilsonInterval } from '../../core/stats/index.ts';
import type { Policy } from '../../monitor/index.ts';
import type { Episode } from '../table/episode.ts';
import { replay } from './replay.ts';

export interface Share {
  readonly hits: number;
  readonly of: number;
  /** 95 % interval (Wilson). */
  readonly interval: readonly [number, number];
}

export interface Score {
  /** Alerts on events of the attack, and on others. Alerts on events of another attack are right. */
  readonly right: number;
  readonly wrong: number;
  readonly precision: Share;
  /** Episodes with the attack in which it fired. */
  readonly recall: Share;
  /** Wrong alerts a day of history. */
  readonly wrongPerDay: number;
  /** Where it fired on the attack: number of the episode and position of the event. */
  readonly places: readonly string[];
}

const DAY = 86_400_000;

export function scorePolicy(policy: Policy, attack: string, episodes: readonly Episode[]): Score {
  let [right, wrong, seen, attacked, time] = [0, 0, 0, 0, 0];
  const places: string[] = [];
  episodes.forEach(({ events, attackOf }, number) => {
    const isAttacked = new Set(attackOf.values()).has(attack);
    let fired = false;
    for (const { at } of replay([policy], events)) {
      const of = attackOf.get(events[at.line - 1]?.id ?? '');
      if (of === undefined) wrong++;
      else right++;
      if (of !== attack) continue;
      fired = true;
      places.push(`${number}:${at.line}`);
    }
    if (isAttacked) attacked++;
    if (fired) seen++;
    time += (events.at(-1)?.time ?? 0) - (events[0]?.time ?? 0);
  });
  return {
    right,
    wrong,
    precision: share(right, right + wrong),
    recall: share(seen, attacked),
    wrongPerDay: time === 0 ? 0 : wrong / (time / DAY),
    places,
  };
}

function share(hits: number, of: number): Share {
  return { hits, of, interval: wilsonInterval(hits, of) };
}
