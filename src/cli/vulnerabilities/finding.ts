// SPDX-License-Identifier: Apache-2.0
// What an SBOM and the feeds say together, worst first.
import { type Asset, parsePurl, readCvssVector } from '../../model/index.ts';
import {
  type AcceptedFlaw,
  acceptedBy,
  type CvssScore,
  cvssScore,
  indexAdvisories,
  type Match,
  packageKey,
} from '../../monitor/index.ts';
import type { Feed } from './feed.ts';
import type { Consequence } from './proof.ts';

export type Flaw = NonNullable<Asset['vulnerabilities']>[number];

export interface Finding {
  readonly advisory: string;
  readonly names: readonly string[];
  readonly summary: string;
  readonly asset: string;
  readonly purl: string;
  /** Versions in which it is mended, as the advisory has them. */
  readonly fixed: readonly string[];
  readonly cvss?: CvssScore & { readonly vector: string };
  readonly kev: boolean;
  readonly epss?: number;
  /** How it is used and what it gives; without a readable vector, the worst: over the network, code. */
  readonly access: Flaw['access'];
  readonly effect: Flaw['effect'];
  /** What VEX says in the model. */
  readonly status: Flaw['status'];
  readonly exception?: AcceptedFlaw;
  /** Absent where no proof was asked for. */
  readonly proof?: Consequence;
}

export interface Scan {
  readonly findings: readonly Finding[];
  /** Package URLs that cannot be compared: no version, or one that their ecosystem does not know. */
  readonly unreadable: readonly string[];
  readonly components: number;
}

/** Compares the software of all assets with the feeds. */
export function scanAssets(
  assets: readonly Asset[],
  feed: Feed,
  exceptions: readonly AcceptedFlaw[],
  today: string,
): Scan {
  const index = indexAdvisories(feed.advisories);
  const unreadable = new Set<string>();
  const findings: Finding[] = [];
  let components = 0;
  for (const asset of assets)
    for (const software of asset.software ?? []) {
      const text = typeof software === 'string' ? software : software.purl;
      const read = parsePurl(text);
      components++;
      if ('refusal' in read || read.purl.version === undefined) {
        unreadable.add(text);
        continue;
      }
      const { type, namespace, name, version, qualifiers } = read.purl;
      const release = /^debian-(\d+)$/.exec(qualifiers?.['distro'] ?? '')?.[1];
      const key = packageKey(type, namespace, name);
      const found = index.match({ key, type, version, ...(release === undefined ? {} : { release }) });
      if (found.isUnreadable) unreadable.add(text);
      findings.push(...found.matches.map((match) => findingOf(match, asset, text, feed, exceptions, today)));
    }
  return { findings, unreadable: [...unreadable], components };
}

function findingOf(
  { advisory, affected }: Match,
  asset: Asset,
  purl: string,
  feed: Feed,
  exceptions: readonly AcceptedFlaw[],
  today: string,
): Finding {
  const { names } = advisory;
  const scored = advisory.vectors.flatMap((vector) => {
    const result = cvssScore(vector);
    return 'score' in result ? [{ ...result.score, vector }] : [];
  });
  // The newest version of CVSS counts.
  const cvss = scored.sort((one, other) => Number(other.version) - Number(one.version))[0];
  const chances = names.flatMap((name) => feed.epss.get(name) ?? []);
  const reading = cvss === undefined ? undefined : readCvssVector(cvss.vector);
  const exception = acceptedBy(exceptions, { names, asset: asset.id, today });
  return {
    advisory: advisory.id,
    names,
    summary: advisory.summary,
    asset: asset.id,
    purl,
    fixed: [...new Set(affected.fixed)],
    ...(cvss === undefined ? {} : { cvss }),
    kev: names.some((name) => feed.kev.has(name)),
    ...(chances.length === 0 ? {} : { epss: Math.max(...chances) }),
    access: reading?.access ?? 'network',
    effect: reading?.effect ?? 'code',
    status: asset.vulnerabilities?.find(({ id }) => names.includes(id))?.status ?? 'affected',
    ...(exception === undefined ? {} : { exception }),
  };
}

/** Neither an exception nor a VEX statement speaks against it. */
export function isOpen({ exception, status }: Finding): boolean {
  return exception === undefined && status !== 'not_affected' && status !== 'fixed';
}

/** Open ones first; then those that open a path, known use, likely use, score. */
export function byPriority(one: Finding, other: Finding): number {
  const order = [isOpen, ({ proof }: Finding) => (proof?.opens.length ?? 0) > 0, ({ kev }: Finding) => kev]
    .map((has) => Number(has(other)) - Number(has(one)))
    .find((each) => each !== 0);
  return (
    order ??
    ((other.epss ?? 0) - (one.epss ?? 0) ||
      (other.cvss?.score ?? 0) - (one.cvss?.score ?? 0) ||
      (one.advisory < other.advisory ? -1 : 1))
  );
}
