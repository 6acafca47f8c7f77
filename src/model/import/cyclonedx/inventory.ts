// SPDX-License-Identifier: Apache-2.0
// Components and services → assets and the software they hold (ECMA-424: metadata.component, components, services).
import type { Asset, Gap } from '../../schema.ts';
import { type Ids, stemOf, textOf } from '../ids.ts';
import type { ImportContext } from '../importer.ts';
import type { Node } from '../node.ts';
import { assetOf, identityOf, isAssetKind, isListedOnly, softwareOf } from './component.ts';
import type { BomIndex, HeldAsset, Referent } from './held-asset.ts';
import { assignByDependencies } from './ownership.ts';
import { serviceAssetOf } from './service.ts';

export interface Inventory {
  readonly assets: HeldAsset[];
  readonly gaps: Gap[];
  /** By the root node of the document. */
  readonly boms: Map<Node, BomIndex>;
  /** Assets by name and version, so that a VEX and an SBOM of one product speak of one asset. */
  readonly byIdentity: Map<string, HeldAsset>;
  /** What holds a piece of software, by its package URL. */
  readonly byPurl: Map<string, Referent>;
}

/** An empty inventory, for all documents of one import. */
export function createInventory(): Inventory {
  return { assets: [], gaps: [], boms: new Map(), byIdentity: new Map(), byPurl: new Map() };
}

interface Unassigned {
  readonly component: Node;
  readonly ref: string | undefined;
}

interface Walk {
  readonly bom: Node;
  readonly inventory: Inventory;
  readonly ids: Ids;
  readonly context: ImportContext;
  readonly index: BomIndex;
  readonly unassigned: Unassigned[];
  readonly unread: Node[];
}

/** Adds what one document lists. */
export function readInventory(bom: Node, inventory: Inventory, ids: Ids, context: ImportContext): void {
  const component = bom.record('metadata')?.record('component');
  const root = component === undefined ? undefined : holdAsset(component, inventory, ids, context);
  const index: BomIndex = {
    root,
    serial: bom.text('serialNumber')?.toLowerCase(),
    version: bom.number('version') ?? 1,
    referents: new Map(),
  };
  inventory.boms.set(bom, index);
  const walk: Walk = { bom, inventory, ids, context, index, unassigned: [], unread: [] };
  if (component !== undefined && root !== undefined) {
    refer(component, [root], true, walk);
    for (const child of component.records('components')) readComponent(child, root, true, walk);
  }
  for (const child of bom.records('components')) readComponent(child, root, false, walk);
  for (const service of bom.records('services')) readService(service, walk);
  assignSoftware(walk);
  reportUnread(walk);
}

function holdAsset(component: Node, inventory: Inventory, ids: Ids, context: ImportContext): HeldAsset {
  const { name, version } = identityOf(component);
  const known =
    inventory.byIdentity.get(`${name}@${version ?? ''}`) ??
    inventory.byIdentity.get(version === undefined ? `${name}@*` : `${name}@`);
  if (known !== undefined) return known;
  const asset = assetOf(component, ids, context);
  const held = hold(asset, version, inventory);
  inventory.byIdentity.set(`${name}@${version ?? ''}`, held);
  if (!inventory.byIdentity.has(`${name}@*`)) inventory.byIdentity.set(`${name}@*`, held);
  const own = softwareOf(component);
  if (own?.certain) {
    held.software.set(own.purl, { purl: own.purl, source: component.source() });
    inventory.byPurl.set(own.purl, { holders: [held], isAsset: true, name, version });
  }
  inventory.gaps.push({
    id: ids.take(`${asset.id}/exposure`, 'gap'),
    about: asset.id,
    unknown: 'exposure',
    text: `A bill of materials does not say where ${asset.id} runs and who can reach it`,
    source: component.source('inferred', 1),
  });
  return held;
}

/** Adds an asset to the inventory, holding nothing yet. */
export function hold(asset: Asset, version: string | undefined, inventory: Inventory): HeldAsset {
  const held: HeldAsset = { asset, software: new Map(), vulnerabilities: new Map(), version };
  inventory.assets.push(held);
  return held;
}

