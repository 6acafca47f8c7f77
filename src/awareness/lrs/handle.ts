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

type AuthorityOf = (authorization: string | undefined) => object | undefined;

/**
 * What is wrong with the address, the method or the version is told to anybody (xAPI 1.0.3 Communication 3.2, 3.3); all else
 * only to who is known.
 *
 * @param authorityOf The agent that vouches for who shows these credentials (RFC 9110 §11.6.2); undefined for a stranger.
 */
export function handleLrs(given: LrsRequest, parts: LrsParts, authorityOf: AuthorityOf): LrsAnswer {
  let version: Version = '2.0.0';
  let request = given;
  let answer: LrsAnswer;
  try {
    version = versionIn(given.headers['x-experience-api-version']) ?? version;
    request = version === '1.0.3' || isForm(given) ? unwrapped(given) : given;
    const resource = resourceOf(request);
    const isAbout = request.path === '/about';
    version = isAbout ? version : neededVersion(request);
    const authority = authorityOf(request.headers['authorization']);
    if (authority === undefined && !isAbout) throw new LrsRefusal(401, UNKNOWN);
    if (request !== given && version !== '1.0.3')
      throw new LrsRefusal(400, 'The alternate request syntax is of xAPI 1.0 only');
    answer = resource({ request, version, authority: authority ?? {} }, parts);
  } catch (error) {
    if (!(error instanceof LrsRefusal)) throw error;
    return refused(error, request, version, parts);
  }
  const headers = { 'x-experience-api-version': version, ...throughOf(request, parts), ...answer.headers };
  return given.method === 'HEAD' ? { status: answer.status, headers } : { ...answer, headers };
}

const UNKNOWN = 'Credentials are missing, or not known here';

/** A request in a form may have its credentials in it: so much of a body is read of somebody who is not known yet. */
const MAX_FORM_BYTES = 64 * 1024;

/**
 * The answer to who is not known and may not send a body; undefined for who may go on. The alternate request syntax of 1.0.3
 * may carry the credentials in the body, so a short form is read before it is known of whom it is.
 */
export function refuseUnknown(
  head: Omit<LrsRequest, 'body'>,
  parts: Pick<LrsParts, 'now'>,
  authorityOf: AuthorityOf,
): LrsAnswer | undefined {
  const { method, path, query, headers } = head;
  const isOpen = path === '/about' && (method === 'GET' || method === 'HEAD');
  if (isOpen || authorityOf(headers['authorization']) !== undefined) return undefined;
  const version = versionIn(headers['x-experience-api-version']) ?? '2.0.0';
  try {
    if (method === 'POST' && query.has('method')) return mayBeForm(head);
    resourceOf(head);
    neededVersion(head);
    throw new LrsRefusal(401, UNKNOWN);
  } catch (error) {
    if (!(error instanceof LrsRefusal)) throw error;
    return refused(error, head, version, parts);
  }
}

function mayBeForm({ headers }: Pick<LrsRequest, 'headers'>): undefined {
  if (!(Number(headers['content-length'] ?? Number.NaN) <= MAX_FORM_BYTES))
    throw new LrsRefusal(
      413,
      `A form with credentials in it states its length, of ${MAX_FORM_BYTES} bytes at most: put them into the header`,
    );
}

/** A reader of statements is told up to when they are all there, whatever the answer (xAPI 1.0.3 Communication 2.1.3). */
function throughOf({ method, path }: Omit<LrsRequest, 'body'>, { now }: Pick<LrsParts, 'now'>) {
  const isRead = path === '/statements' && (method === 'GET' || method === 'HEAD');
  return isRead ? { 'x-experience-api-consistent-through': new Date(now()).toISOString() } : {};
}

/** The version may be in the form, and only there. */
function isForm({ method, query, headers }: LrsRequest): boolean {
  return method === 'POST' && query.has('method') && headers['x-experience-api-version'] === undefined;
}

function refused(
  { status, message }: LrsRefusal,
  head: Omit<LrsRequest, 'body'>,
  version: Version,
  parts: Pick<LrsParts, 'now'>,
): LrsAnswer {
  const { headers, ...rest } = json(status, { error: message });
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="xAPI", charset="UTF-8"' } : {};
  return {
    ...rest,
    headers: { 'x-experience-api-version': version, ...throughOf(head, parts), ...challenge, ...headers },
  };
}

/** The latest of the version that is asked for; undefined for one that is not spoken here. */
function versionIn(header: string | undefined): Version | undefined {
  if (header === undefined) return undefined;
  if (/^1\.0(?:\.\d+)?$/.test(header)) return '1.0.3';
  return /^2\.0(?:\.\d+)?$/.test(header) ? '2.0.0' : undefined;
}

function neededVersion({ headers }: Pick<LrsRequest, 'headers'>): Version {
  const header = headers['x-experience-api-version'];
  const version = versionIn(header);
  if (version === undefined)
    throw new LrsRefusal(
      400,
      `Header X-Experience-API-Version is ${header === undefined ? 'missing' : 'none that is spoken here'}: expected 1.0.x or 2.0.x`,
    );
  return version;
}

function resourceOf({ path, method }: Pick<LrsRequest, 'path' | 'method'>): Resource {
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
