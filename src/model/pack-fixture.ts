// SPDX-License-Identifier: Apache-2.0
// A pack of a few words, for tests of the readers.
import { loadPack } from './pack/load.ts';
import type { Pack, PackSource } from './pack/pack.ts';

const MANIFEST = `id: common
version: 1.0.0
name: { en: Common }
text: { en: A pack of a few words }
license: Apache-2.0
`;

const WORDS = `words:
  - { id: network, kind: zone, name: { en: Network } }
  - { id: system, kind: asset, name: { en: System } }
  - { id: server, kind: asset, is: [system], name: { en: Server } }
  - { id: staff, kind: class, name: { en: Staff } }
  - { id: use, kind: right, name: { en: Use } }
  - { id: secrets, kind: data, name: { en: Secrets } }
  - { id: password, kind: credential, name: { en: Password } }
  - { id: firewall, kind: barrier, name: { en: Firewall } }
  - { id: mfa, kind: measure, name: { en: Second factor } }
  - { id: operate, kind: stage, name: { en: Operate } }
`;

const EVENTS = `events:
  - id: badge.event
    title: { en: A badge is read }
    keys: []
    fields: {}
    example: { keys: {}, data: {} }
`;

const ATTACKS = `attacks:
  - id: common/attack/read
    title: { en: Secrets read }
    stage: operate
    severity: high
    target: A
    when: ['reads(A, secrets)']
    threats: []
    impact: { en: Secrets are out }
attackers:
  - id: common/attacker/stranger
    title: { en: Stranger }
    text: { en: Anyone }
    starts: []
`;

/** A file of a pack made of text. */
export function packSource(path: string, text: string): PackSource {
  return { path, bytes: new TextEncoder().encode(text) };
}

/** Files of the pack `common` of the tests. */
export const PACK_FILES: readonly PackSource[] = [
  packSource('pack.yaml', MANIFEST),
  packSource('words.yaml', WORDS),
  packSource('events.yaml', EVENTS),
  packSource('attacks.yaml', ATTACKS),
];

/** The pack `common` of the tests, loaded. */
export function fixturePack(): Pack {
  const { value, problems } = loadPack(PACK_FILES, []);
  if (value === undefined)
    throw new Error(`The pack of the tests does not load: ${JSON.stringify(problems)}`);
  return value;
}
