// SPDX-License-Identifier: Apache-2.0
// State, Agent Profile and Activity Profile Resources (xAPI 1.0.3 Communication 2.2, 2.3, 2.6, 2.7, 3.1; IEEE 9274.1.1
// §4.1.4, §4.1.6.2, §4.1.6.5, §4.1.6.6): documents under an id, changed only by who knows what they are.
import type { DocumentOwner, KeptDocument } from '../../core/ports/index.ts';
import {
  type Asked,
  JSON_TYPE,
  json,
  type LrsAnswer,
  type LrsParts,
  LrsRefusal,
  mediaTypeOf,
  NO_CONTENT,
  parametersOf,
  parseJson,
} from './exchange.ts';
import { isIri, isUuid } from './formats.ts';
import { isParts, type Parts } from './identity.ts';
import { agentIn, moment } from './statements.ts';

type Kind = DocumentOwner['kind'];

const NAMES = ['activityId', 'agent', 'registration', 'stateId', 'profileId', 'since'] as const;
type Given = Partial<Record<(typeof NAMES)[number], string>>;

/** Parameters by what they are for; those of the owner are needed, but for `registration`. */
const OWNER: { readonly [kind in Kind]: readonly (typeof NAMES)[number][] } = {
  state: ['activityId', 'agent', 'registration'],
  agent: ['agent'],
  activity: ['activityId'],
};

interface Target {
  readonly owner: DocumentOwner;
  readonly id: string | undefined;
  readonly since: number | undefined;
}

function targetOf({ request }: Asked, kind: Kind, allowsSince: boolean): Target {
  const idName = kind === 'state' ? 'stateId' : 'profileId';
  const names = [...OWNER[kind], idName, ...(allowsSince ? (['since'] as const) : [])] as const;
  const given: Given = parametersOf(request.query, names);
  const needed = (name: 'activityId' | 'agent'): string => {
    if (!OWNER[kind].includes(name)) return '';
    const value = given[name];
    if (value === undefined) throw new LrsRefusal(400, `Parameter \`${name}\` is missing`);
    return value;
  };
  const [activity, agent] = [needed('activityId'), needed('agent')];
  if (activity !== '' && !isIri(activity)) throw new LrsRefusal(400, 'Parameter `activityId` is no IRI');
  const { registration = '', since } = given;
  if (given.registration !== undefined && !isUuid(registration))
    throw new LrsRefusal(400, 'Parameter `registration` is no UUID');
  return {
    owner: {
      kind,
      activity,
      agent: agent === '' ? '' : agentIn(agent),
      registration: registration.toLowerCase(),
    },
    id: given[idName],
    since: since === undefined ? undefined : moment('since', since),
  };
}

function withId({ owner, id }: Target): { readonly owner: DocumentOwner; readonly id: string } {
  if (id === undefined)
    throw new LrsRefusal(400, `Parameter \`${owner.kind === 'state' ? 'stateId' : 'profileId'}\` is missing`);
  return { owner, id };
}

export function getDocument(asked: Asked, parts: LrsParts, kind: Kind): LrsAnswer {
  const { owner, id, since } = targetOf(asked, kind, true);
  if (id === undefined) return json(200, parts.store.documentIds(owner, since));
  const found = parts.store.document(owner, id);
  if (found === undefined) throw new LrsRefusal(404, 'No such document is kept here');
  return {
    status: 200,
    headers: {
      'content-type': found.contentType,
      etag: tagOf(found, parts),
      'last-modified': new Date(found.updated).toUTCString(),
    },
    body: found.data,
  };
}

export function putDocument(asked: Asked, parts: LrsParts, kind: Kind): LrsAnswer {
  const { owner, id } = withId(targetOf(asked, kind, false));
  const known = parts.store.document(owner, id);
  const isConditional = checkConditions(asked, known, parts);
  if (!isConditional) refuseUnseen(kind, asked, known !== undefined);
  const { request } = asked;
  if (mediaTypeOf(request) === JSON_TYPE) parseJson(request.body, 'The document');
  parts.store.putDocument(owner, id, documentOf(asked, parts));
  return NO_CONTENT;
}

/** Of the state of an activity, xAPI 1.0.3 leaves it to the client whether it looked; 2.0 lets new documents be put unseen. */
function refuseUnseen(kind: Kind, { version }: Asked, isKnown: boolean): void {
  const isFirst = version === '1.0.3';
  if (isFirst ? kind === 'state' : !isKnown) return;
  const how = 'say with If-Match which one to replace, or with If-None-Match: * that there is none';
  throw isKnown
    ? new LrsRefusal(409, `There is a document already. Read it, and ${how}`)
    : new LrsRefusal(400, `Whoever puts a profile looks for one before: ${how}`);
}

/** JSON objects are put together, one level deep; a document that is not there is made. */
export function postDocument(asked: Asked, parts: LrsParts, kind: Kind): LrsAnswer {
  const { owner, id } = withId(targetOf(asked, kind, false));
  const known = parts.store.document(owner, id);
  checkConditions(asked, known, parts);
  const next = documentOf(asked, parts);
  const isJson = mediaTypeOf(asked.request) === JSON_TYPE;
  const own = isJson ? objectOf(next.data, 'The document') : undefined;
  if (known === undefined) {
    parts.store.putDocument(owner, id, next);
    return NO_CONTENT;
  }
  if (own === undefined || !isJsonType(known.contentType))
    throw new LrsRefusal(
      400,
      `Only documents of the type ${JSON_TYPE} can be put together: use PUT to replace one`,
    );
  const all = { ...objectOf(known.data, 'The document that is kept'), ...own };
  parts.store.putDocument(owner, id, { ...next, data: new TextEncoder().encode(JSON.stringify(all)) });
  return NO_CONTENT;
}

export function deleteDocument(asked: Asked, parts: LrsParts, kind: Kind): LrsAnswer {
  const target = targetOf(asked, kind, false);
  const { owner, id } = kind === 'state' ? target : withId(target);
  checkConditions(asked, id === undefined ? undefined : parts.store.document(owner, id), parts);
  parts.store.deleteDocuments(owner, id);
  return NO_CONTENT;
}

function documentOf({ request }: Asked, { now }: LrsParts): KeptDocument {
  return {
    contentType: request.headers['content-type'] ?? 'application/octet-stream',
    data: request.body,
    updated: now(),
  };
}

function isJsonType(contentType: string): boolean {
  return contentType.split(';')[0]?.trim().toLowerCase() === JSON_TYPE;
}

function objectOf(data: Uint8Array, what: string): Parts {
  const value = parseJson(data, what);
  if (!isParts(value)) throw new LrsRefusal(400, `${what} is no JSON object`);
  return value;
}

function tagOf({ data }: KeptDocument, { hash }: LrsParts): string {
  return `"${hash('sha1', data)}"`;
}

/** RFC 9110 §13.1. Returns whether there was a condition. @throws LrsRefusal 412. */
function checkConditions({ request }: Asked, known: KeptDocument | undefined, parts: LrsParts): boolean {
  const tag = known === undefined ? undefined : tagOf(known, parts);
  const names = (list: string): boolean =>
    tag !== undefined && list.split(',').some((each) => ['*', tag, `W/${tag}`].includes(each.trim()));
  const match = request.headers['if-match'];
  const none = request.headers['if-none-match'];
  if (match !== undefined && !names(match))
    throw new LrsRefusal(412, 'The document is not the one that If-Match names');
  if (none !== undefined && names(none))
    throw new LrsRefusal(412, 'The document is one that If-None-Match names');
  return match !== undefined || none !== undefined;
}
