// SPDX-License-Identifier: Apache-2.0
// Which steps of attack paths were taken, as facts of the model: what alerts say to the analysis.
import type { AttackPath, Incident } from '../../monitor/index.ts';
import { elementsIn } from './attack-paths.ts';

/** A fact that holds by itself until the incident is closed. Plain data, so that it crosses threads. */
export interface Taken {
  /** As the analysis writes it: `controls(web)`. */
  readonly fact: string;
  readonly incident: string;
  /** Title of the rule that saw it. */
  readonly seenBy: string;
}

/**
 * Facts that the steps conclude, when they are about an element that the incident is about: a proof may use one rule of
 * two elements, and only one of them was seen. A goal adds nothing, because nothing follows from it.
 */
export function takenIn(incidents: readonly Incident[], paths: readonly AttackPath[]): readonly Taken[] {
  const byId = new Map(paths.map((path) => [path.id, path]));
  const taken = new Map<string, Taken>();
  for (const { id, state, assets, steps } of incidents) {
    if (state === 'closed') continue;
    const about = new Set(assets);
    for (const { path, step, isGoal, seenBy } of steps)
      for (const fact of isGoal ? [] : (byId.get(path)?.steps[step - 1]?.facts ?? []))
        if (!taken.has(fact) && elementsIn(fact, about).length > 0)
          taken.set(fact, { fact, incident: id, seenBy });
  }
  return [...taken.values()];
}
