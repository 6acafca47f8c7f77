// SPDX-License-Identifier: Apache-2.0
// Rules of the common pack in concert: what one missing guard leads to, and what nothing leads to.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CompiledRules, compileRules, deriveAll } from '../src/analyse/index.ts';
import { type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';
import { type Fragment, factsOf } from './support/fragment.ts';

/** A small organisation that holds: nothing vulnerable, people and doors guarded. Cases below take one guard away. */
const GUARDED = {
  zones: [
    { id: 'internet', type: 'internet' },
    { id: 'dmz', type: 'network' },
    { id: 'inner', type: 'network' },
    { id: 'street', type: 'street' },
    { id: 'office', type: 'building', measures: ['intrusion-alarm', 'reception'] },
    { id: 'server-room', type: 'room', measures: ['intrusion-alarm', 'reception'] },
  ],
  assets: [
    { id: 'web', type: 'web-application', zone: 'dmz', listens: [443], runsOn: 'box' },
    { id: 'box', type: 'container-host', zone: 'inner' },
    {
      id: 'console',
      type: 'web-application',
      zone: 'dmz',
      listens: [{ port: 8443, accepts: 'administrator' }],
    },
    {
      id: 'db',
      type: 'database',
      zone: ['inner', 'server-room'],
      listens: [5432],
      stores: ['personal-data'],
    },
    { id: 'plc', type: 'controller', zone: ['inner', 'server-room'], listens: [502] },
    { id: 'desk', type: 'workstation', zone: ['inner', 'office'], owner: 'alice', measures: ['screen-lock'] },
  ],
  people: [
    {
      id: 'alice',
      type: 'administrator',
      zone: 'office',
      measures: ['mail-protection', 'visitor-verification'],
    },
  ],
  identities: [
    {
      id: 'alice-account',
      class: 'administrator',
      of: 'alice',
      measures: ['mfa'],
      grants: [
        { on: 'console', right: 'administer' },
        { on: 'db', right: 'read' },
      ],
    },
    { id: 'alice-badge', class: 'administrator', of: 'alice' },
  ],
  credentials: [
    { id: 'password', type: 'password', unlocks: ['alice-account'], knownTo: ['alice'] },
    {
      id: 'badge',
      type: 'badge',
      unlocks: ['alice-badge'],
      knownTo: ['alice'],
      measures: ['encrypted-badge'],
    },
  ],
  suppliers: [{ id: 'maker', type: 'software-vendor', provides: ['web'] }],
  flows: [
    { from: 'internet', to: 'web', port: 443 },
    { from: 'internet', to: 'console', port: 8443 },
    { id: 'queries', from: 'web', to: 'db', port: 5432 },
    { from: 'street', to: 'office', port: 'door', requires: 'staff' },
    { from: 'office', to: 'server-room', port: 'door', requires: 'administrator' },
  ],
};

type Changes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Each case: what is changed (element id → keys), who attacks, what then follows or does not. */
const COMPOSITIONS: readonly (readonly [string, Changes, string, string, boolean])[] = [
  ['leaves nothing to a stranger', {}, 'internet-stranger', 'reads(db, personal-data)', false],
  ['does not give a reachable service away', {}, 'internet-stranger', 'executes(web)', false],
  ['keeps a thief in the street', {}, 'thief-on-site', 'present(office)', false],
  [
    'leads from a flaw over the connection to the data',
    { web: { vulnerabilities: [{ id: 'cve-2021-44228' }] } },
    'internet-stranger',
    'reads(db, personal-data)',
    true,
  ],
  [
    'stops at data that its owner encrypted',
    { web: { vulnerabilities: [{ id: 'cve-2021-44228' }] }, db: { measures: ['data-encryption'] } },
    'internet-stranger',
    'exercises(db, read)',
    false,
  ],
  [
    'leads from a flaw through the daemon socket to the host and its network',
    { web: { vulnerabilities: [{ id: 'cve-2021-44228' }], properties: ['docker-socket'] } },
    'internet-stranger',
    'reaches(inner, 502/tcp)',
    true,
  ],
  [
    'leads from there to an open controller',
    {
      web: { vulnerabilities: [{ id: 'cve-2021-44228' }], properties: ['docker-socket'] },
      plc: { properties: ['no-authentication'] },
    },
    'internet-stranger',
    'tampers(plc)',
    true,
  ],
  [
    'leads from a message past a code to the data',
    { alice: { measures: [] } },
    'internet-stranger',
    'reads(db, personal-data)',
    true,
  ],
  [
    'stops at a passkey and a watched workstation',
    {
      alice: { measures: [] },
      'alice-account': { measures: ['phishing-resistant-mfa'] },
      desk: { measures: ['screen-lock', 'endpoint-protection'] },
    },
    'internet-stranger',
    'exercises(db, read)',
    false,
  ],
  [
    'leads from a copied badge to the room and the controller',
    { badge: { measures: [] } },
    'thief-on-site',
    'controls(plc)',
    true,
  ],
  [
    'stops at a badge with a PIN',
    { badge: { measures: ['badge-pin'] } },
    'thief-on-site',
    'present(office)',
    false,
  ],
  ['leads from an update to the data', {}, 'supplier', 'reads(db, personal-data)', true],
  [
    'stops at delayed and tried updates',
    { web: { measures: ['staged-updates'] } },
    'supplier',
    'executes(web)',
    false,
  ],
  ['gives an insider what the account may', {}, 'insider', 'reads(db, personal-data)', true],
  ['gives an assumed breach nothing by itself', {}, 'assume-breach', 'present(internet)', false],
];

function changed(model: Fragment, changes: Changes): Fragment {
  const change = (element: Readonly<Record<string, unknown>>) => ({
    ...element,
    ...changes[String(element['id'])],
  });
  return Object.fromEntries(
    Object.entries(model).map(([section, list]) => [
      section,
      (list as Readonly<Record<string, unknown>>[]).map(change),
    ]),
  );
}

describe('a proof of pack common', () => {
  const pack = resolvePack('common', packReader(join(import.meta.dirname, '../packs'))).value as Pack;
  const compiled = compileRules(pack).value as CompiledRules;
  it.each(COMPOSITIONS)('%s', (_title, changes, attacker, atom, expected) => {
    const facts = factsOf(changed(GUARDED, changes), pack);
    expect(deriveAll(compiled, facts, [`attacker(common/attacker/${attacker})`]).has(atom)).toBe(expected);
  });
});
