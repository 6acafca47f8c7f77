// SPDX-License-Identifier: Apache-2.0
// The smallest pack that can be argued about, and models for it; for tests of the engine.
import { type CompiledRules, compileRules } from '../../src/analyse/index.ts';
import { type LoadedModel, loadModel, loadPack, type Pack } from '../../src/model/index.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

const MANIFEST =
  'id: tiny\nversion: 1.0.0\nname: { en: Tiny }\ntext: { en: For tests }\nlicense: Apache-2.0\n';

/** Words and rules: reach a service over the network, exploit it, read what it stores. */
export const TINY = `
words:
  - { id: all, kind: stage, name: { en: All } }
  - { id: host, kind: asset, name: { en: Host } }
  - { id: store, kind: asset, is: [host], name: { en: Store } }
  - { id: network, kind: zone, name: { en: Network } }
  - { id: internet, kind: zone, is: [network], name: { en: Internet } }
  - { id: firewall, kind: barrier, name: { en: Firewall } }
  - { id: records, kind: data, name: { en: Records } }
  - { id: anyone, kind: class, name: { en: Anyone } }
  - { id: staff, kind: class, name: { en: Staff } }
  - { id: weak, kind: property, name: { en: Weak } }
  - { id: patching, kind: measure, name: { en: Patching }, cost: 100 }
  - { id: sandbox, kind: measure, name: { en: Sandbox }, cost: 900 }
predicates:
  - { id: present, sorts: [zone], text: { en: The attacker is in the zone } }
  - { id: reaches, sorts: [zone, port], text: { en: The attacker reaches the port in the zone } }
  - { id: executes, sorts: [asset], text: { en: The attacker runs code } }
  - { id: reads, sorts: [asset, data], text: { en: The attacker reads the data } }
attackers:
  - id: tiny/attacker/stranger
    title: { en: Stranger }
    text: { en: On the internet }
    starts: [{ then: present(Z), when: ['zone-is(Z, internet)'], narrate: { en: 'The attacker is on {Z}' } }]
  - { id: tiny/attacker/assume-breach, title: { en: Inside }, text: { en: Nothing but what is assumed }, starts: [] }
attacks:
  - id: tiny/attack/records-read
    title: { en: Records are read }
    stage: all
    severity: critical
    target: A
    when: ['reads(A, records)', 'is(A, store)', 'stores(A, records)']
    threats: []
    impact: { en: All records }
rules:
  - { id: tiny/rule/reach, title: { en: Reach }, group: network, structural: true, then: 'reaches(To, P)', when: [present(From), 'link(From, To, P, anyone)'], unless: ['denied(From, To, P)'], hit: { expect: 'reaches(a, p)' }, miss: {} }
  - { id: tiny/rule/foothold, title: { en: Foothold }, group: network, structural: true, then: present(Z), when: [executes(A), 'at(A, Z)'], hit: { expect: present(z) }, miss: {} }
  - id: tiny/rule/exploit
    title: { en: Exploit }
    group: network
    then: executes(A)
    when: ['reaches(Z, P)', 'at(A, Z)', 'listens(A, P, anyone)', 'vulnerable(A, V, network, code)']
    unless: ['measure(A, patching)', 'measure(A, sandbox)']
    narrate: { en: 'The attacker exploits {V} of {A} on {P}' }
    techniques: [T1190]
    days: 4
    hit: { expect: executes(a) }
    miss: {}
  - { id: tiny/rule/unknown-software, title: { en: Unknown software }, group: unknown, structural: true, then: executes(A), when: ['gap(A, software)', 'reaches(Z, P)', 'at(A, Z)', 'listens(A, P, anyone)'], narrate: { en: 'The software of {A} is unknown and may be exploited' }, hit: { expect: executes(a) }, miss: {} }
  - { id: tiny/rule/read, title: { en: Read }, group: network, structural: true, then: 'reads(A, D)', when: [executes(A), 'stores(A, D)'], hit: { expect: 'reads(a, d)' }, miss: {} }
`;

/** A model of two machines: the web host on the internet, the store behind a firewall. */
export const TWO_HOSTS = `
ensuresec: 1
name: Two hosts
pack: tiny
zones:
  - { id: net, type: internet }
  - { id: dmz, type: network }
  - { id: inner, type: network }
assets:
  - { id: web, type: host, name: Web host, zone: dmz, listens: [443], vulnerabilities: [{ id: cve-1 }] }
  - { id: db, type: store, name: Record store, zone: inner, listens: [5432], stores: [records], vulnerabilities: [{ id: cve-2 }] }
flows:
  - { from: net, to: web, port: 443 }
  - { from: web, to: db, port: 5432 }
`;

/** The tiny pack, with more YAML sections appended when a test needs them. */
export function tinyPack(content = TINY): Pack {
  const { value, problems } = loadPack(
    [
      { path: 'pack.yaml', bytes: bytes(MANIFEST) },
      { path: 'tiny.yaml', bytes: bytes(content) },
    ],
    [],
  );
  if (value === undefined) throw new Error(problems.map((problem) => problem.message).join('\n'));
  return value;
}

export function tinyRules(pack: Pack): CompiledRules {
  const { value, problems } = compileRules(pack);
  if (value === undefined) throw new Error(problems.map((problem) => problem.message).join('\n'));
  return value;
}

export function tinyModel(text: string, pack: Pack): LoadedModel {
  const { value, problems } = loadModel(bytes(text), 'ensuresec.yaml', pack);
  if (value === undefined) throw new Error(problems.map((problem) => problem.message).join('\n'));
  return value;
}
