// SPDX-License-Identifier: Apache-2.0
// How far a playbook may go, and what in it keeps it here.
import { mayLeave, TLP, type Tlp } from '../../incident/tlp.ts';
import { lintPlaybook } from '../../playbook/read.ts';
import type { Playbook } from '../../playbook/shape/playbook.ts';

/**
 * The strictest TLP of its markings (CACAO 2.0 §9). What it does not mark goes as far as the incident. Statements limit
 * nothing; policies of the kind IEP may, and are not read here, so they count as TLP:RED.
 */
export function tlpOfPlaybook(
  { markings = [], data_marking_definitions: known = {} }: Playbook,
  own: Tlp,
): Tlp {
  const levels = markings.flatMap((id) => {
    const marking = known[id];
    if (marking?.type === 'marking-statement') return [];
    const level = marking?.tlpv2_level?.slice('TLP:'.length).toLowerCase();
    return [TLP.find((each) => each === level) ?? ('red' as const)];
  });
  return levels.reduce<Tlp | undefined>(stricter, undefined) ?? own;
}

export function stricter(one: Tlp | undefined, other: Tlp): Tlp {
  return one !== undefined && mayLeave(other, one) ? one : other;
}

/** Why it stays; undefined: it may leave. */
export function whyPlaybookStays(
  playbook: Playbook,
  tlp: Tlp,
  ceiling: Tlp,
  personal: boolean,
): string | undefined {
  if (!mayLeave(tlp, ceiling)) return `it is TLP:${tlp.toUpperCase()}`;
  if (lintPlaybook(playbook).some(({ code }) => code === 'PLAYBOOK_SECRET'))
    return 'it carries a password or token as plain text';
  return personal || !namesPersons(playbook)
    ? undefined
    : 'it may be personal data: it says how to reach a person';
}

/** CACAO 2.0 §7.4: an agent of this type is a person, and `contact` is how to reach them. */
function namesPersons({
  agent_definitions: agents = {},
  target_definitions: targets = {},
}: Playbook): boolean {
  const parties = [...Object.values(agents), ...Object.values(targets)];
  return parties.some((party) => party.type === 'individual' && party['contact'] !== undefined);
}
