// SPDX-License-Identifier: Apache-2.0
// Known flaws and what is said of them as CSAF 2.0, profile VEX (§4.5).
import { groupBy } from '../../../core/group-by.ts';
import { type CsafFrame, csafDocument, type Json } from './document.ts';
import { flagOf } from './flag.ts';
import { type CsafProduct, productId, productTree } from './product-tree.ts';

/** A flaw of the software of an asset, as a scan found it. */
export interface VexFinding extends CsafProduct {
  readonly advisory: string;
  /** The id of the advisory and its other names. */
  readonly names: readonly string[];
  readonly summary: string;
  readonly fixed: readonly string[];
  readonly cvss?: {
    readonly version: string;
    readonly vector: string;
    readonly parts?: { readonly base: number };
  };
  readonly kev: boolean;
  readonly status: 'affected' | 'not_affected' | 'fixed' | 'under_investigation';
  readonly justification?: string;
}

export interface CsafVex {
  readonly document: Json;
  /** Statements that cannot be made, and why. */
  readonly left: readonly { readonly advisory: string; readonly purl: string; readonly why: string }[];
}

/** CSAF 2.0 §3.2.3.9, by what the scan says. */
const STATUS = {
  affected: 'known_affected',
  under_investigation: 'under_investigation',
  fixed: 'fixed',
  not_affected: 'known_not_affected',
} as const;
const WORST_FIRST = Object.keys(STATUS) as readonly VexFinding['status'][];

/** Undefined as the document when no statement can be made. */
export function csafVex(findings: readonly VexFinding[], frame: CsafFrame): CsafVex | Pick<CsafVex, 'left'> {
  const isMute = ({ status, justification }: VexFinding) =>
    status === 'not_affected' && (justification ?? '') === '';
  const left = findings
    .filter(isMute)
    .map(({ advisory, purl }) => ({ advisory, purl, why: 'nothing says why it is not affected (§4.5)' }));
  const stated = findings.filter((each) => !isMute(each)).flatMap(eachCve);
  if (stated.length === 0) return { left };
  const byFlaw = groupBy(stated, keyOf);
  const notes = [{ category: 'summary', text: summaryOf(stated, byFlaw.size) }] as const;
  const document = {
    document: csafDocument('csaf_vex', frame, notes),
    product_tree: productTree(stated),
    vulnerabilities: [...byFlaw].map(([key, group]) => vulnerabilityOf(key, group)),
  };
  return { document, left };
}

/** An advisory about several CVEs says the same of each. */
function eachCve(finding: VexFinding): readonly VexFinding[] {
  const names = [...new Set([finding.advisory, ...finding.names])];
  const cves = names.filter(isCve);
  if (cves.length < 2) return [finding];
  const others = names.filter((name) => !isCve(name));
  return cves.map((cve) => ({ ...finding, names: [cve, ...others] }));
}

/** A CVE may stand once (§6.1.23), however many advisories are about it. */
function keyOf({ names, advisory }: VexFinding): string {
  return names.find(isCve) ?? advisory;
}

function isCve(name: string): boolean {
  return /^CVE-\d{4}-\d{4,}$/.test(name);
}

function summaryOf(findings: readonly VexFinding[], flaws: number): string {
  const assets = new Set(findings.map(({ asset }) => asset)).size;
  return `The state of ${flaws} known vulnerabilities in the software of ${assets} products.`;
}

