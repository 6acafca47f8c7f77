// SPDX-License-Identifier: Apache-2.0
// A domain name in its parts: what somebody registered, under which ending, as people see it.
import { domainToASCII, domainToUnicode } from 'node:url';
import { parse } from 'tldts';

export interface DomainParts {
  /** A-label form, lower case, without `*.` and a dot at the end. */
  readonly domain: string;
  /** What was registered: a label and its ending. */
  readonly registered: string;
  /** The label before the ending, as people see it. */
  readonly label: string;
  /** Labels before what was registered, as people see them. */
  readonly before: readonly string[];
  readonly ending: string;
}

const MAX_NAME = 253;

/**
 * By the Public Suffix List, its private part included: `acme.github.io` belongs to somebody else than `github.io`.
 * Undefined for what is no domain name, an address of a machine, or an ending alone.
 */
export function domainParts(text: string): DomainParts | undefined {
  const bare = text.trim().toLowerCase().replace(/^\*\./, '').replace(/\.$/, '');
  if (bare.length === 0 || bare.length > MAX_NAME * 2) return undefined;
  const domain = domainToASCII(bare);
  if (domain === '' || domain.length > MAX_NAME || domain.includes('/')) return undefined;
  const { domain: registered, publicSuffix, isIp } = parse(domain, { allowPrivateDomains: true });
  if (registered === null || publicSuffix === null || isIp === true) return undefined;
  const label = registered.slice(0, registered.length - publicSuffix.length - 1);
  const before = domain.slice(0, Math.max(0, domain.length - registered.length - 1));
  return {
    domain,
    registered,
    label: domainToUnicode(label) || label,
    before: before === '' ? [] : (domainToUnicode(before) || before).split('.'),
    ending: publicSuffix,
  };
}
