// SPDX-License-Identifier: Apache-2.0
// One service of a project as an asset: its image, rights, variables and ports.

import { nearest } from '../../nearest.ts';
import type { Asset } from '../../schema.ts';
import { quoted } from '../../words.ts';
import type { Secrets } from '../container/credential.ts';
import { addGaps, addListener, addWord, claim, type Draft, nameUnless, portOf } from '../container/draft.ts';
import { imagePurl, isUnpinned, parseImage } from '../container/image.ts';
import { entriesOf, get, report, scalarOf, sourceOf, type Tree, wrongType } from '../container/tree.ts';
import { surest } from '../guess.ts';
import type { ImportContext } from '../importer.ts';
import { resolved, type ServiceContext } from './context.ts';
import { type PlacedVariable, readEnvironment } from './environment.ts';
import { IGNORED_KEYS, READ_KEYS } from './keys.ts';
import { listeners, publishedPorts } from './listener.ts';
import type { PublishedPort } from './port.ts';
import { hostRights } from './privilege.ts';
import type { Project } from './project.ts';

/** A service that became an asset. */
export interface Service extends ServiceContext {
  readonly published: readonly (PublishedPort & { readonly at: Tree })[];
  readonly variables: readonly PlacedVariable[];
}

/** Makes the asset of a service; its zones and flows come later, when all services are known. */
export function readService(
  project: Project,
  draft: Draft,
  context: ImportContext,
  secrets: Secrets,
  name: string,
  tree: Tree,
): Service | undefined {
  if (tree.entries === undefined && tree.value !== null) {
    wrongType(tree, `service ${quoted(name)}`, 'a section', project);
    return undefined;
  }
  const id = claim(draft, name, `service/${name}`);
  const asset: Asset = { id, type: 'service', ...nameUnless(id, name), source: sourceOf(tree) };
  draft.assets.push(asset);
  const service: ServiceContext = {
    problems: project.problems,
    prefix: project.prefix,
    project,
    draft,
    context,
    name,
    tree,
    asset,
  };
  const image = readImage(service);
  const byImage = image === undefined ? undefined : context.guess('image', image);
  asset.type = surest(context.guess('name', name), byImage)?.type ?? 'service';
  notes(service);
  hostRights(service);
  unknownKeys(service);
  listeners(service);
  const variables = readEnvironment(service, secrets);
  const published = publishedPorts(service);
  for (const port of published) {
    const variable = typeof port.target === 'string';
    addListener(
      asset,
      variable ? `${port.target}/${port.protocol}` : portOf(port.target as number, port.protocol),
      sourceOf(port.at),
    );
    if (variable)
      addGaps(
        draft,
        id,
        ['listeners'],
        `The number of port ${quoted(String(port.target))} of ${name} is in a variable without a known value`,
        sourceOf(port.at),
      );
  }
  return { ...service, published, variables };
}

/** States `runs X@Y`; returns the text of the image for guesses. */
function readImage(service: ServiceContext): string | undefined {
  const { asset, draft, name } = service;
  const tree = get(service.tree, 'image');
  const text = resolved(service, tree, '`image`');
  if (tree === undefined || text === undefined) {
    if (get(service.tree, 'build') === undefined && tree === undefined)
      report(
        service,
        'warning',
        'NO_IMAGE',
        `Service ${quoted(name)} says neither \`image\` nor \`build\`: expected one of them`,
        service.tree.at(),
      );
    return undefined;
  }
  if (text.unresolved.length > 0) {
    addGaps(
      draft,
      asset.id,
      ['software'],
      `The image of ${name} is in variables without known values: ${[...new Set(text.unresolved)].join(', ')}`,
      sourceOf(tree),
    );
    return text.text;
  }
  const image = parseImage(text.text);
  if (image === undefined) {
    report(
      service,
      'error',
      'BAD_IMAGE',
      `Cannot read ${quoted(text.text)} as the image of service ${quoted(name)}: expected \`[registry/]name[:tag][@digest]\``,
      tree.at('value'),
    );
    return undefined;
  }
  const purl = imagePurl(image);
  if (purl !== undefined) asset.software = [{ purl, source: sourceOf(tree) }];
  // What is built here is pinned by the files it is built from.
  if (isUnpinned(image) && get(service.tree, 'build') === undefined)
    addWord(asset, 'properties', 'unpinned-image', sourceOf(tree));
  return image.path;
}

function notes(service: ServiceContext): void {
  const profiles = get(service.tree, 'profiles')?.items?.flatMap((item) => scalarOf(item) ?? []) ?? [];
  if (profiles.length > 0)
    service.asset.note = `Runs only with profile ${profiles.join(' or ').slice(0, 500)}`;
}

/** A key that nobody knows may be a typing error that hides a fact. */
function unknownKeys(service: ServiceContext): void {
  for (const [key, tree] of entriesOf(service.tree, 'a service', service)) {
    if (key.startsWith('x-') || READ_KEYS.has(key) || IGNORED_KEYS.has(key)) continue;
    const near = nearest(key, [...READ_KEYS.keys(), ...IGNORED_KEYS]);
    const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
    addGaps(
      service.draft,
      service.asset.id,
      near === undefined ? ['privileges'] : (READ_KEYS.get(near) ?? ['privileges']),
      `Unknown key ${quoted(key)} of service ${quoted(service.name)}${hint}`,
      sourceOf(tree),
    );
  }
}
