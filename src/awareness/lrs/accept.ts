// SPDX-License-Identifier: Apache-2.0
// From what a client sent to statements that are kept: checked, completed, with their attachments.
import type { KeptAttachment, KeptStatement, LrsBatch } from '../../core/ports/index.ts';
import { type Asked, JSON_TYPE, type LrsParts, LrsRefusal, mediaTypeOf, parseJson } from './exchange.ts';
import { timeIn } from './formats.ts';
import { activitiesIn, CONTEXT_KINDS, isParts, namesIn, type Parts, spokenOf } from './identity.ts';
import { boundaryOf, readParts } from './multipart.ts';
import { STATEMENT, type Version } from './schema.ts';
import { checkSignature, SIGNATURE_USAGE } from './signature.ts';

const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';
const MAX_STATEMENTS = 5000;

/** @param id The one that `PUT` names. @throws LrsRefusal with what is wrong. */
export function acceptStatements(asked: Asked, parts: LrsParts, id?: string): LrsBatch {
  const { value, attachments } = contentOf(asked, parts);
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (id !== undefined && Array.isArray(value))
    throw new LrsRefusal(400, 'Expected one statement, found a list');
  if (list.length > MAX_STATEMENTS)
    throw new LrsRefusal(413, `More than ${MAX_STATEMENTS} statements in a request`);
  const given = list.map((each, at) => checked(each, at, asked.version));
  const statements = given.map((each) => complete(each, asked, parts, id));
  const ids = statements.map((each) => String(each['id']).toLowerCase());
  if (new Set(ids).size < ids.length)
    throw new LrsRefusal(400, 'Two statements of the request have the same id');
  const wanted = statements.flatMap(attachmentsOf);
  matchAttachments(wanted, attachments);
  for (const statement of given)
    for (const attached of attachmentsOf(statement))
      if (attached['usageType'] === SIGNATURE_USAGE)
        checkSignature(statement, attached, attachments.get(hashOf(attached))?.data, parts);
  return {
    statements: statements.map((each) => kept(each, parts.now())),
    attachments: [...attachments.values()],
    definitions: statements
      .flatMap(activitiesIn)
      .flatMap(({ id: activity, definition }) =>
        definition === undefined
          ? []
          : [{ activity: String(activity), definition: JSON.stringify(definition) }],
      ),
    names: statements.flatMap((each) => namesIn(each)),
  };
}

interface Content {
  readonly value: unknown;
  readonly attachments: ReadonlyMap<string, KeptAttachment>;
}

