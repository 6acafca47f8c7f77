// SPDX-License-Identifier: Apache-2.0
// References of container images.
import { formatPurl, makePurl } from '../../purl.ts';

/** `registry.example:5000/team/web:1.2@sha256:…` in its parts. */
export interface Image {
  readonly registry?: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Reads a reference by the grammar of the OCI distribution project; undefined when it is none. Never throws. */
export function parseImage(text: string): Image | undefined {
  if (text.length > 512) return undefined;
  const [name = '', digest] = text.split('@', 2);
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  // The first part is a registry when it has a dot or a port, or is `localhost`; `team/web` is on Docker Hub.
  const registry = first.includes('.') || first.includes(':') || first === 'localhost' ? first : undefined;
  const rest = registry === undefined ? name : name.slice(slash + 1);
  const colon = rest.lastIndexOf(':');
  const path = colon === -1 ? rest : rest.slice(0, colon);
  const tag = colon === -1 ? undefined : rest.slice(colon + 1);
  if (!/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(path)) return undefined;
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) return undefined;
  if (digest !== undefined && !/^[a-z0-9]+:[0-9a-fA-F]{32,}$/.test(digest)) return undefined;
  return {
    path,
    ...(registry === undefined ? {} : { registry }),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** True when the next start may run other software under the same reference. */
export function isUnpinned(image: Image): boolean {
  return image.digest === undefined && (image.tag === undefined || image.tag === 'latest');
}

/** The package URL of an image: type `docker`, the registry as `repository_url` unless it is Docker Hub. */
export function imagePurl(image: Image): string | undefined {
  const parts = image.path.split('/');
  const name = parts.pop() ?? '';
  const version = image.digest ?? image.tag;
  const result = makePurl({
    type: 'docker',
    name,
    ...(parts.length === 0 ? {} : { namespace: parts.join('/') }),
    ...(version === undefined ? {} : { version }),
    ...(image.registry === undefined || image.registry === 'docker.io'
      ? {}
      : { qualifiers: { repository_url: image.registry } }),
  });
  return 'purl' in result ? formatPurl(result.purl) : undefined;
}
