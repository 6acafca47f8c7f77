// SPDX-License-Identifier: Apache-2.0
// The Statement Resource (xAPI 1.0.3 Communication 2.1; IEEE 9274.1.1 §4.1.6.1).
import type { FoundStatement, LrsQuery } from '../../core/ports/index.ts';
import { acceptStatements } from './accept.ts';
import { merged } from './definition.ts';
import {
  type Asked,
  JSON_TYPE,
  json,
  type LrsAnswer,
  type LrsParts,
  LrsRefusal,
  NO_CONTENT,
  parametersOf,
  parseJson,
} from './exchange.ts';
import { isIri, isUuid, timeIn } from './formats.ts';
import { keyOf, type Parts } from './identity.ts';
import { writeParts } from './multipart.ts';
import { acceptedLanguages, type Format, present } from './present.ts';
import { saysTheSame } from './same.ts';
import { actor } from './schema.ts';

export function putStatement(asked: Asked, parts: LrsParts): LrsAnswer {
  const { statementId } = parametersOf(asked.request.query, ['statementId']);
  if (statementId === undefined) throw new LrsRefusal(400, 'Parameter `statementId` is missing');
  if (!isUuid(statementId)) throw new LrsRefusal(400, 'Parameter `statementId` is no UUID');
  store(asked, parts, statementId);
  return NO_CONTENT;
}

export function postStatements(asked: Asked, parts: LrsParts): LrsAnswer {
  parametersOf(asked.request.query, []);
  return json(200, store(asked, parts));
}

/** Ids of the statements. @throws LrsRefusal 409 when one is kept that says something else. */
function store(asked: Asked, parts: LrsParts, id?: string): readonly unknown[] {
  const batch = acceptStatements(asked, parts, id);
  for (const { id: own, body } of batch.statements) {
    const known = parts.store.statement(own);
    if (known !== undefined && !isSame(known.body, body))
      throw new LrsRefusal(409, `Statement ${own} is kept already, and says something else`);
  }
  parts.store.add(batch);
  return batch.statements.map(({ body }) => (JSON.parse(body) as Parts)['id']);
}

/** Beside what is set when a statement is stored. */
function isSame(left: string, right: string): boolean {
  const own = (body: string): Parts => {
    const { stored, timestamp, authority, version, attachments, ...rest } = JSON.parse(body) as Parts;
    return rest;
  };
  return saysTheSame(own(left), own(right));
}

const SINGLE = ['statementId', 'voidedStatementId', 'format', 'attachments'] as const;
const FILTERS = [
  'agent',
  'verb',
  'activity',
  'registration',
  'related_activities',
  'related_agents',
  'since',
  'until',
  'limit',
  'ascending',
  // Where an earlier answer ended; ours, and in no other address than those that we give.
  'after',
] as const;

type Parameters = Partial<Record<(typeof SINGLE)[number] | (typeof FILTERS)[number], string>>;

export function getStatements(asked: Asked, parts: LrsParts): LrsAnswer {
  const given: Parameters = parametersOf(asked.request.query, [...SINGLE, ...FILTERS]);
  const { statementId, voidedStatementId } = given;
  if (statementId !== undefined && voidedStatementId !== undefined)
    throw new LrsRefusal(400, '`statementId` and `voidedStatementId` cannot both be given');
  const id = statementId ?? voidedStatementId;
  return id === undefined ? several(asked, given, parts) : single(asked, given, id, parts);
}

function single(asked: Asked, given: Parameters, id: string, parts: LrsParts): LrsAnswer {
  const beside = FILTERS.find((name) => given[name] !== undefined);
  if (beside !== undefined)
    throw new LrsRefusal(400, `\`${beside}\` cannot be given beside the id of a statement`);
  if (!isUuid(id)) throw new LrsRefusal(400, 'The id of the statement is no UUID');
  const found = parts.store.statement(id.toLowerCase());
  if (found === undefined || found.isVoided !== (given.voidedStatementId !== undefined))
    throw new LrsRefusal(
      404,
      `No statement ${id} is kept here${found?.isVoided === true ? ': it was voided' : ''}`,
    );
  const [statement] = presented([found], asked, given, parts) as [Parts];
  const modified = new Date(timeIn(String(statement['stored'])) ?? 0).toUTCString();
  return withAttachments(statement, [found], given, parts, { 'last-modified': modified });
}

