// SPDX-License-Identifier: Apache-2.0
// Words by which threat models and inventories name data → data classes: those that the pack hints at, then those that
// every pack has.
import type { ImportContext } from './importer.ts';

const CLASSES: readonly (readonly [string, RegExp])[] = [
  [
    'credentials',
    /\b(?:credentials?|passwords?|passphrases?|logins?|auth(?:entication)? tokens?|session (?:ids?|tokens?|cookies?))\b/,
  ],
  ['secrets', /\b(?:secrets?|api keys?|private keys?|encryption keys?|key material|tokens?)\b/],
  [
    'personal-data',
    /\b(?:pii|phi|personal(?:ly)?|personal data|gdpr|customer data|user data|user details|addresses)\b/,
  ],
  ['logs', /\b(?:logs?|audit (?:trail|records?|log)s?)\b(?! (?:in|into|on|onto|out)\b)/],
  ['backups', /\bbackups?\b/],
  ['configuration', /\b(?:config(?:uration)?s?|settings)\b/],
  ['telemetry', /\b(?:telemetry|metrics|traces|sensor (?:data|readings?))\b/],
];

/** The data class that a name speaks of; undefined when it could be anything. */
export function dataClassOf(text: string, context: ImportContext): string | undefined {
  const hinted = context.guess('data', text);
  if (hinted !== undefined) return hinted.type;
  const words = text
    .slice(0, 1_000)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
  return CLASSES.find(([, pattern]) => pattern.test(words))?.[0];
}
