// SPDX-License-Identifier: Apache-2.0
// From a model to the input facts that rules join. No inference here: each fact is what one line states.
import type { LoadedModel, Pack } from '../../model/index.ts';
import { elementFacts } from './elements.ts';
import { createSink, type InputFact } from './fact.ts';
import { linkFacts } from './links.ts';
import { workflowFacts } from './workflows.ts';

export { type InputFact, positionOf } from './fact.ts';
export { flowId } from './links.ts';
export { absentChecks } from './workflows.ts';

/**
 * The input facts of a model, in the order of the file. Facts with `gap` are possible, not known.
 *
 * @param today ISO date (`2026-01-31`): measures whose proof ran out before it do not count.
 */
export function inputFacts(loaded: LoadedModel, pack: Pack, today: string): readonly InputFact[] {
  const sink = createSink();
  elementFacts({ model: loaded.model, pack, sink, today });
  linkFacts(loaded.model, pack, sink, today);
  workflowFacts(loaded.model, pack, sink);
  return sink.facts;
}
