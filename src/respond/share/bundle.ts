// SPDX-License-Identifier: Apache-2.0
// An incident as a STIX 2.1 bundle. The same incident gives the same ids each time, so that who gets it twice has it once.
import { uuid5 } from '../../core/uuid5.ts';
import type { Incident } from '../incident/incident.ts';
import { mayLeave, type Tlp } from '../incident/tlp.ts';
import { markingId, markingOf } from './markings.ts';
import { SHARE_NAMESPACE } from './namespace.ts';
import { sigmaOf, stixPattern } from './pattern.ts';

/** Observables that are, or may be, people. */
const PERSONAL = new Set(['email-addr', 'user-account', 'email-message', 'mac-addr']);
const SHARED = new Set(['domain-name', 'ipv4-addr', 'ipv6-addr', 'url', 'email-addr', 'mac-addr']);
/** STIX 2.1 §2.9: namespace of the ids of observables. */
const OBSERVABLES = '00abedb4-aa42-466c-9c23-fed23a9da89f';

export interface Shared {
  readonly bundle: Readonly<Record<string, unknown>>;
  /** Observables that stay here, and why. */
  readonly left: readonly { readonly entry: number; readonly why: string }[];
}

/** @param ceiling what the receiver may see at most; the caller has asked the state machine whether the incident may leave. */
export function stixBundle(incident: Incident, ceiling: Tlp, personal: boolean): Shared {
  const left: { entry: number; why: string }[] = [];
  const shared = incident.observables.filter(({ type, tlp, entry }) => {
    const why = !mayLeave(tlp ?? incident.machine.tlp, ceiling)
      ? `it is TLP:${(tlp ?? incident.machine.tlp).toUpperCase()}`
      : !SHARED.has(type)
        ? `${type} has no form in STIX here`
        : PERSONAL.has(type) && !personal
          ? 'it may be personal data'
          : undefined;
    if (why !== undefined) left.push({ entry, why });
    return why === undefined;
  });
  const [first, last] = [incident.timeline[0]?.time ?? '', incident.timeline.at(-1)?.time ?? ''];
  const id = (type: string, key: string) =>
    `${type}--${uuid5(SHARE_NAMESPACE, JSON.stringify([incident.id, first, type, key]))}`;
  const common = (type: string, key: string, tlp: Tlp) => ({
    type,
    spec_version: '2.1',
    id: id(type, key),
    created: first,
    modified: last,
    object_marking_refs: [markingId(tlp)],
  });
  const own = incident.machine.tlp;
  const seen = shared.flatMap(({ type, value, tlp = own, entry }) => {
    const made = common('indicator', String(entry), tlp);
    const comparison = { path: `${type}:value`, value };
    const sco = {
      type,
      spec_version: '2.1',
      id: `${type}--${uuid5(OBSERVABLES, JSON.stringify({ value }))}`,
      value,
      object_marking_refs: [markingId(tlp)],
    };
    const sigma = sigmaOf(
      { id: made.id.slice(11), title: `${type} of incident ${incident.id}`, date: first.slice(0, 10) },
      [comparison],
    );
    const indicator = {
      ...made,
      name: `${type} ${value}`,
      indicator_types: ['malicious-activity'],
      valid_from: first,
    };
    return [
      sco,
      {
        ...common('observed-data', String(entry), tlp),
        first_observed: first,
        last_observed: last,
        number_observed: 1,
        object_refs: [sco.id],
      },
      { ...indicator, pattern: stixPattern(comparison), pattern_type: 'stix' },
      ...(sigma === undefined
        ? []
        : [{ ...indicator, id: id('indicator', `sigma ${entry}`), pattern: sigma, pattern_type: 'sigma' }]),
      {
        ...common('relationship', String(entry), tlp),
        relationship_type: 'related-to',
        source_ref: made.id,
        target_ref: id('incident', ''),
      },
    ];
  });
  const levels = [...new Set([own, ...shared.map(({ tlp }) => tlp ?? own)])];
  const objects = [
    ...levels.map(markingOf),
    { ...common('incident', '', own), name: incident.title },
    ...new Map(seen.map((each) => [each.id, each])).values(),
  ];
  return { bundle: { type: 'bundle', id: id('bundle', `${ceiling} ${last}`), objects }, left };
}
