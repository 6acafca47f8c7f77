// SPDX-License-Identifier: Apache-2.0
// Package URLs (ECMA-427): the name under which SBOMs, scanners and advisories speak of the same software.
import type { Purl } from './purl-parts.ts';
import { normaliseForType, refusalOfType } from './purl-types.ts';

export type PurlResult = { readonly purl: Purl } | { readonly refusal: string };

/** Reads a package URL (ECMA-427 §5.6); a refusal says what was found and what was expected. Never throws. */
export function parsePurl(text: string): PurlResult {
  try {
    return { purl: parse(text) };
  } catch (error) {
    if (error instanceof PurlRefusal) return { refusal: error.message };
    throw error;
  }
}

/** Writes the canonical form (ECMA-427 §5.5): two package URLs are the same software when these are equal. */
export function formatPurl(purl: Purl): string {
  const namespace = purl.namespace === undefined ? '' : `${purl.namespace.split('/').map(encode).join('/')}/`;
  const version = purl.version === undefined ? '' : `@${encode(purl.version)}`;
  const qualifiers = Object.entries(purl.qualifiers ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${encode(value)}`)
    .join('&');
  const subpath = purl.subpath === undefined ? '' : `#${purl.subpath.split('/').map(encode).join('/')}`;
  const name = purl.type === 'git' ? purl.name.split('/').map(encode).join('/') : encode(purl.name);
  return `pkg:${purl.type}/${namespace}${name}${version}${qualifiers === '' ? '' : `?${qualifiers}`}${subpath}`;
}

/** Checks parts and normalises them by the rules of the type, as the parser does. */
export function makePurl(parts: Purl): PurlResult {
  try {
    return { purl: checked(parts) };
  } catch (error) {
    if (error instanceof PurlRefusal) return { refusal: error.message };
    throw error;
  }
}

class PurlRefusal extends Error {}

function parse(text: string): Purl {
  const scheme = /^pkg:\/*/i.exec(text);
  if (scheme === null) throw new PurlRefusal(`Package URL ${quote(text)} does not start with \`pkg:\``);
  const [beforeSubpath, subpath] = splitRight(text.slice(scheme[0].length), '#');
  const [path, query] = splitRight(beforeSubpath, '?');
  const slash = path.indexOf('/');
  if (slash === -1)
    throw new PurlRefusal(`Package URL ${quote(text)} has no name: expected \`pkg:type/name\``);
  const type = path.slice(0, slash).toLowerCase();
  const rest = path.slice(slash + 1).replace(/^\/+|\/+$/g, '');
  const [coordinates, version] = splitVersion(rest, type);
  const segments = coordinates.split('/').filter((segment) => segment !== '');
  // A `git` name is the path of the repository on its host, the namespace.
  const name = type === 'git' ? segments.splice(1).join('/') : segments.pop();
  if (name === undefined || name === '' || (version !== undefined && coordinates.endsWith('/')))
    throw new PurlRefusal(`Package URL ${quote(text)} has no name: expected \`pkg:type/name\``);
  return checked({
    type,
    ...(segments.length === 0 ? {} : { namespace: segments.map(decode).join('/') }),
    name: decode(name),
    ...(version === undefined || version === '' ? {} : { version: decode(version) }),
    ...qualifiersOf(query),
    ...subpathOf(subpath),
  });
}

function checked(parts: Purl): Purl {
  if (!/^[a-z][a-z0-9.-]*$/.test(parts.type)) {
    throw new PurlRefusal(
      `Package URL type ${quote(parts.type)} is not a type: expected a lower-case letter, then letters, digits, \`.\` or \`-\``,
    );
  }
  if (parts.name === '')
    throw new PurlRefusal(`Package URL of type \`${parts.type}\` has no name: expected \`pkg:type/name\``);
  for (const key of Object.keys(parts.qualifiers ?? {})) {
    if (!/^[a-z._-][a-z0-9._-]*$/.test(key))
      throw new PurlRefusal(
        `Package URL qualifier ${quote(key)} is not a key: expected letters, digits, \`.\`, \`-\` or \`_\``,
      );
  }
  const purl = normaliseForType(parts);
  const refusal = refusalOfType(purl);
  if (refusal !== undefined) throw new PurlRefusal(refusal);
  return purl;
}

/** An `@` starts the version, but the one that opens an npm scope does not: tools write `pkg:npm/@scope/name`. */
function splitVersion(rest: string, type: string): [string, string | undefined] {
  const at = rest.lastIndexOf('@');
  if (at === -1 || (type === 'npm' && at === 0)) return [rest, undefined];
  return [rest.slice(0, at), rest.slice(at + 1)];
}

function qualifiersOf(query: string | undefined): { qualifiers?: Record<string, string> } {
  const pairs = (query ?? '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return equals === -1
        ? [pair.toLowerCase(), '']
        : [pair.slice(0, equals).toLowerCase(), decode(pair.slice(equals + 1))];
    })
    .filter(([, value]) => value !== '');
  const keys = new Set(pairs.map(([key]) => key));
  if (keys.size < pairs.length)
    throw new PurlRefusal(`Package URL qualifiers ${quote(query ?? '')} give one key twice`);
  return pairs.length === 0 ? {} : { qualifiers: Object.fromEntries(pairs) };
}

function subpathOf(subpath: string | undefined): { subpath?: string } {
  const segments = (subpath ?? '')
    .split('/')
    .map(decode)
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  return segments.length === 0 ? {} : { subpath: segments.join('/') };
}

function splitRight(text: string, separator: string): [string, string | undefined] {
  const at = text.lastIndexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PurlRefusal(`Package URL part ${quote(text)} is not percent-encoded UTF-8`);
  }
}

/** ECMA-427 §5.4: everything but letters, digits and `.-_~` is encoded; the colon stays. */
function encode(text: string): string {
  const wellFormed = text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
  return encodeURIComponent(wellFormed)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':');
}

function quote(text: string): string {
  return `\`${text.length > 80 ? `${text.slice(0, 80)}…` : text}\``;
}
