// SPDX-License-Identifier: Apache-2.0
// What we ship, as CycloneDX 1.6: the packages of the lock file that are not for development, with their hashes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Generated } from './json-schemas.ts';

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const FOLDER = 'node_modules/';

/** The same bytes for the same lock file: no serial number, no time. */
export function sbom(root: string): Generated {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const own = { name: lock.name, version: lock.version, purl: `pkg:npm/${lock.name}@${lock.version}` };
  const top = lock.packages[''] as Locked;
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': own.purl,
        name: own.name,
        version: own.version,
        purl: own.purl,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: shipped.map(([path, locked]) => componentOf(path, locked)),
    dependencies: [
      { ref: own.purl, dependsOn: refsOf('', top, lock.packages) },
      ...shipped.map(([path, locked]) => ({ ref: path, dependsOn: refsOf(path, locked, lock.packages) })),
    ],
  };
  return { path: 'deploy/sbom.cdx.json', text: `${JSON.stringify(document, null, 2)}\n` };
}

function componentOf(path: string, { version, integrity, license, optional }: Locked): object {
  const name = nameOf(path);
  const [, algorithm, value] = /^(sha512|sha256)-(.+)$/.exec(integrity ?? '') ?? [];
  return {
    type: 'library',
    'bom-ref': path,
    name,
    version,
    // A scope is the namespace of a purl, with its @ encoded (package-url, npm).
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(optional === true ? { scope: 'optional' } : {}),
    ...(license === undefined ? {} : { licenses: [licenseOf(license)] }),
    ...(value === undefined
      ? {}
      : {
          hashes: [
            {
              alg: algorithm === 'sha512' ? 'SHA-512' : 'SHA-256',
              content: Buffer.from(value, 'base64').toString('hex'),
            },
          ],
        }),
  };
}

/** `A OR B` is an expression of SPDX, a single word an id. */
function licenseOf(license: string): object {
  return license.includes(' ') ? { expression: license } : { license: { id: license } };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(FOLDER) + FOLDER.length);
}

/** Where Node finds each dependency: in the package's own folder, then in those around it. */
function refsOf(path: string, locked: Locked, packages: Readonly<Record<string, Locked>>): readonly string[] {
  const names = Object.keys({ ...locked.dependencies, ...locked.optionalDependencies });
  return names.flatMap((name) => {
    for (
      let at = path;
      ;
      at = at.includes(FOLDER) ? at.slice(0, at.lastIndexOf(FOLDER)).replace(/\/$/, '') : ''
    ) {
      const found = `${at === '' ? '' : `${at}/`}${FOLDER}${name}`;
      if (packages[found] !== undefined) return packages[found].dev === true ? [] : [found];
      if (at === '') return [];
    }
  });
}
