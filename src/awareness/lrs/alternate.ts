// SPDX-License-Identifier: Apache-2.0
// Alternate Request Syntax (xAPI 1.0.3 Communication 1.3): a request inside the form of another. IEEE 9274.1.1 has it no
// more.
import { JSON_TYPE, LrsRefusal, type LrsRequest, mediaTypeOf } from './exchange.ts';

const HEADERS = [
  'authorization',
  'x-experience-api-version',
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
];

/** The request that is meant. @throws LrsRefusal 400. */
export function unwrapped(request: LrsRequest): LrsRequest {
  const method = request.query.get('method');
  if (method === null) return request;
  if (request.method !== 'POST') throw new LrsRefusal(400, 'Parameter `method` belongs to POST alone');
  if (!['GET', 'PUT', 'POST', 'DELETE', 'HEAD'].includes(method))
    throw new LrsRefusal(400, 'Parameter `method` is no method of HTTP');
  if ([...request.query.keys()].length > 1)
    throw new LrsRefusal(400, 'Beside `method`, all parameters belong into the form');
  if (mediaTypeOf(request) !== 'application/x-www-form-urlencoded')
    throw new LrsRefusal(
      400,
      'A request with `method` is a form: expected application/x-www-form-urlencoded',
    );
  return fromForm(request, method, new URLSearchParams(new TextDecoder().decode(request.body)));
}

function fromForm(request: LrsRequest, method: string, form: URLSearchParams): LrsRequest {
  const content = form.get('content');
  if (content === null && (method === 'PUT' || method === 'POST'))
    throw new LrsRefusal(400, 'The form has no `content`');
  const headers: Record<string, string | undefined> = { ...request.headers, 'content-type': JSON_TYPE };
  const query = new URLSearchParams();
  for (const [name, value] of form)
    if (HEADERS.includes(name.toLowerCase())) headers[name.toLowerCase()] = value;
    else if (name !== 'content') query.append(name, value);
  return { ...request, method, query, headers, body: new TextEncoder().encode(content ?? '') };
}
