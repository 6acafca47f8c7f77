// SPDX-License-Identifier: Apache-2.0
import type { Pack } from '../../model/index.ts';
import { type FusionKnowledge, neighboursIn, packKnowledge } from '../../monitor/index.ts';
import { attackPaths, type Subject } from './attack-paths.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * What incidents are made with: the pack, and the model when there is one.
 *
 * @param today ISO date.
 */
export function knowledgeOf(
  pack: Pack,
  subject: Subject | undefined,
  today: string,
  onPhase: () => void = () => undefined,
): FusionKnowledge {
  const known = packKnowledge(pack);
  if (subject === undefined) return { ...known, neighboursOf: () => NONE, paths: [] };
  onPhase();
  return {
    ...known,
    neighboursOf: neighboursIn(subject.loaded.model),
    paths: attackPaths(subject, today, onPhase),
  };
}
