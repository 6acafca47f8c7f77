// SPDX-License-Identifier: Apache-2.0
// Statements about products (CSAF 2.0 §3.2.3) → vulnerabilities of the assets that hold them, assumptions and gaps.
import type { Asset } from '../../schema.ts';
import { readCvssVector, type VectorReading } from '../cvss.ts';
import { type Ids, textOf } from '../ids.ts';
import type { ModelPart } from '../importer.ts';
import type { Node } from '../node.ts';
import type { Holders } from './holders.ts';
import type { Product } from './products.ts';

type Vulnerability = NonNullable<Asset['vulnerabilities']>[number];
type Status = Vulnerability['status'];

export interface Statement {
  readonly asset: Asset;
  readonly vulnerability: Vulnerability;
  readonly node: Node;
}

/** §3.2.3.9; `recommended` says nothing about the flaw. */
const STATUS_OF_GROUP: ReadonlyMap<string, Status> = new Map([
  ['first_affected', 'affected'],
  ['known_affected', 'affected'],
  ['last_affected', 'affected'],
  ['first_fixed', 'fixed'],
  ['fixed', 'fixed'],
  ['known_not_affected', 'not_affected'],
  ['under_investigation', 'under_investigation'],
]);
/** Confidence in how a flaw is used when no vector says so. */
const WITHOUT_VECTOR = 0.3;
const WORSE: readonly Status[] = ['fixed', 'not_affected', 'under_investigation', 'affected'];

/** What the document states of assets of the model. Told, when it is about none of them. */
export function readStatements(
  root: Node,
  products: ReadonlyMap<string, Product>,
  holders: Holders,
): readonly Statement[] {
  const vulnerabilities = root.records('vulnerabilities');
  const statements = vulnerabilities.flatMap((node) => ofVulnerability(node, products, holders));
  if (statements.length === 0)
    (root.field('product_tree') ?? root).report({
      code: 'CSAF_NO_PRODUCT',
      severity: 'warning',
      message:
        'The document states nothing of what the model holds: expected products with the package URL, and version, of software of an asset',
      hint: 'Import it together with the SBOM',
    });
  return statements;
}

function ofVulnerability(
  node: Node,
  products: ReadonlyMap<string, Product>,
  holders: Holders,
): readonly Statement[] {
  const id = idOf(node);
  if (id === undefined) {
    const message = 'A vulnerability has no id: expected `cve`, or `ids` with a text';
    node.report({ code: 'CSAF_NO_ID', severity: 'error', message });
    return [];
  }
  const groups = node.record('product_status');
  const told = toldIn(node);
  return [...STATUS_OF_GROUP].flatMap(([group, status]) =>
    (groups?.texts(group) ?? []).flatMap((place): readonly Statement[] => {
      const productId = place.value as string;
      const product = products.get(productId);
      const holding = product === undefined ? [] : assetsOf(product, holders);
      if (holding.length === 0) return [];
      const reading = told.scores.get(productId);
      const justification = status === 'affected' ? undefined : justificationOf(told, productId);
      const vulnerability: Vulnerability = {
        id,
        access: reading?.access ?? 'network',
        effect: reading?.effect ?? 'code',
        status,
        ...(justification === undefined ? {} : { justification }),
        ...(reading === undefined ? {} : { cvss: reading.vector }),
        source: place.source('declared', status === 'affected' && reading === undefined ? WITHOUT_VECTOR : 1),
      };
      return holding.map((asset) => ({ asset, vulnerability, node: place }));
    }),
  );
}

/** Of a part of a product: the assets that are that product, and hold the part. */
function assetsOf({ purl, within }: Product, holders: Holders): readonly Asset[] {
  const having = purl === undefined ? [] : holders.withSoftware(purl);
  if (within === undefined) return having;
  const inside = within.purl === undefined ? holders.named(within.name) : assetsOf(within, holders);
  return having.filter((asset) => inside.includes(asset));
}

