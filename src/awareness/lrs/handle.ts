// SPDX-License-Identifier: Apache-2.0
// A Learning Record Store for xAPI 1.0.3 and 2.0.0 (IEEE 9274.1.1): from a request to its answer.
import { unwrapped } from './alternate.ts';
import { deleteDocument, getDocument, postDocument, putDocument } from './documents.ts';
import { type Asked, json, type LrsAnswer, type LrsParts, LrsRefusal, type LrsRequest } from './exchange.ts';
import { about, getActivity, getAgent } from './lookup.ts';
import type { Version } from './schema.ts';
import { getStatements, postStatements, putStatement } from './statements.ts';

type Resource = (asked: Asked, parts: LrsParts) => LrsAnswer;

function documents(kind: 'state' | 'agent' | 'activity'): Readonly<Record<string, Resource>> {
  return {
    GET: (asked, parts) => getDocument(asked, parts, kind),
    PUT: (asked, parts) => putDocument(asked, parts, kind),
    POST: (asked, parts) => postDocument(asked, parts, kind),
    DELETE: (asked, parts) => deleteDocument(asked, parts, kind),
  };
}

const RESOURCES: Readonly<Record<string, Readonly<Record<string, Resource>>>> = {
  '/statements': { GET: getStatements, PUT: putStatement, POST: postStatements },
  '/activities/state': documents('state'),
  '/activities/profile': documents('activity'),
  '/agents/profile': documents('agent'),
  '/activities': { GET: getActivity },
  '/agents': { GET: getAgent },
  '/about': { GET: ({ request }) => about(request) },
};

/**
 * @param authorityOf The agent that vouches for who shows these credentials (RFC 9110 §11.6.2); undefined for a stranger.
 */
export function handleLrs(
  given: LrsRequest,
  parts: LrsParts,
  authorityOf: (authorization: string | undefined) => object | undefined,
): LrsAnswer {
  let version: Version = '2.0.0';
  let answer: LrsAnswer;
  try {
    const isAbout = given.path === '/about';
    version = versionIn(given.headers['x-experience-api-version']) ?? version;
    const request = version === '1.0.3' || isForm(given) ? unwrapped(given) : given;
    const authority = authorityOf(request.headers['authorization']);
    if (authority === undefined && !isAbout)
      return refused(401, 'Credentials are missing, or not known here', version);
    const asked = isAbout ? version : neededVersion(request);
    version = asked;
    if (request !== given && version !== '1.0.3')
      throw new LrsRefusal(400, 'The alternate request syntax is of xAPI 1.0 only');
    answer = resourceOf(request)({ request, version, authority: authority ?? {} }, parts);
  } catch (error) {
    if (!(error instanceof LrsRefusal)) throw error;
    return refused(error.status, error.message, version);
  }
  const headers = { 'x-experience-api-version': version, ...answer.headers };
  return given.method === 'HEAD' ? { status: answer.status, headers } : { ...answer, headers };
}

/** A request in a form may have its credentials in it: so much of a body is read of somebody who is not known yet. */
const MAX_FORM_BYTES = 64 * 1024;

/**
 * The answer to who is not known and may not send a body; undefined for who may go on. The alternate request syntax of 1.0.3
 * may carry the credentials in the body, so a short form is read before it is known of whom it is.
 */
export function refuseUnknown(
  { method, path, query, headers }: Omit<LrsRequest, 'body'>,
  authorityOf: (authorization: string | undefined) => object | undefined,
): LrsAnswer | undefined {
  const isOpen = path === '/about' && (method === 'GET' || method === 'HEAD');
  if (isOpen || authorityOf(headers['authorization']) !== undefined) return undefined;
  const version = versionIn(headers['x-experience-api-version']) ?? '2.0.0';
  if (method !== 'POST' || !query.has('method'))
    return refused(401, 'Credentials are missing, or not known here', version);
  return Number(headers['content-length'] ?? Number.NaN) <= MAX_FORM_BYTES
    ? undefined
    : refused(
        413,
        `A form with credentials in it states its length, of ${MAX_FORM_BYTES} bytes at most: put them into the header`,
        version,
      );
}

/** The version may be in the form, and only there. */
function isForm({ method, query, headers }: LrsRequest): boolean {
  return method === 'POST' && query.has('method') && headers['x-experience-api-version'] === undefined;
}

function refused(status: number, message: string, version: Version): LrsAnswer {
  const { headers, ...rest } = json(status, { error: message });
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="xAPI", charset="UTF-8"' } : {};
  return { ...rest, headers: { 'x-experience-api-version': version, ...challenge, ...headers } };
}

/** The latest of the version that is asked for; undefined for one that is not spoken here. */
function versionIn(header: string | undefined): Version | undefined {
  if (header === undefined) return undefined;
  if (/^1\.0(?:\.\d+)?$/.test(header)) return '1.0.3';
  return /^2\.0(?:\.\d+)?$/.test(header) ? '2.0.0' : undefined;
}

function neededVersion({ headers }: LrsRequest): Version {
  const header = headers['x-experience-api-version'];
  const version = versionIn(header);
  if (version === undefined)
    throw new LrsRefusal(
      400,
      `Header X-Experience-API-Version is ${header === undefined ? 'missing' : 'none that is spoken here'}: expected 1.0.x or 2.0.x`,
    );
  return version;
}

function resourceOf({ path, method }: LrsRequest): Resource {
  const methods = Object.hasOwn(RESOURCES, path) ? RESOURCES[path] : undefined;
  if (methods === undefined) throw new LrsRefusal(404, 'No resource of xAPI is here');
  const name = method === 'HEAD' ? 'GET' : method;
  const resource = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (resource === undefined)
    throw new LrsRefusal(
      405,
      `The resource does not know ${name}: expected ${Object.keys(methods).join(', ')}`,
    );
  return resource;
}