function vulnerabilityOf(key: string, group: readonly VexFinding[]): Json {
  const others = [...new Set(group.flatMap(({ advisory, names }) => [advisory, ...names]))].filter(
    (name) => name !== key || !isCve(key),
  );
  const products = [...groupBy(group, productId)].map(([id, same]) => ({ id, ...worstOf(same) }));
  const idsOf = (...wanted: readonly VexFinding['status'][]): readonly string[] =>
    products.filter(({ status }) => wanted.includes(status)).map(({ id }) => id);
  const statuses = WORST_FIRST.map((status) => [STATUS[status], idsOf(status)] as const);
  const open = idsOf('affected', 'under_investigation');
  const score = scoreOf(group);
  const threats = threatsOf(group, products, open);
  const flags = products.flatMap(({ id, status, justification }) => {
    const label = status === 'not_affected' ? flagOf(justification ?? '') : undefined;
    return label === undefined ? [] : [{ label, product_ids: [id] }];
  });
  const remediations = products.flatMap(({ id, status, fixed }) =>
    status === 'affected' ? [{ ...remedyOf(fixed), product_ids: [id] }] : [],
  );
  return {
    ...(isCve(key) ? { cve: key } : {}),
    ...filledList('flags', flags),
    ...filledList(
      'ids',
      others.map((text) => ({ system_name: 'OSV', text })),
    ),
    notes: [{ category: 'summary', text: group.find(({ summary }) => summary !== '')?.summary ?? key }],
    product_status: Object.fromEntries(statuses.filter(([, ids]) => ids.length > 0)),
    ...filledList('remediations', remediations),
    ...(score === undefined || open.length === 0 ? {} : { scores: [{ cvss_v3: score, products: open }] }),
    ...filledList('threats', threats),
    title: key,
  };
}

/** Two advisories about one flaw of one package: the worse counts, as in a scan. */
function worstOf(same: readonly VexFinding[]): Pick<VexFinding, 'status' | 'justification' | 'fixed'> {
  const status = WORST_FIRST.find((each) => same.some((one) => one.status === each)) ?? 'affected';
  const justification = same.find((one) => one.status === status)?.justification;
  const fixed = [...new Set(same.flatMap((one) => one.fixed))];
  return { status, fixed, ...(justification === undefined ? {} : { justification }) };
}

/** §4.5: what is affected comes with what to do. */
function remedyOf(fixed: readonly string[]): Json {
  return fixed.length === 0
    ? { category: 'none_available', details: 'No version is known in which it is mended.' }
    : { category: 'vendor_fix', details: `Mended in ${fixed.join(', ')}.` };
}

function threatsOf(
  group: readonly VexFinding[],
  products: readonly (Pick<VexFinding, 'status' | 'justification'> & { readonly id: string })[],
  open: readonly string[],
): readonly Json[] {
  const isExploited = group.some(({ kev }) => kev) && open.length > 0;
  const impacts = products.flatMap(({ id, status, justification }) =>
    status === 'not_affected'
      ? [{ category: 'impact', details: justification as string, product_ids: [id] }]
      : [],
  );
  return isExploited
    ? [{ category: 'exploit_status', details: 'Known to be exploited (KEV)', product_ids: open }, ...impacts]
    : impacts;
}

const BASE_METRICS = ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'];

/** The worst that an advisory of the group gives. CVSS 3.x alone: CSAF 2.0 has no place for 4.0 (§3.2.3.13). Severities of CVSS 3.1 §5. */
function scoreOf(group: readonly VexFinding[]): Json | undefined {
  const [cvss] = group
    .flatMap((each) => (each.cvss?.parts === undefined ? [] : [each.cvss]))
    .toSorted((left, right) => (right.parts?.base ?? 0) - (left.parts?.base ?? 0));
  if (cvss?.parts === undefined) return undefined;
  const metrics = cvss.vector.split('/').filter((part) => BASE_METRICS.includes(part.split(':')[0] ?? ''));
  const base = cvss.parts.base;
  const severity =
    base === 0 ? 'NONE' : base < 4 ? 'LOW' : base < 7 ? 'MEDIUM' : base < 9 ? 'HIGH' : 'CRITICAL';
  return {
    baseScore: base,
    baseSeverity: severity,
    vectorString: [`CVSS:${cvss.version}`, ...metrics].join('/'),
    version: cvss.version,
  };
}

/** Lists of CSAF have at least one item. */
function filledList(name: string, items: readonly Json[]): Json {
  return items.length === 0 ? {} : { [name]: items };
}
