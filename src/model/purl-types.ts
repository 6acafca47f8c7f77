// SPDX-License-Identifier: Apache-2.0
// What single package types add to the general rules; from the type definitions of the purl specification.
import type { Purl } from './purl-parts.ts';

const LOWER_CASE_NAME = new Set([
  'alpm',
  'apk',
  'bitbucket',
  'bitnami',
  'brew',
  'composer',
  'deb',
  'git',
  'github',
  'gitlab',
  'hex',
  'luarocks',
  'oci',
  'otp',
  'pub',
  'pypi',
  'yocto',
]);
const LOWER_CASE_NAMESPACE = new Set([
  'alpm',
  'apk',
  'bitbucket',
  'brew',
  'composer',
  'deb',
  'git',
  'github',
  'gitlab',
  'hex',
  'luarocks',
  'qpkg',
  'rpm',
]);
const LOWER_CASE_VERSION = new Set(['huggingface', 'luarocks', 'oci']);
const NO_NAMESPACE = new Set([
  'bazel',
  'cargo',
  'chrome-extension',
  'cran',
  'gem',
  'hackage',
  'julia',
  'mlflow',
  'oci',
  'opam',
  'otp',
  'pub',
  'pypi',
  'vcpkg',
]);
const NEEDS_NAMESPACE = new Set(['composer', 'swift', 'vscode-extension']);

/** Writes the parts of a type whose names ignore case, or mix signs, in their one canonical way. */
export function normaliseForType(purl: Purl): Purl {
  const lower = (text: string, when: boolean): string => (when ? text.toLowerCase() : text);
  const name = nameOf({ ...purl, name: lower(purl.name, LOWER_CASE_NAME.has(purl.type)) });
  return {
    ...purl,
    name,
    ...(purl.namespace === undefined
      ? {}
      : { namespace: lower(purl.namespace, LOWER_CASE_NAMESPACE.has(purl.type)) }),
    ...(purl.version === undefined
      ? {}
      : { version: lower(purl.version, LOWER_CASE_VERSION.has(purl.type)) }),
  };
}

/** What a type forbids, as a message; nothing when the parts keep to its definition. */
export function refusalOfType(purl: Purl): string | undefined {
  const { type, namespace, name } = purl;
  if (namespace !== undefined && NO_NAMESPACE.has(type))
    return `Package URL of type \`${type}\` has the namespace \`${namespace}\`: expected none`;
  if (namespace === undefined && NEEDS_NAMESPACE.has(type))
    return `Package URL of type \`${type}\` has no namespace: expected \`pkg:${type}/namespace/name\``;
  if (type === 'cpan' && name.includes('::'))
    return `Package URL of type \`cpan\` names the module \`${name}\`: expected a distribution`;
  if (type === 'julia' && purl.qualifiers?.['uuid'] === undefined)
    return 'Package URL of type `julia` has no qualifier `uuid`';
  if (type === 'chrome-extension') return refusalOfExtension(purl);
  return undefined;
}

function nameOf(purl: Purl): string {
  if (purl.type === 'pypi') return purl.name.replaceAll('_', '-');
  // The registry decides whether case matters: databricks.com ignores it, azureml.ms does not.
  if (purl.type === 'mlflow' && purl.qualifiers?.['repository_url']?.includes('databricks'))
    return purl.name.toLowerCase();
  return purl.name;
}

function refusalOfExtension(purl: Purl): string | undefined {
  if (!/^[a-p]{32}$/.test(purl.name))
    return `Package URL of type \`chrome-extension\` has the name \`${purl.name}\`: expected 32 letters from a to p`;
  if (purl.version !== undefined && !/^\d{1,5}(\.\d{1,5}){0,3}$/.test(purl.version)) {
    return `Package URL of type \`chrome-extension\` has the version \`${purl.version}\`: expected one to four numbers`;
  }
  return undefined;
}
