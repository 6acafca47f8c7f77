// SPDX-License-Identifier: Apache-2.0
import type { z } from 'zod';

/** One route of the API. `Route` is what the server binds, the console asks and the OpenAPI document describes. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters in braces, as in OpenAPI 3.1 §4.8.8.2: `/v1/incidents/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** `write` changes something, and is recorded before it does. */
  readonly access: 'read' | 'write';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Of JSON only; another content type is refused with 415. */
  readonly body?: z.ZodType;
  /** Bytes of a body; what sources may send when absent. */
  readonly maxBytes?: number;
  readonly answer: z.ZodType;
  /** What it answers with when that is not JSON: a media type. */
  readonly bytes?: string;
  /** It goes on after the answer, which is 202 with this path as Location; `{id}` is that of the answer. */
  readonly begins?: string;
  /** Refusals beside those that every route has, and when they come. */
  readonly refusals?: Readonly<Record<number, string>>;
}
