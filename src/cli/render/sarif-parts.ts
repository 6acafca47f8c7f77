// SPDX-License-Identifier: Apache-2.0
// What every SARIF run of ours is made of.
import type { Step } from '../../analyse/index.ts';
import { forSarif } from './escape.ts';

export const SARIF_SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** §3.28 location, with a message where there is something to say about it. */
export function location(at: Step['at'], text: string | undefined) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uri(at.file) },
      region: { startLine: at.line, startColumn: at.column },
    },
    ...(text === undefined ? {} : { message: { text: forSarif(text) } }),
  };
}

/** RFC 3986 relative reference; a path that could be read as scheme or authority gets `./`. */
export function uri(file: string): string {
  const encoded = file.toWellFormed().replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return /^[^/]*:|^\/\//.test(encoded) ? `./${encoded}` : encoded;
}

export function pascalCase(words: string): string {
  return words.replaceAll(/(?:^|\W+)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
