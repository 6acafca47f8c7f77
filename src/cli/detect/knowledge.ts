// SPDX-License-Identifier: Apache-2.0
import type { Pack } from '../../model/index.ts';
import { type FusionKnowledge, neighboursIn, packKnowledge } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import type { Subject } from '../input.ts';
import { attackPaths } from './attack-paths.ts';

const NONE: ReadonlySet<string> = new Set();

/** What incidents are made with: the pack, and the model when one is named. */
export function knowledgeOf(call: Call, pack: Pack, subject: Subject | undefined): FusionKnowledge {
  const known = packKnowledge(pack);
  if (subject === undefined) return { ...known, neighboursOf: () => NONE, paths: [] };
  const onPhase = (): void => call.progress.step('Finding the attack paths of the model');
  onPhase();
  return {
    ...known,
    neighboursOf: neighboursIn(subject.loaded.model),
    paths: attackPaths(subject, call.io.today(), onPhase),
  };
}
