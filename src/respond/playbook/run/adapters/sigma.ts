// SPDX-License-Identifier: Apache-2.0
// Commands of the type sigma (CACAO 2.0 §5): the rule of the command over events that are stored, and over files that the
// operator names, by our own engine.
import { counted } from '../../../../core/counted.ts';
import type { Adapter, Did, Work } from '../adapter.ts';
import { hasSecret } from '../values.ts';
import { answerValues } from './answer-values.ts';
import { FIRST, NOTHING_TO_UNDO } from './looking.ts';

export interface SigmaFound {
  /** Events that were looked at. */
  readonly events: number;
  readonly hits: number;
  /** Fields of the first hits, at most as many as were asked for. */
  readonly first: readonly Readonly<Record<string, unknown>>[];
}

/** What a rule is looked for in. */
export interface SigmaSearch {
  /** Names of what it reads, for people; empty when the operator names nothing. */
  readonly places: readonly string[];
  /** @throws Error for what cannot be read. */
  search(
    rule: string,
    first: number,
    signal: AbortSignal,
  ): Promise<SigmaFound | { readonly refused: string }>;
}

export function sigmaAdapter(search: SigmaSearch): Adapter {
  const byHand = ({ command: { byHand: why, script = '' } }: Work): string | undefined => {
    if (why !== undefined) return why;
    if (hasSecret(script)) return 'A secret would be in the rule';
    return search.places.length === 0 ? 'The operator names no events for Sigma rules' : undefined;
  };
  return {
    takes: (type) => type === 'sigma',
    plan: (work) => {
      const reason = byHand(work);
      return reason === undefined
        ? {
            text: `look with the rule in ${search.places.join(', ')}`,
            certainty: 'idempotent',
            touches: search.places,
          }
        : { text: `${reason}: a person does it and says how it went`, certainty: 'idempotent', touches: [] };
    },
    do: async (_, work, { signal }) => {
      const reason = byHand(work);
      if (reason !== undefined)
        return { status: 'parked', reason: `${reason}: a person does it and says how it went` };
      return told(await search.search(work.command.script ?? '', FIRST, signal), work);
    },
    probe: async () => ({ seen: 'absent' }),
    undo: async () => NOTHING_TO_UNDO,
  };
}

/** `hits`: how many; `first`: the first of them; `events`: how many were looked at. */
function told(found: SigmaFound | { readonly refused: string }, { outArgs }: Work): Did {
  if ('refused' in found) return { status: 'failed', reason: found.refused };
  const { hits, events } = found;
  return {
    status: 'done',
    values: answerValues(outArgs, JSON.stringify(found)),
    note: `${counted(hits, 'hit')} in ${counted(events, 'event')}`,
  };
}
