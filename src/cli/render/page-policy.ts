// SPDX-License-Identifier: Apache-2.0
// What a page with scripts may load: its own style and scripts, by their digest, and nothing else.
import { createHash } from 'node:crypto';

/**
 * Content Security Policy Level 3 (§6.7.3, hashes) for a `meta` element of a page that carries compiled modules as `data:`
 * addresses.
 *
 * @param scripts the texts of all inline scripts.
 */
export function playedPagePolicy(style: string, scripts: readonly string[]): string {
  return `default-src 'none'; style-src ${hashOf(style)}; script-src ${scripts.map(hashOf).join(' ')} data:; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
