// SPDX-License-Identifier: Apache-2.0
// Objects of a collection: read, listed, handed in and taken away (TAXII 2.1 §5.3 to §5.8).
import { isDeeper } from '../../../core/json-depth.ts';
import type { KeptObject, SharedObject, SharedQuery } from '../../../core/ports/index.ts';
import { TLP } from '../../incident/tlp.ts';
import { microsOf, timeOf } from '../moment.ts';
import { readStixObject } from '../stix-object.ts';
import { collectionNamed } from './collections.ts';
import {
  type TaxiiAnswer,
  type TaxiiClient,
  type TaxiiParts,
  TaxiiRefusal,
  type TaxiiRequest,
  taxiiJson,
} from './exchange.ts';
import { queryOf } from './query.ts';

const MAX_DEPTH = 64;
const MAX_OBJECTS = 10_000;
/** Of the store: what is handed in must not fill the disk. */
const MAX_STORE_BYTES = 2 * 1024 ** 3;

type Ask = (
  request: TaxiiRequest,
  client: TaxiiClient,
  parts: TaxiiParts,
  collection: string,
  object?: string,
) => TaxiiAnswer;

export const getObjects: Ask = (request, client, parts, name) => {
  const { id } = collectionNamed(client, name, 'can_read');
  return page(parts, queryOf(request.query, client, id, ['id', 'type', 'version', 'spec_version']), envelope);
};

export const getManifest: Ask = (request, client, parts, name) => {
  const { id } = collectionNamed(client, name, 'can_read');
  return page(
    parts,
    queryOf(request.query, client, id, ['id', 'type', 'version', 'spec_version']),
    (objects) => ({
      objects: objects.map(({ id: of, added, version, spec }) => ({
        id: of,
        date_added: timeOf(added),
        version: timeOf(version),
        media_type: `application/stix+json;version=${spec}`,
      })),
    }),
  );
};

export const getObject: Ask = (request, client, parts, name, object = '') => {
  const { id } = collectionNamed(client, name, 'can_read');
  const query = queryOf(request.query, client, id, ['version', 'spec_version']);
  requireObject(parts, { ...query, ids: [object] });
  return page(parts, { ...query, ids: [object] }, envelope);
};

export const getVersions: Ask = (request, client, parts, name, object = '') => {
  const { id } = collectionNamed(client, name, 'can_read');
  const query = queryOf(request.query, client, id, ['spec_version']);
  requireObject(parts, { ...query, ids: [object] });
  return page(parts, { ...query, ids: [object], versions: ['all'] }, (objects) => ({
    versions: objects.map(({ version }) => timeOf(version)),
  }));
};

/** Takes away what the same client handed in, whatever its marking: it was theirs to mark. */
export const deleteObject: Ask = (request, client, parts, name, object = '') => {
  const { id } = collectionNamed(client, name, 'can_write');
  const query = queryOf(request.query, client, id, ['version', 'spec_version']);
  const isOne = request.query.has('match[version]');
  const all = {
    ...query,
    ceiling: TLP.indexOf('red'),
    ids: [object],
    versions: isOne ? query.versions : (['all'] as const),
  };
  if (parts.store.remove(all, client.name) === 0) throw new TaxiiRefusal(404, 'You handed in no such object');
  return taxiiJson({});
};

/** What is sound is on disk before the answer, and the answer says of each object what became of it. */
export const postObjects: Ask = ({ body }, client, parts, name) => {
  const { id: collection } = collectionNamed(client, name, 'can_write');
  if (parts.store.size() > MAX_STORE_BYTES)
    throw new TaxiiRefusal(507, 'There is no room left here: the operator has to make some');
  const now = parts.now() * 1000;
  const judged = objectsIn(body).map((given) => ({ given, read: readStixObject(given) }));
  const sound = judged.flatMap(({ read }) => ('body' in read ? [read] : []));
  const kept = parts.store.add(collection, sound, now, client.name);
  const failures = judged.flatMap(({ given, read }) => ('body' in read ? [] : [failureOf(given, read)]));
  const status = {
    id: parts.newId(),
    status: 'complete',
    request_timestamp: timeOf(now),
    total_count: judged.length,
    success_count: kept.length,
    successes: kept.map(({ id, version }) => ({ id, version: timeOf(version) })),
    failure_count: failures.length,
    failures,
    pending_count: 0,
    pendings: [],
  };
  parts.store.keepStatus(`${client.name} ${status.id}`, JSON.stringify(status));
  return taxiiJson(status, 202);
};

function page(
  { store }: TaxiiParts,
  query: SharedQuery,
  shape: (objects: readonly KeptObject[]) => object,
): TaxiiAnswer {
  const { objects, more } = store.find(query);
  const [first, last] = [objects[0], objects.at(-1)];
  if (first === undefined || last === undefined) return taxiiJson({});
  return taxiiJson({ ...(more ? { more, next: String(last.added) } : {}), ...shape(objects) }, 200, {
    'x-taxii-date-added-first': timeOf(first.added),
    'x-taxii-date-added-last': timeOf(last.added),
  });
}

function envelope(objects: readonly SharedObject[]): object {
  return { objects: objects.map(({ body }) => JSON.parse(body) as unknown) };
}

/** An object that is there, though a filter may leave nothing of it, is no error. @throws TaxiiRefusal */
function requireObject({ store }: TaxiiParts, { collection, ceiling, ids = [] }: SharedQuery): void {
  const any = store.find({ collection, ceiling, ids, versions: ['all'], limit: 1 });
  if (any.objects.length === 0) throw new TaxiiRefusal(404, 'There is no such object');
}

/** @throws TaxiiRefusal 400 or 422 for what is no envelope. */
function objectsIn(body: Uint8Array): readonly unknown[] {
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    if (isDeeper(text, MAX_DEPTH)) throw new TaxiiRefusal(422, `JSON nests more than ${MAX_DEPTH} deep`);
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof TaxiiRefusal) throw error;
    throw new TaxiiRefusal(400, `Cannot read the body as JSON in UTF-8: ${(error as Error).message}`);
  }
  const objects = (value as { readonly objects?: unknown } | null)?.objects;
  if (Array.isArray(objects) && objects.length > 0 && objects.length <= MAX_OBJECTS) return objects;
  throw new TaxiiRefusal(422, `Expected an envelope {"objects": […]} with 1 to ${MAX_OBJECTS} objects`);
}

function failureOf(given: unknown, faults: readonly string[]): object {
  const { id, modified, created } = (given ?? {}) as Readonly<Record<string, unknown>>;
  const version = [modified, created].find(
    (each) => typeof each === 'string' && microsOf(each) !== undefined,
  );
  return {
    // The identifier is required (§4.3.1.1), also where the object has none.
    id: typeof id === 'string' ? id.slice(0, 300) : 'unknown',
    ...(version === undefined ? {} : { version }),
    message: faults.join('; '),
  };
}
