// SPDX-License-Identifier: Apache-2.0
// An incident as a STIX 2.1 bundle. The same incident gives the same ids each time, so that who gets it twice has it once.
import { uuid5 } from '../../core/uuid5.ts';
import type { Incident } from '../incident/incident.ts';
import { mayLeave, type Tlp } from '../incident/tlp.ts';
import { markingId, markingOf } from './markings.ts';
import { SHARE_NAMESPACE } from './namespace.ts';
import { sigmaOf, stixPattern } from './pattern.ts';
import { PLAYBOOK_EXTENSION_DEFINITION } from './playbook/extension.ts';
import { coursesOfAction, type PlaybookFile } from './playbook/write.ts';

/** Observables that are, or may be, people. */
const PERSONAL = new Set(['email-addr', 'user-account', 'email-message', 'mac-addr']);
const SHARED = new Set(['domain-name', 'ipv4-addr', 'ipv6-addr', 'url', 'email-addr', 'mac-addr']);
/** STIX 2.1 §2.9: namespace of the ids of observables. */
const OBSERVABLES = '00abedb4-aa42-466c-9c23-fed23a9da89f';

export interface Shared {
  readonly bundle: Readonly<Record<string, unknown>>;
  /** Observables, by their entry, and playbooks, by their id, that stay here, and why. */
  readonly left: readonly (Kept & { readonly why: string })[];
}

type Kept = { readonly entry: number } | { readonly playbook: string };

/**
 * @param ceiling what the receiver may see at most; the caller has asked the state machine whether the incident may leave.
 * @param playbooks what is, or was, done about it: each becomes a course of action.
 */
export function stixBundle(
  incident: Incident,
  ceiling: Tlp,
  personal: boolean,
  playbooks: readonly PlaybookFile[] = [],
): Shared {
  const own = incident.machine.tlp;
  const judged = incident.observables.map((each) => ({ ...each, why: whyNot(each, own, ceiling, personal) }));
  const shared = judged.filter(({ why }) => why === undefined);
  const makers = makersFor(incident);
  const seen = shared.flatMap((each) => objectsOf(each, incident, makers));
  const courses = coursesOfAction(
    playbooks,
    { ...makers, own, incident: makers.id('incident', ''), indicators: indicatorsOf(shared, own, makers) },
    ceiling,
    personal,
  );
  const levels = [...new Set([own, ...shared.map(({ tlp }) => tlp ?? own), ...courses.levels])];
  const objects = [
    ...levels.map(markingOf),
    { ...makers.common('incident', '', own), name: incident.title },
    ...new Map(seen.map((each) => [each.id, each])).values(),
    ...(courses.objects.length === 0 ? [] : [PLAYBOOK_EXTENSION_DEFINITION]),
    ...courses.objects,
  ];
  const id = makers.id('bundle', `${ceiling} ${makers.last}`);
  const left = judged.flatMap(({ entry, why }) => (why === undefined ? [] : [{ entry, why }]));
  return { bundle: { type: 'bundle', id, objects }, left: [...left, ...courses.left] };
}

/** The indicator that stands for each observable. */
function indicatorsOf(
  shared: readonly Observable[],
  own: Tlp,
  { id }: ReturnType<typeof makersFor>,
): readonly { readonly id: string; readonly tlp: Tlp }[] {
  return shared.map(({ entry, tlp }) => ({ id: id('indicator', String(entry)), tlp: tlp ?? own }));
}

type Observable = Incident['observables'][number];

/** Undefined: it may leave. */
function whyNot({ type, tlp }: Observable, own: Tlp, ceiling: Tlp, personal: boolean): string | undefined {
  if (!mayLeave(tlp ?? own, ceiling)) return `it is TLP:${(tlp ?? own).toUpperCase()}`;
  if (!SHARED.has(type)) return `${type} has no form in STIX here`;
  return PERSONAL.has(type) && !personal ? 'it may be personal data' : undefined;
}

/** What all objects of the bundle have alike. */
function makersFor({ id: incident, timeline }: Incident) {
  const [first, last] = [timeline[0]?.time ?? '', timeline.at(-1)?.time ?? ''];
  const id = (type: string, key: string) =>
    `${type}--${uuid5(SHARE_NAMESPACE, JSON.stringify([incident, first, type, key]))}`;
  const common = (type: string, key: string, tlp: Tlp) => ({
    type,
    spec_version: '2.1',
    id: id(type, key),
    created: first,
    modified: last,
    object_marking_refs: [markingId(tlp)],
  });
  return { first, last, id, common };
}

/** The observable, when it was seen, indicators of it, and what they belong to. */
function objectsOf(
  { type, value, tlp: stated, entry }: Observable,
  incident: Incident,
  { first, last, id, common }: ReturnType<typeof makersFor>,
) {
  const tlp = stated ?? incident.machine.tlp;
  const made = common('indicator', String(entry), tlp);
  const comparison = { path: `${type}:value`, value };
  const sco = {
    type,
    spec_version: '2.1',
    id: `${type}--${uuid5(OBSERVABLES, JSON.stringify({ value }))}`,
    value,
    object_marking_refs: [markingId(tlp)],
  };
  const title = `${type} of incident ${incident.id}`;
  const sigma = sigmaOf({ id: made.id.slice(11), title, date: first.slice(0, 10) }, [comparison]);
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
}