function contentOf({ request }: Asked, parts: LrsParts): Content {
  const type = mediaTypeOf(request);
  if (type === JSON_TYPE) return { value: parseJson(request.body, 'The body'), attachments: new Map() };
  if (type !== 'multipart/mixed')
    throw new LrsRefusal(
      400,
      `Content-Type \`${type}\` is not read here: expected ${JSON_TYPE} or multipart/mixed`,
    );
  const [first, ...rest] = readParts(request.body, boundaryOf(request.headers['content-type'] ?? ''));
  if (first === undefined || !(first.headers['content-type'] ?? '').toLowerCase().startsWith(JSON_TYPE))
    throw new LrsRefusal(400, `The first part is not of the type ${JSON_TYPE}`);
  const attachments = new Map<string, KeptAttachment>();
  for (const { headers, body } of rest) {
    const sha2 = headers['x-experience-api-hash']?.toLowerCase();
    if (sha2 === undefined) throw new LrsRefusal(400, 'A part has no header X-Experience-API-Hash');
    if (headers['content-transfer-encoding']?.toLowerCase() !== 'binary')
      throw new LrsRefusal(
        400,
        'A part is encoded, or does not say: expected Content-Transfer-Encoding: binary',
      );
    const name = ({ 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' } as const)[sha2.length];
    if (name === undefined || parts.hash(name, body) !== sha2)
      throw new LrsRefusal(400, `The part with the hash ${sha2.slice(0, 128)} has another content`);
    attachments.set(sha2, {
      sha2,
      contentType: headers['content-type'] ?? 'application/octet-stream',
      data: body,
    });
  }
  return { value: parseJson(first.body, 'The first part'), attachments };
}

function attachmentsOf(statement: Parts): readonly Parts[] {
  const own = (statement['attachments'] ?? []) as readonly Parts[];
  const { object } = statement;
  return isParts(object) && object['objectType'] === 'SubStatement'
    ? [...own, ...attachmentsOf(object)]
    : own;
}

function hashOf(attachment: Parts): string {
  return String(attachment['sha2']).toLowerCase();
}

/** Every part is named by a statement, and what no address leads to is among the parts. */
function matchAttachments(wanted: readonly Parts[], found: ReadonlyMap<string, KeptAttachment>): void {
  const named = new Set(wanted.map(hashOf));
  for (const sha2 of found.keys())
    if (!named.has(sha2)) throw new LrsRefusal(400, `No statement has an attachment with the hash ${sha2}`);
  for (const each of wanted)
    if (each['fileUrl'] === undefined && !found.has(hashOf(each)))
      throw new LrsRefusal(
        400,
        `The attachment with the hash ${hashOf(each)} has no \`fileUrl\` and is not in the request`,
      );
}

/** @throws LrsRefusal 400 with all that is wrong. */
function checked(value: unknown, at: number, version: Version): Parts {
  // A time that is null is one that is not given: clients write it so.
  const given = isParts(value) && value['timestamp'] === null ? without(value, 'timestamp') : value;
  const parsed = STATEMENT[version].safeParse(given);
  if (parsed.success) return given as Parts;
  const wrong = parsed.error.issues.slice(0, 20).map(({ path, message }) => `/${path.join('/')}: ${message}`);
  throw new LrsRefusal(400, `Statement ${at} is not as xAPI ${version} describes it. ${wrong.join('; ')}`);
}

function without(parts: Parts, name: string): Parts {
  return Object.fromEntries(Object.entries(parts).filter(([each]) => each !== name));
}

function complete(
  statement: Parts,
  { authority, version }: Asked,
  { now, newId }: LrsParts,
  id?: string,
): Parts {
  const own = statement['id'];
  if (id !== undefined && own !== undefined && String(own).toLowerCase() !== id.toLowerCase())
    throw new LrsRefusal(400, `The statement has the id ${String(own)}, and statementId is ${id}`);
  const stored = new Date(now()).toISOString();
  return {
    ...withLists(statement),
    id: own ?? id ?? newId(),
    timestamp: statement['timestamp'] ?? stored,
    stored,
    authority: statement['authority'] ?? authority,
    version: statement['version'] ?? (version === '1.0.3' ? '1.0.0' : version),
  };
}

/** Context activities are lists, also where one was given alone (xAPI 1.0.3 Data 2.4.6.2). */
function withLists(statement: Parts): Parts {
  const { context, object } = statement;
  const given = isParts(context) ? context['contextActivities'] : undefined;
  const isSub = isParts(object) && object['objectType'] === 'SubStatement';
  return {
    ...statement,
    ...(isSub && { object: withLists(object) }),
    ...(isParts(given) && {
      context: {
        ...(context as Parts),
        contextActivities: Object.fromEntries(
          CONTEXT_KINDS.filter((kind) => given[kind] !== undefined).map((kind) => [
            kind,
            [given[kind]].flat(),
          ]),
        ),
      },
    }),
  };
}

function kept(statement: Parts, now: number): KeptStatement {
  const { object, verb, context, stored } = statement;
  const target =
    isParts(object) && object['objectType'] === 'StatementRef' ? String(object['id']) : undefined;
  const registration = isParts(context) ? context['registration'] : undefined;
  return {
    id: String(statement['id']).toLowerCase(),
    stored: timeIn(String(stored)) ?? now,
    verb: String((verb as Parts)['id']),
    registration: registration === undefined ? undefined : String(registration).toLowerCase(),
    target: target?.toLowerCase(),
    isVoiding: target !== undefined && (verb as Parts)['id'] === VOIDED,
    ...spokenOf(statement),
    attachments: attachmentsOf(statement).map(hashOf),
    body: JSON.stringify(statement),
  };
}
