// SPDX-License-Identifier: Apache-2.0
// The tests of the CrowdSec hub: logs of real services, and the scenarios that a known engine finds in them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface HubCase {
  readonly name: string;
  /** What wrote the log: nginx, sshd, wordpress … */
  readonly service: string;
  readonly log: string;
  /** Each alert that must be raised, with the sources that it may name; none: any. */
  readonly expected: readonly { readonly scenario: string; readonly sources: readonly string[] }[];
  /** The test says that nothing in the log is an attack. */
  readonly benign: boolean;
}

export function hubCases(root: string): readonly HubCase[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => caseOf(root, name));
}

function caseOf(root: string, name: string): HubCase[] {
  const config = textOf(join(root, name, 'config.yaml'));
  const file = /^log_file: "?([^"\n]+?)"?\s*$/m.exec(config)?.[1] ?? '';
  const log = join(root, name, file);
  if (file === '' || !existsSync(log)) return [];
  const assertions = textOf(join(root, name, 'scenario.assert'));
  const expected = [
    ...assertions.matchAll(/results\[(\d+)\]\.Overflow\.Alert\.GetScenario\(\) == "([^"]+)"/g),
  ].map(([, number, scenario = '']) => ({ scenario, sources: sourcesOf(assertions, Number(number)) }));
  const type = /^log_type: (\S+)/m.exec(config)?.[1] ?? 'unknown';
  const service = serviceOf(`${name} ${expected.map(({ scenario }) => scenario).join(' ')} ${config}`, type);
  const benign = expected.length === 0 && /whitelist|-fp$/.test(name);
  return [{ name, service, log, expected, benign }];
}

function sourcesOf(assertions: string, number: number): readonly string[] {
  const pattern = new RegExp(`"([^"]+)" in results\\[${number}\\]\\.Overflow\\.GetSources`, 'g');
  return [...assertions.matchAll(pattern)].map(([, source = '']) => source.replace(/^::ffff:/, ''));
}

const NAMED = ['wordpress', 'magento', 'odoo', 'keycloak', 'traefik'];

function serviceOf(about: string, type: string): string {
  const named = NAMED.find((each) => about.includes(each));
  if (named !== undefined) return named;
  if (type !== 'syslog') return type;
  return /crowdsecurity\/(?!syslog|dateparse|geoip)([a-z0-9-]+)-logs/.exec(about)?.[1] ?? type;
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
