// SPDX-License-Identifier: Apache-2.0
// Objects of STIX 2.1 and 2.0 that others hand over: what is needed to keep them, and to hand them on as they came.
import type { Micros, SharedObject } from '../../core/ports/index.ts';
import { TLP, type Tlp } from '../incident/tlp.ts';
import { TLP_OF_MARKING } from './markings.ts';
import { microsOf } from './moment.ts';
import { PLAYBOOK_EXTENSION } from './playbook/extension.ts';

const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const TYPE = /^[a-z0-9][a-z0-9-]{1,248}[a-z0-9]$/;
/** STIX 2.1 §6: observables carry neither `created` nor `modified`. */
const OBSERVABLES = new Set([
  'artifact',
  'autonomous-system',
  'directory',
  'domain-name',
  'email-addr',
  'email-message',
  'file',
  'ipv4-addr',
  'ipv6-addr',
  'mac-addr',
  'mutex',
  'network-traffic',
  'process',
  'software',
  'url',
  'user-account',
  'windows-registry-key',
  'x509-certificate',
]);

/** The object as it is kept, or all that is wrong with it, each with its JSON pointer. */
export function readStixObject(value: unknown): SharedObject | readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ['expected an object'];
  const object = value as Readonly<Record<string, unknown>>;
  const { type, id, spec_version: spec, object_marking_refs: refs } = object;
  if (typeof type !== 'string' || !TYPE.test(type) || type === 'bundle')
    return ['/type: expected the type of an object of STIX'];
  const faults: string[] = [];
  if (typeof id !== 'string' || !new RegExp(`^${type}--${UUID}$`).test(id))
    faults.push(`/id: expected ${type}-- and a UUID`);
  if (spec !== undefined && spec !== '2.1' && spec !== '2.0')
    faults.push('/spec_version: expected 2.1 or 2.0');
  const version = versionOf(object, type, faults);
  if (refs !== undefined && !(Array.isArray(refs) && refs.every((ref) => typeof ref === 'string')))
    faults.push('/object_marking_refs: expected a list of ids');
  if (faults.length > 0) return faults;
  return {
    id: id as string,
    type,
    spec: (spec as string | undefined) ?? (OBSERVABLES.has(type) ? '2.1' : '2.0'),
    ...(version === undefined ? {} : { version }),
    level: TLP.indexOf(tlpOf(object)),
    body: JSON.stringify(object),
  };
}

/** TAXII 2.1 §3.4: the version is `modified`, where there is none `created`. */
function versionOf(
  object: Readonly<Record<string, unknown>>,
  type: string,
  faults: string[],
): Micros | undefined {
  const [created, modified] = ['created', 'modified'].map((name) => {
    const value = object[name];
    if (value === undefined) return undefined;
    const micros = typeof value === 'string' ? microsOf(value) : undefined;
    if (micros === undefined)
      faults.push(`/${name}: expected a time such as 2026-01-31T12:00:00.000Z, from 1970 to 2255`);
    return micros;
  });
  if (OBSERVABLES.has(type)) return modified ?? created;
  if (object['created'] === undefined) faults.push('/created: missing');
  if (object['modified'] === undefined && !type.startsWith('marking-definition'))
    faults.push('/modified: missing');
  if (created !== undefined && modified !== undefined && modified < created)
    faults.push('/modified: is before `created`');
  return modified ?? created;
}

/**
 * The strictest of its markings. What nobody marked goes to nobody else, and neither does what has a marking that is not
 * known here: it may forbid what the others allow. Markings of parts (STIX 2.1 §7.2.3) are not read, so they count as one.
 */
export function tlpOf(object: Readonly<Record<string, unknown>>): Tlp {
  const { id, type, object_marking_refs: refs, granular_markings: parts } = object;
  if (type === 'marking-definition' && TLP_OF_MARKING.has(String(id))) return 'clear';
  // Published by its makers without a marking, and needed by whoever gets a course of action.
  if (id === PLAYBOOK_EXTENSION && refs === undefined && parts === undefined) return 'clear';
  if (!Array.isArray(refs) || parts !== undefined) return 'red';
  const levels = refs.map((ref) => TLP.indexOf(TLP_OF_MARKING.get(String(ref)) ?? 'red'));
  return TLP[Math.max(...levels)] ?? 'red';
}