function several(asked: Asked, given: Parameters, parts: LrsParts): LrsAnswer {
  const query = queryOf(given);
  const found = parts.store.find(query);
  const statements = presented(found.statements, asked, given, parts);
  const last = found.statements.at(-1);
  const more = found.more && last !== undefined ? moreOf(asked, parts, last.place) : '';
  return withAttachments({ statements, more }, found.statements, given, parts, {});
}

function moreOf({ request }: Asked, { base }: LrsParts, place: number): string {
  const query = new URLSearchParams(request.query);
  query.set('after', String(place));
  return `${base}/statements?${query}`;
}

function presented(
  found: readonly FoundStatement[],
  { request }: Asked,
  given: Parameters,
  { store: kept }: LrsParts,
): readonly Parts[] {
  const how = {
    format: formatOf(given.format),
    languages: acceptedLanguages(request.headers['accept-language']),
    definitionOf: (activity: string) => merged(kept.definitions(activity)),
  };
  return found.map(({ body }) => present(JSON.parse(body) as Parts, how));
}

function withAttachments(
  value: unknown,
  found: readonly FoundStatement[],
  given: Parameters,
  { store: kept, newId }: LrsParts,
  headers: LrsAnswer['headers'],
): LrsAnswer {
  if (!flag(given, 'attachments')) return json(200, value, headers);
  const hashes = [...new Set(found.flatMap(({ attachments }) => attachments))];
  const boundary = newId();
  const first = {
    headers: { 'Content-Type': JSON_TYPE },
    body: new TextEncoder().encode(JSON.stringify(value)),
  };
  const rest = hashes.flatMap((sha2) => {
    const attachment = kept.attachment(sha2);
    if (attachment === undefined) return [];
    const own = {
      'Content-Type': attachment.contentType,
      'Content-Transfer-Encoding': 'binary',
      'X-Experience-API-Hash': sha2,
    };
    return [{ headers: own, body: attachment.data }];
  });
  return {
    status: 200,
    headers: { ...headers, 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: writeParts([first, ...rest], boundary),
  };
}

const MAX_LIMIT = 500;

function queryOf(given: Parameters): LrsQuery {
  const { agent, verb, activity, registration, since, until, limit = '0', after } = given;
  for (const [name, iri] of Object.entries({ verb, activity }))
    if (iri !== undefined && !isIri(iri)) throw new LrsRefusal(400, `Parameter \`${name}\` is no IRI`);
  if (registration !== undefined && !isUuid(registration))
    throw new LrsRefusal(400, 'Parameter `registration` is no UUID');
  const count = whole('limit', limit);
  const times = { since: since && moment('since', since), until: until && moment('until', until) };
  return {
    ...(agent !== undefined && { agent: agentIn(agent) }),
    ...(verb !== undefined && { verb }),
    ...(activity !== undefined && { activity }),
    ...(registration !== undefined && { registration: registration.toLowerCase() }),
    ...(typeof times.since === 'number' && { since: times.since }),
    ...(typeof times.until === 'number' && { until: times.until }),
    ...(after !== undefined && { after: whole('after', after) }),
    relatedActivities: flag(given, 'related_activities'),
    relatedAgents: flag(given, 'related_agents'),
    ascending: flag(given, 'ascending'),
    limit: count === 0 ? MAX_LIMIT : Math.min(count, MAX_LIMIT),
  };
}

/** The key of an agent or an identified group in a parameter. @throws LrsRefusal 400. */
export function agentIn(text: string): string {
  const parsed = actor.safeParse(parseJson(text, 'Parameter `agent`'));
  const key = keyOf(parsed.data);
  if (key === undefined)
    throw new LrsRefusal(400, 'Parameter `agent` is no agent and no group with an identifier');
  return key;
}

export function moment(name: string, text: string): number {
  const time = timeIn(text);
  if (time === undefined)
    throw new LrsRefusal(400, `Parameter \`${name}\` is no time: expected 2026-11-26T10:00:00Z`);
  return time;
}

function whole(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new LrsRefusal(400, `Parameter \`${name}\` is no whole number`);
  return Number(text);
}

function flag(given: Parameters, name: keyof Parameters): boolean {
  const text = given[name] ?? 'false';
  if (text !== 'true' && text !== 'false')
    throw new LrsRefusal(400, `Parameter \`${name}\` is neither true nor false`);
  return text === 'true';
}

function formatOf(text = 'exact'): Format {
  if (text !== 'exact' && text !== 'ids' && text !== 'canonical')
    throw new LrsRefusal(400, 'Parameter `format` is none of exact, ids, canonical');
  return text;
}
