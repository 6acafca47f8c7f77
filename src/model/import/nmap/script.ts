// SPDX-License-Identifier: Apache-2.0
// The few NSE scripts whose output is a fact of the model; the output of all others stays in the scan.
import type { Asset } from '../../schema.ts';
import type { XmlElement } from '../xml.ts';
import { attribute, childrenOf, sourceOf } from './element.ts';

export interface ScriptFacts {
  readonly vulnerabilities: NonNullable<Asset['vulnerabilities']>;
  readonly properties: { readonly id: string; readonly source: ReturnType<typeof sourceOf> }[];
}

/** Scripts that print something only when they got in. */
const PROPERTY_OF_SCRIPT: ReadonlyMap<string, string> = new Map([
  ['ftp-anon', 'no-authentication'],
  ['http-default-accounts', 'default-credentials'],
  ['mongodb-databases', 'no-authentication'],
  ['mysql-empty-password', 'default-credentials'],
  ['redis-info', 'no-authentication'],
  ['snmp-info', 'default-credentials'],
]);

const CVE = /\bCVE-\d{4}-\d{4,7}\b/g;

/** What the scripts on one port found. */
export function readScripts(port: XmlElement): ScriptFacts {
  const scripts = childrenOf(port, 'script');
  return {
    properties: scripts.flatMap((script) => {
      const property = PROPERTY_OF_SCRIPT.get(attribute(script, 'id') ?? '');
      return property === undefined ? [] : [{ id: property, source: sourceOf(script, 'observed', 0.9) }];
    }),
    vulnerabilities: scripts.flatMap(vulnerabilitiesOf),
  };
}

/** `vulners` compares versions, so it only asks; a script of the `vuln` library that says VULNERABLE has tried it. */
function vulnerabilitiesOf(script: XmlElement): ScriptFacts['vulnerabilities'] {
  const id = attribute(script, 'id') ?? '';
  const output = attribute(script, 'output')?.slice(0, 100_000) ?? '';
  const compared = id === 'vulners' || id === 'vulscan';
  const proved = !compared && /\bState: (?:LIKELY )?VULNERABLE\b/.test(output);
  if (!compared && !proved) return [];
  const likely = /LIKELY VULNERABLE/.test(output);
  return [...new Set(output.match(CVE) ?? [])].map((cve) => ({
    id: cve,
    access: 'network',
    effect: 'code',
    status: compared ? 'under_investigation' : 'affected',
    source: sourceOf(script, compared ? 'inferred' : 'observed', compared ? 0.4 : likely ? 0.6 : 0.9),
  }));
}
