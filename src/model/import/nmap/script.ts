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

/** What the scripts on one port, or in one `hostscript`, found. */
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
  // The `vulns` library writes both: a line of the output, and the same as elements (NSE documentation, "vulns").
  const states = [
    output,
    ...elementsBelow(script).map(({ key, text }) => (key === 'state' ? `State: ${text}` : '')),
  ];
  const proved = !compared && states.some((state) => /\bState: (?:LIKELY )?VULNERABLE\b/.test(state));
  if (!compared && !proved) return [];
  const likely = states.some((state) => /LIKELY VULNERABLE/.test(state));
  const named = elementsBelow(script).map(({ key, text }) => `${key} ${text}`);
  return [...new Set([output, ...named].join('\n').match(CVE) ?? [])].map((cve) => ({
    id: cve,
    access: 'network',
    effect: 'code',
    status: compared ? 'under_investigation' : 'affected',
    source: sourceOf(script, compared ? 'inferred' : 'observed', compared ? 0.4 : likely ? 0.6 : 0.9),
  }));
}

/** Bounds what a script may nest; the reader of XML bounds the depth. */
const MAX_ELEMENTS = 2_000;

/** Keys and texts of `table` and `elem` below a script. */
function elementsBelow(script: XmlElement): readonly { readonly key: string; readonly text: string }[] {
  const found: { key: string; text: string }[] = [];
  const open = [...childrenOf(script, 'table'), ...childrenOf(script, 'elem')];
  for (let at = 0; at < open.length && at < MAX_ELEMENTS; at++) {
    const element = open[at] as XmlElement;
    found.push({ key: attribute(element, 'key') ?? '', text: element.text.trim().slice(0, 1_000) });
    open.push(...childrenOf(element, 'table'), ...childrenOf(element, 'elem'));
  }
  return found;
}
