// SPDX-License-Identifier: Apache-2.0
// The file that says by which address people come, and who else says who they are.
import { z } from 'zod';
import type { Parsed, Problem } from '../../core/problem.ts';
import { readDocuments, type SourceDocument, shapeProblems } from '../../model/index.ts';
import { ROLES } from '../access/roles.ts';
import { isLoopback } from './sources.ts';

const word = z.string().min(1).max(256);

const Oidc = z.strictObject({
  issuer: z.string().min(1).max(2048).describe('Issuer identifier, as its tokens have it in `iss`'),
  'client-id': word,
  'client-secret-file': word.optional().describe('File with the secret; absent: a public client'),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'a scope (RFC 6749 §3.3)'))
    .max(20)
    .default([]),
  claim: word.describe('Claim of the ID token that says what somebody is; dots go into objects'),
  roles: z
    .array(z.strictObject({ value: word, role: z.enum(ROLES) }))
    .min(1)
    .max(100)
    .describe('The first value that the claim has gives the role; without one nobody comes in'),
  domains: z
    .array(z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'a domain in lower case'))
    .min(1)
    .max(100)
    .optional()
    .describe('Only those with a verified e-mail address of one of these'),
  private: z.literal(true).optional().describe('The issuer has an address inside of your network'),
});
export type OidcSettings = z.infer<typeof Oidc>;

/** A file of access. */
const AccessFile = z.strictObject({
  public: z.string().min(1).max(2048).optional().describe('Address by which people open the server'),
  oidc: Oidc.optional(),
});
export type AccessSettings = z.infer<typeof AccessFile>;

/** Reads a YAML or JSON file of access; all that is wrong is told at once. */
export function parseAccess(bytes: Uint8Array, name: string): Parsed<AccessSettings> {
  const read = readDocuments(bytes, name);
  const [document] = read.value ?? [];
  if (document === undefined) return { value: {}, problems: read.problems };
  const shape = AccessFile.safeParse(document.value);
  const problems = [
    ...read.problems,
    ...(shape.success ? [] : shapeProblems(shape.error.issues, AccessFile, document, 'ACCESS')),
    ...addressProblems(document),
  ];
  return { ...(shape.success ? { value: shape.data } : {}), problems };
}

/** Of addresses that are texts, whatever else is wrong with the file. */
function addressProblems({ value, locate }: SourceDocument): readonly Problem[] {
  const problem = (path: readonly string[], message: string): Problem => ({
    code: 'ACCESS_BAD_ADDRESS',
    severity: 'error',
    message,
    at: locate([...path]),
  });
  const { public: address, oidc } = (value ?? {}) as { readonly public?: unknown; readonly oidc?: unknown };
  const { issuer } = (oidc ?? {}) as { readonly issuer?: unknown };
  return [
    ...(typeof address !== 'string' || isPublic(address)
      ? []
      : [
          problem(
            ['public'],
            `\`${address}\` is no public address: expected https:// and a name, with no path, or http://localhost`,
          ),
        ]),
    ...(typeof issuer !== 'string' || isIssuer(issuer)
      ? []
      : [
          problem(
            ['oidc', 'issuer'],
            `\`${issuer}\` is no issuer: expected https:// without query and fragment, or http:// on this machine`,
          ),
        ]),
  ];
}

/** A passkey is for a name and no address (WebAuthn Level 3 §5.1.2), and browsers want encryption but on this machine. */
function isPublic(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, origin } = new URL(address);
  if (address !== origin && address !== `${origin}/`) return false;
  if (protocol === 'http:') return hostname === 'localhost';
  return protocol === 'https:' && /[a-z]/.test(hostname) && !hostname.startsWith('[');
}

/** OpenID Connect Core 1.0 §1.2, Issuer Identifier. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  if (search !== '' || hash !== '' || username !== '' || /[?#]/.test(text)) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
}
