// SPDX-License-Identifier: Apache-2.0
import { formatPurl, makePurl, parsePurl } from '../../purl.ts';
import type { Asset } from '../../schema.ts';
import { surest } from '../guess.ts';
import { type Ids, textOf } from '../ids.ts';
import type { ImportContext, TypeGuess } from '../importer.ts';
import type { Node } from '../node.ts';

/** Components that run, or that run others: each is an asset. All other kinds are parts of one. */
const ASSET_KINDS = new Set(['application', 'container', 'platform', 'device']);

/** Kinds that are neither software nor assets of the model. */
const LISTED_ONLY_KINDS = new Set(['cryptographic-asset', 'data']);

/** What a component is taken for when its name says nothing; low, so that any other source wins. */
const TYPE_OF_KIND: ReadonlyMap<string, TypeGuess> = new Map([
  ['application', { type: 'service', confidence: 0.4 }],
  ['container', { type: 'service', confidence: 0.4 }],
  ['platform', { type: 'system', confidence: 0.4 }],
  ['device', { type: 'system', confidence: 0.4 }],
  ['firmware', { type: 'system', confidence: 0.4 }],
]);

/** True for kinds of components that are assets of their own. */
export function isAssetKind(component: Node): boolean {
  return ASSET_KINDS.has(component.text('type') ?? 'library');
}

/** True for kinds that the model has no place for; they become a gap. */
export function isListedOnly(component: Node): boolean {
  return LISTED_ONLY_KINDS.has(component.text('type') ?? 'library');
}

/** Name, with its group, and version of a component. */
export function identityOf(component: Node): { readonly name: string; readonly version: string | undefined } {
  const group = component.text('group');
  const name = component.text('name') ?? '';
  return {
    name: group === undefined || group === '' ? name : `${group}/${name}`,
    version: component.text('version'),
  };
}

/** The asset that a component is. A component without a name is a problem, and an asset called after its kind. */
export function assetOf(component: Node, ids: Ids, context: ImportContext): Asset {
  const kind = component.text('type') ?? 'library';
  const name = component.text('name');
  if (name === undefined || name.trim() === '') {
    const message = 'A component has no name: expected `name` with a text';
    component.report({ code: 'CYCLONEDX_NO_NAME', severity: 'error', message });
  }
  const short = shortName(name ?? '', kind);
  // Old tools call every product a library; a file is none, whatever it is called.
  const byName = kind === 'file' ? undefined : context.guess('name', short);
  const guess = surest(kind === 'container' ? context.guess('image', name ?? '') : undefined, byName);
  const type = guess ?? TYPE_OF_KIND.get(kind) ?? { type: 'software-component', confidence: 0.6 };
  const version = component.text('version');
  const shown = textOf(name ?? '', 200);
  return {
    id: ids.take(short, kind === 'container' ? 'container' : 'software'),
    type: type.type,
    ...(shown === undefined ? {} : { name: shown }),
    ...(version === undefined ? {} : { note: textOf(`${kind} ${name ?? ''} ${version}`) ?? kind }),
    source: component.source('declared', type.confidence),
  };
}

/** What a compose file would call it: `registry.example/acme/web:1.2` is `web`, `./lib/core/2.13.2` is `core`. */
function shortName(name: string, kind: string): string {
  if (kind !== 'container' && !/^[./~]/.test(name)) return name;
  const path = kind === 'container' ? name.replace(/@sha256:.*$/, '').replace(/:[^/:]*$/, '') : name;
  const parts = path.split('/').filter((part) => /^[a-z]/i.test(part));
  return parts.pop() ?? name;
}

/** The package URL of a component; made up from its name, and then not certain, when it has none. */
export function softwareOf(
  component: Node,
): { readonly purl: string; readonly certain: boolean } | undefined {
  const written = component.text('purl');
  if (written !== undefined && written !== '') {
    const result = parsePurl(written);
    if ('purl' in result) return fitting(formatPurl(result.purl), true);
    component
      .field('purl')
      ?.report({ code: 'CYCLONEDX_BAD_PURL', severity: 'warning', message: result.refusal });
  }
  const { name, version } = identityOf(component);
  // Plain files are content, and an inventory may list all of a disk.
  if (component.text('type') === 'file' || name.trim() === '') return undefined;
  const made = makePurl({
    type: 'generic',
    name,
    ...(version === undefined || version === '' ? {} : { version }),
  });
  return 'purl' in made ? fitting(formatPurl(made.purl), false) : undefined;
}

function fitting(
  purl: string,
  certain: boolean,
): { readonly purl: string; readonly certain: boolean } | undefined {
  return purl.length <= 1_024 ? { purl, certain } : undefined;
}
