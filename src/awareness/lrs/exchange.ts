// SPDX-License-Identifier: Apache-2.0
// A request and its answer, without the server that carries them.
import { isDeeper } from '../../core/json-depth.ts';
import type { LrsStore } from '../../core/ports/index.ts';
import type { Version } from './schema.ts';

export interface LrsRequest {
  readonly method: string;
  /** After the base of the resources: `/statements`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface LrsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What the resources work with. */
export interface LrsParts {
  readonly store: LrsStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** SHA-1 and SHA-2 in hexadecimal. */
  readonly hash: (name: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512', data: Uint8Array) => string;
  /** Whether a signature in the compact form of RFC 7515 was made with the key of the certificate. */
  readonly isSigned: (signed: SignedText) => boolean;
  /** Path of the resources in the addresses that answers give. */
  readonly base: string;
}

export interface SignedText {
  readonly algorithm: 'RS256' | 'RS384' | 'RS512';
  /** Header and payload as they were signed. */
  readonly text: string;
  readonly signature: Uint8Array;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** A request whose version and sender are known. */
export interface Asked {
  readonly request: LrsRequest;
  readonly version: Version;
  /** Agent that vouches for what is stored. */
  readonly authority: object;
}

/** An answer that says what is wrong. */
export class LrsRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const JSON_TYPE = 'application/json';

export function json(status: number, value: unknown, headers: LrsAnswer['headers'] = {}): LrsAnswer {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(value) };
}

export const NO_CONTENT: LrsAnswer = { status: 204, headers: {} };

/** Lists and objects in each other. */
const MAX_DEPTH = 64;

/** @throws LrsRefusal 400. */
export function parseJson(bytes: Uint8Array | string, what: string): unknown {
  try {
    const text = typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isDeeper(text, MAX_DEPTH))
      throw new RangeError(`it nests deeper than ${MAX_DEPTH} lists and objects`);
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new LrsRefusal(
      400,
      `${what} is not JSON that is read here: ${error instanceof Error ? error.message : 'unreadable'}`,
    );
  }
}

/** One parameter, at most once. @throws LrsRefusal 400 for others than the known, and for one that comes twice. */
export function parametersOf<Name extends string>(
  query: URLSearchParams,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const [name, value] of query) {
    const known = names.find((each) => each === name);
    if (known === undefined)
      throw new LrsRefusal(400, `Parameter \`${name}\` is not known here: expected ${names.join(', ')}`);
    if (found[known] !== undefined) throw new LrsRefusal(400, `Parameter \`${name}\` is given twice`);
    found[known] = value;
  }
  return found;
}

/** The type without its parameters, in lower case. */
export function mediaTypeOf(request: LrsRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
