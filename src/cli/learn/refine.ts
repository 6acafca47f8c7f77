// SPDX-License-Identifier: Apache-2.0
// `learn refine`: what people said of incidents, as changes to the rules that raised them.
import { refine, refinementItem, type Verdict } from '../../learn/index.ts';
import type { IncidentVerdict, IncidentWire } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { findIncident } from '../verdict/find-incident.ts';
import { readVerdicts } from '../verdict/verdict-file.ts';
import { readHistory } from './history.ts';
import { needed, offer } from './offer.ts';
import { readShelfIn } from './shelf-file.ts';

export async function refineRules(call: Call, operands: readonly string[]): Promise<number> {
  const files = needed(operands);
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  // A later verdict on an incident replaces the one before.
  const last = new Map(readVerdicts(call).map((verdict) => [verdict.incident, verdict]));
  if (last.size === 0)
    throw new Failure(
      EXIT.nothing,
      'There is no verdict to learn from',
      'ensuresec verdict INCIDENT real, or false, says what an incident was',
    );
  const verdicts: Verdict[] = [];
  for (const said of last.values()) verdicts.push(...saidOf(said, await findIncident(call, said.incident)));
  const episodes = await readHistory(call, pack, files, call.options.list('labels'));
  call.progress.step('Trying changes on history');
  const found = refine(pack, episodes, verdicts);
  call.progress.end();
  const wrong = new Set(verdicts.filter(({ isFalse }) => isFalse).map(({ rule }) => rule));
  const left = [...wrong].filter((rule) => !found.some((each) => each.rule === rule));
  if (left.length > 0)
    call.say(
      call.aside.safe(
        `No change of ${left.join(', ')} keeps the false alarms away and loses nothing: an exception is narrower`,
      ),
    );
  return offer(call, readShelfIn(call, pack.id), found.map(refinementItem));
}

function saidOf({ isFalse }: IncidentVerdict, { timeline }: IncidentWire): readonly Verdict[] {
  return timeline.map(({ rule, keys, from, to }) => ({
    rule,
    isFalse,
    keys,
    from: from === null ? Number.NEGATIVE_INFINITY : Date.parse(from),
    to: to === null ? Number.POSITIVE_INFINITY : Date.parse(to),
  }));
}
