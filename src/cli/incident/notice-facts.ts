// SPDX-License-Identifier: Apache-2.0
// What every message about an incident needs: a text of the pack, who writes it, and whom to ask.
import type { Pack } from '../../model/index.ts';
import type { Incident, NoticeFacts } from '../../respond/index.ts';
import { EXIT, Failure } from '../exit.ts';
import { idOf } from '../select.ts';

/** @throws Failure 2 when the pack has no such notice. */
export function noticeOf(pack: Pack, named: string): Pack['notices'][number] {
  const found = idOf(
    named,
    pack.notices.map(({ id }) => id),
    'notice',
    pack.id,
  );
  return pack.notices.find(({ id }) => id === found) as Pack['notices'][number];
}

/** @throws Failure 3: a notice without who writes and whom to ask helps nobody. */
export function factsOf(incident: Incident): NoticeFacts {
  const stated = new Map(
    incident.timeline.flatMap(({ event }) =>
      event.name === 'stated' ? [[event.body.field, String(event.body.value)] as const] : [],
    ),
  );
  const [operator, contact] = ['operator', 'contact'].map((field) => stated.get(field));
  if (operator !== undefined && contact !== undefined) return { operator, contact, case: incident.id };
  throw new Failure(
    EXIT.invalid,
    'A notice names the operator and whom to ask',
    `ensuresec incident state ${incident.id} operator …, and contact …`,
  );
}
