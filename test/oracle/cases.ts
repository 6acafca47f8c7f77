// SPDX-License-Identifier: Apache-2.0
// Certificates of the engine, and what they are about: small models of every outcome, and all examples.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { analyse, type Certificate, compileRules } from '../../src/analyse/index.ts';
import { type Subject, subjectOf } from '../../src/analyse/subject.ts';
import { loadModel, resolvePack } from '../../src/model/index.ts';
import { packIds, packReader } from '../../src/platform/index.ts';
import { TINY, TWO_HOSTS, tinyModel, tinyPack, tinyRules } from '../support/tiny.ts';

export interface Case {
  readonly name: string;
  readonly certificate: Certificate;
  readonly subject: Subject;
}

const TODAY = '2026-01-01';
const UNKNOWN_SOFTWARE = ', vulnerabilities: [{ id: cve-2 }]';

const MODELS: readonly (readonly [name: string, model: string, assumed?: readonly string[]])[] = [
  ['an open path', TWO_HOSTS],
  ['a wall', `${TWO_HOSTS}barriers:\n  - { id: wall, type: firewall, to: [inner] }\n`],
  ['a patch', `${TWO_HOSTS}measures:\n  - { id: m, measure: patching, on: [db] }\n`],
  ['an absent flaw', TWO_HOSTS.replace(UNKNOWN_SOFTWARE, '')],
  ['a VEX statement', TWO_HOSTS.replace('id: cve-2', 'id: cve-2, status: not_affected')],
  ['a flaw looked into', TWO_HOSTS.replace('id: cve-2', 'id: cve-2, status: under_investigation')],
  [
    'two gaps',
    `${TWO_HOSTS.replace(UNKNOWN_SOFTWARE, '')}gaps:\n  - { id: g1, about: web, unknown: software, text: Unread }\n  - { id: g2, about: db, unknown: software, text: Unread }\n`,
  ],
  [
    'a gap that does not matter',
    `${TWO_HOSTS.replace(UNKNOWN_SOFTWARE, '')}gaps:\n  - { id: g, about: web, unknown: software, text: Unread }\nassumptions:\n  - { id: trust, text: Staff are honest }\n`,
  ],
  ['an assumed breach', TWO_HOSTS, ['executes(web)']],
  [
    'an assumed breach behind a wall',
    `${TWO_HOSTS}barriers:\n  - { id: wall, type: firewall }\n`,
    ['executes(web)'],
  ],
];

/** Models of the tiny pack: each outcome, walls, gaps, assumptions. */
export function tinyCases(): readonly Case[] {
  const pack = tinyPack(TINY);
  const compiled = tinyRules(pack);
  return MODELS.map(([name, model, assumed]) => {
    const loaded = tinyModel(model, pack);
    const { certificate } = analyse({ loaded, pack, compiled, today: TODAY, ...(assumed && { assumed }) });
    return { name, certificate, subject: subjectOf(loaded, pack, compiled, TODAY) };
  });
}

/** Every model in the folder of examples. */
export function exampleCases(): readonly Case[] {
  const root = new URL('../../', import.meta.url);
  const examples = new URL('examples/', root);
  if (!existsSync(examples)) return [];
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('ensuresec.yaml') && !file.includes('node_modules'))
    .map((file) =>
      exampleCase(file, readFileSync(new URL(file, examples)), new URL('packs/', root).pathname),
    );
}

function exampleCase(name: string, bytes: Uint8Array, packs: string): Case {
  const reader = packReader(packs);
  const shelf = { ids: packIds(packs), take: (id: string) => resolvePack(id, reader) };
  const loaded = loadModel(bytes, name, shelf).value;
  const pack = loaded && resolvePack(loaded.model.pack, reader).value;
  const compiled = pack && compileRules(pack).value;
  if (loaded === undefined || pack === undefined || compiled === undefined)
    throw new Error(`Cannot load ${name}`);
  const { certificate } = analyse({ loaded, pack, compiled, today: TODAY });
  return { name, certificate, subject: subjectOf(loaded, pack, compiled, TODAY) };
}