function readComponent(component: Node, owner: HeldAsset | undefined, nested: boolean, walk: Walk): void {
  if (isAssetKind(component)) {
    const held = holdAsset(component, walk.inventory, walk.ids, walk.context);
    if (
      owner !== undefined &&
      owner !== held &&
      held.asset.runsOn === undefined &&
      owner.asset.runsOn !== held.asset.id
    ) {
      held.asset = { ...held.asset, runsOn: owner.asset.id };
    }
    refer(component, [held], true, walk);
    for (const child of component.records('components')) readComponent(child, held, true, walk);
    return;
  }
  if (isListedOnly(component)) walk.unread.push(component);
  else if (nested && owner !== undefined) holdSoftware(component, [owner], walk);
  else walk.unassigned.push({ component, ref: component.text('bom-ref') });
  for (const child of component.records('components')) readComponent(child, owner, nested, walk);
}

function holdSoftware(component: Node, holders: readonly HeldAsset[], walk: Walk): void {
  refer(component, holders, false, walk);
  const software = softwareOf(component);
  if (software === undefined) return;
  for (const held of holders) {
    if (held.software.has(software.purl)) continue;
    held.software.set(software.purl, {
      purl: software.purl,
      source: component.source(software.certain ? 'declared' : 'inferred', software.certain ? 1 : 0.6),
    });
  }
  const known = walk.inventory.byPurl.get(software.purl);
  const { name, version } = identityOf(component);
  walk.inventory.byPurl.set(software.purl, {
    holders: [...new Set([...(known?.holders ?? []), ...holders])],
    isAsset: false,
    name,
    version,
  });
}

function refer(component: Node, holders: readonly HeldAsset[], isAsset: boolean, walk: Walk): void {
  const ref = component.text('bom-ref');
  if (ref === undefined) return;
  const known = walk.index.referents.get(ref);
  if (known !== undefined) {
    const message = `The \`bom-ref\` \`${ref.slice(0, 80)}\` is given twice: expected it to be unique in the document`;
    component.field('bom-ref')?.report({ code: 'CYCLONEDX_TWIN_REF', severity: 'warning', message });
  }
  const { name, version } = identityOf(component);
  walk.index.referents.set(ref, {
    holders: [...new Set([...(known?.holders ?? []), ...holders])],
    isAsset,
    name,
    version,
  });
}

function readService(service: Node, walk: Walk): void {
  const { asset, gaps } = serviceAssetOf(service, walk.ids, walk.context);
  const held = hold(asset, service.text('version'), walk.inventory);
  walk.inventory.gaps.push(...gaps);
  refer(service, [held], true, walk);
  for (const child of service.records('services')) readService(child, walk);
}

/** Top-level libraries belong to the assets that depend on them; without such a graph, to the product as a whole. */
function assignSoftware(walk: Walk): void {
  if (walk.unassigned.length === 0) return;
  const owners = assignByDependencies(
    walk.bom,
    walk.index,
    walk.unassigned.flatMap(({ ref }) => ref ?? []),
  );
  let root = walk.index.root;
  for (const { component, ref } of walk.unassigned) {
    const holders = ref === undefined ? undefined : owners.get(ref);
    root ??= holders === undefined ? productOfFile(walk) : undefined;
    holdSoftware(component, holders ?? (root === undefined ? [] : [root]), walk);
  }
}

/** A document that names no product is about something; the name of the file is the best guess. */
function productOfFile(walk: Walk): HeldAsset {
  const source = walk.bom.source('inferred', 0.4);
  const stem = stemOf(source.file);
  const id = walk.ids.take(stem, 'software');
  const guess = walk.context.guess('name', stem);
  const asset: Asset = {
    id,
    type: guess?.type ?? 'software-component',
    note: 'The document names no product; called after the file',
    source,
  };
  walk.inventory.gaps.push({
    id: walk.ids.take(`${id}/exposure`, 'gap'),
    about: id,
    unknown: 'exposure',
    text: `The document does not say what ${id} is, where it runs and who can reach it`,
    source,
  });
  return hold(asset, undefined, walk.inventory);
}

function reportUnread(walk: Walk): void {
  const first = walk.unread[0];
  const about = walk.index.root ?? walk.inventory.assets.at(-1);
  if (first === undefined || about === undefined) return;
  const names = walk.unread.map(
    (component) => `${component.text('name') ?? '?'} (${component.text('type') ?? '?'})`,
  );
  const text = textOf(
    `Components of a kind that is not read: ${names.slice(0, 50).join(', ')}${names.length > 50 ? ` and ${names.length - 50} more` : ''}`,
  );
  walk.inventory.gaps.push({
    id: walk.ids.take(`${about.asset.id}/software`, 'gap'),
    about: about.asset.id,
    unknown: 'software',
    text: text ?? '',
    source: first.source(),
  });
}
