// SPDX-License-Identifier: Apache-2.0
// What `ratings`, `properties` and links of a vulnerability (ECMA-424) say about how, and how likely, it is used.
import type { Asset } from '../../schema.ts';
import { readCvssVector, type VectorReading } from '../cvss.ts';
import type { Node } from '../node.ts';

type Vulnerability = NonNullable<Asset['vulnerabilities']>[number];

/** Methods by how much their vectors say; the schema allows any, and none. */
const METHODS = ['CVSSv4', 'CVSSv31', 'CVSSv3', 'CVSSv2'];
/** The model takes no certainty for a chance. */
const MAX_EPSS = 0.9999;
const MAX_VECTOR = 500;
/** CycloneDX has no field for EPSS nor KEV: tools name the source, or a property, after them. */
const EPSS = /\bepss\b/i;
const PERCENTILE = /percentile|rank|date|version|model/i;
const KEV = /\bkev\b|known[-_ ]?exploited[-_ ]?vulnerabilit/i;

/** The first vector, by method, that can be read; and what it says. */
export function bestVector(node: Node): (VectorReading & { readonly vector: string }) | undefined {
  const ratings = node
    .records('ratings')
    .map((rating) => ({ method: rating.text('method') ?? '', vector: rating.text('vector') }));
  const rank = (method: string): number =>
    METHODS.includes(method) ? METHODS.indexOf(method) : METHODS.length;
  for (const { vector } of ratings.toSorted((one, other) => rank(one.method) - rank(other.method))) {
    const reading = vector === undefined ? undefined : readCvssVector(vector);
    if (vector !== undefined && reading !== undefined)
      return { ...reading, vector: vector.slice(0, MAX_VECTOR).trim() };
  }
  return undefined;
}

/** EPSS and KEV, where the document has them; what is no chance between 0 and 1 is not taken for one. */
export function usageOf(node: Node): Pick<Vulnerability, 'epss' | 'kev'> {
  const epss = epssOf(node);
  return { ...(epss === undefined ? {} : { epss }), ...(isKnownUsed(node) ? { kev: true } : {}) };
}

function epssOf(node: Node): number | undefined {
  const rated = node
    .records('ratings')
    .filter((rating) => namesOf(rating).some((name) => EPSS.test(name)))
    .map((rating) => rating.number('score'));
  const told = node.records('properties').flatMap((property) => {
    const name = wordsOf(property.text('name'));
    const value = property.text('value')?.trim();
    return EPSS.test(name) && !PERCENTILE.test(name) && value ? [Number(value)] : [];
  });
  const chances = [...rated, ...told].filter((each) => each !== undefined && each >= 0 && each <= 1);
  return chances.length === 0 ? undefined : Math.min(MAX_EPSS, Math.max(...(chances as number[])));
}

function isKnownUsed(node: Node): boolean {
  const linked = [...node.records('advisories'), ...node.records('references'), ...node.records('ratings')];
  return (
    linked.some((link) => namesOf(link).some((name) => KEV.test(name))) ||
    node
      .records('properties')
      .some(
        (property) =>
          KEV.test(wordsOf(property.text('name'))) &&
          /^(true|yes|1)$/i.test(property.text('value')?.trim() ?? ''),
      )
  );
}

/** Where a rating, advisory or reference comes from. */
function namesOf(node: Node): readonly string[] {
  const source = node.record('source');
  return [source?.text('name'), source?.text('url'), node.text('url'), node.text('title')].flatMap(
    (name) => name ?? [],
  );
}

/** `aquasecurity:trivy:EPSS_score` is three words and a half: an underscore parts words too. */
function wordsOf(name: string | undefined): string {
  return (name ?? '').replaceAll('_', ' ');
}
