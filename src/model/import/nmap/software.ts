// SPDX-License-Identifier: Apache-2.0
import { formatPurl, makePurl } from '../../purl.ts';
import type { Source } from '../../schema.ts';
import type { XmlElement } from '../xml.ts';
import { attribute, childrenOf, shareOf, sourceOf } from './element.ts';

export interface SoftwareFact {
  readonly purl: string;
  readonly source: Source;
}

/** Software behind a port: its CPE names, or the product that the scanner recognised. */
export function softwareOfService(service: XmlElement): SoftwareFact[] {
  const how = attribute(service, 'method') === 'table' ? 'inferred' : 'observed';
  const source = sourceOf(service, how, shareOf(service, 'conf', 10));
  const named = childrenOf(service, 'cpe').flatMap(
    (cpe) => purlOfCpe(cpe.text.trim(), attribute(service, 'version')) ?? [],
  );
  const product = attribute(service, 'product');
  if (named.length > 0) return named.map((purl) => ({ purl, source }));
  const purl =
    product === undefined ? undefined : genericPurl(undefined, product, attribute(service, 'version'));
  return purl === undefined ? [] : [{ purl, source }];
}

/** The system that the best `osmatch` names. */
export function softwareOfMatch(match: XmlElement): SoftwareFact[] {
  const source = sourceOf(match, 'inferred', shareOf(match, 'accuracy', 100));
  const cpes = childrenOf(match, 'osclass').flatMap((family) => childrenOf(family, 'cpe'));
  return cpes.flatMap((cpe) => purlOfCpe(cpe.text.trim(), undefined) ?? []).map((purl) => ({ purl, source }));
}

/** `cpe:/a:vendor:product:version` (CPE 2.2 §6) as a generic package URL, which no registry claims. */
function purlOfCpe(cpe: string, version: string | undefined): string | undefined {
  const [vendor, product, ofCpe] = cpe.replace(/^cpe:\/[aoh]:/, '').split(':');
  if (!cpe.startsWith('cpe:/') || product === undefined || product === '') return undefined;
  return genericPurl(vendor, product, ofCpe === undefined || ofCpe === '' || ofCpe === '-' ? version : ofCpe);
}

function genericPurl(
  namespace: string | undefined,
  name: string,
  version: string | undefined,
): string | undefined {
  const made = makePurl({
    type: 'generic',
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    name,
    ...(version === undefined ? {} : { version }),
  });
  if ('refusal' in made) return undefined;
  const purl = formatPurl(made.purl);
  return purl.length <= 1_024 ? purl : undefined;
}
