// SPDX-License-Identifier: Apache-2.0
import type { Gap } from '../../schema.ts';
import { type Ids, textOf } from '../ids.ts';
import { unknownOfThreat } from '../threat.ts';
import type { Cell } from './cell.ts';

export interface ThreatFacts {
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}

/** Threats of one cell: an open one is a gap about its element; a mitigated one, or one that does not apply, is a note. */
export function threatsOf({ data }: Cell, about: string, element: 'asset' | 'flow', ids: Ids): ThreatFacts {
  const gaps: Gap[] = [];
  const notes: string[] = [];
  for (const threat of data?.records('threats') ?? []) {
    const title = threat.text('title') ?? 'untitled';
    const category = threat.text('type');
    const status = threat.text('status') ?? 'Open';
    if (status !== 'Open') {
      notes.push(
        `threat "${title}" is ${status === 'NotApplicable' ? 'not applicable' : status.toLowerCase()}: ${threat.text('mitigation') || 'no reason is given'}`,
      );
      continue;
    }
    const severity = threat.text('severity') ?? '';
    const text = `Open threat${severity === '' ? '' : ` (${severity.toLowerCase()})`}${category === undefined ? '' : `, ${category}`}: ${title}. ${threat.text('description') ?? ''}`;
    const unknown = unknownOfThreat(category, element);
    gaps.push({
      id: ids.take(`${about}/${unknown}`, 'gap'),
      about,
      unknown,
      text: textOf(text) ?? title,
      source: threat.source(),
    });
  }
  return { gaps, notes };
}