function idOf(node: Node): string | undefined {
  const written = node.text('cve') ?? node.records('ids')[0]?.text('text');
  const word = written
    ?.trim()
    .replace(/[^A-Za-z0-9._:/@+-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 128);
  return word === '' ? undefined : word;
}

type Score = VectorReading & { readonly vector: string };

/** What a vulnerability says of products beside their status, read once: documents list thousands of them. */
interface Told {
  readonly scores: ReadonlyMap<string, Score>;
  readonly flags: ReadonlyMap<string, string>;
  readonly impacts: ReadonlyMap<string, string>;
}

/** Scores (2.0 `scores`, 2.1 `metrics` with `content`), flags (§3.2.3.5) and impact statements (§3.2.3.14), the first that stands. */
function toldIn(node: Node): Told {
  const told = {
    scores: new Map<string, Score>(),
    flags: new Map<string, string>(),
    impacts: new Map<string, string>(),
  };
  const add = <T>(map: Map<string, T>, each: Node, list: string, value: T | undefined): void => {
    if (value === undefined) return;
    for (const place of each.texts(list))
      if (!map.has(place.value as string)) map.set(place.value as string, value);
  };
  for (const each of [...node.records('scores'), ...node.records('metrics')])
    add(told.scores, each, 'products', scoreOf(each));
  for (const each of node.records('flags'))
    add(told.flags, each, 'product_ids', each.text('label')?.replaceAll('_', ' '));
  for (const each of node.records('threats'))
    if (each.text('category') === 'impact') add(told.impacts, each, 'product_ids', each.text('details'));
  return told;
}

function scoreOf(scored: Node): Score | undefined {
  for (const version of ['cvss_v4', 'cvss_v3', 'cvss_v2']) {
    const vector = (scored.record('content') ?? scored).record(version)?.text('vectorString');
    const reading = vector === undefined ? undefined : readCvssVector(vector);
    if (vector !== undefined && reading !== undefined) return { ...reading, vector: vector.slice(0, 500) };
  }
  return undefined;
}

function justificationOf({ flags, impacts }: Told, productId: string): string | undefined {
  const label = flags.get(productId);
  const impact = impacts.get(productId);
  // What is written by us repeats the flag in its impact statement.
  if (label !== undefined && impact?.startsWith(label) === true) return textOf(impact);
  return textOf([label, impact].filter((part) => part !== undefined).join(': '));
}

/** For one flaw of one asset the worst statement counts: one vulnerable copy of a library is enough. */
export function partOf(statements: readonly Statement[], ids: Ids): ModelPart {
  const deciding = new Map<string, Statement>();
  for (const each of statements) {
    const key = `${each.asset.id} ${each.vulnerability.id}`;
    const known = deciding.get(key);
    if (known === undefined || rank(each) > rank(known)) deciding.set(key, each);
  }
  const decided = [...deciding.values()];
  const assets = [...new Set(decided.map(({ asset }) => asset))].map(
    (asset): Asset => ({
      id: asset.id,
      type: asset.type,
      vulnerabilities: decided
        .filter((each) => each.asset === asset)
        .map(({ vulnerability }) => vulnerability),
      ...(asset.source === undefined ? {} : { source: asset.source }),
    }),
  );
  return {
    assets,
    assumptions: decided.flatMap((each) => assumptionOf(each, ids)),
    gaps: decided.flatMap((each) => gapOf(each, ids)),
  };
}

function rank({ vulnerability }: Statement): number {
  return WORSE.indexOf(vulnerability.status);
}

/** What a statement takes out of a proof stays visible: the verdict rests on it. */
function assumptionOf(
  { asset, vulnerability, node }: Statement,
  ids: Ids,
): NonNullable<ModelPart['assumptions']> {
  const { id, status, cvss, justification = 'no justification is given' } = vulnerability;
  if (status === 'affected' && cvss === undefined)
    return [
      {
        id: ids.take(`${asset.id}/without-vector/${id}`, 'without-vector'),
        text: `No CVSS vector says how ${id} is used on ${asset.id}, so it counts as remote code execution`,
        about: [asset.id],
        source: node.source('inferred', WITHOUT_VECTOR),
      },
    ];
  if (status !== 'not_affected' && status !== 'fixed') return [];
  const text = `${id} ${status === 'fixed' ? 'is fixed in' : 'does not affect'} ${asset.id}: ${justification}`;
  return [
    {
      id: ids.take(`vex/${asset.id}/${id}`, 'vex'),
      text: textOf(text) ?? id,
      about: [asset.id],
      source: node.source(),
    },
  ];
}

function gapOf(
  { asset, vulnerability: { id, status }, node }: Statement,
  ids: Ids,
): NonNullable<ModelPart['gaps']> {
  if (status !== 'under_investigation') return [];
  return [
    {
      id: ids.take(`${asset.id}/software/${id}`, 'gap'),
      about: asset.id,
      unknown: 'software',
      text: `Nobody has said yet whether ${id} affects ${asset.id}`,
      source: node.source(),
    },
  ];
}
