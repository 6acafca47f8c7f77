// SPDX-License-Identifier: Apache-2.0
// A TAXII 2.1 server: from a request to its answer.
import { collectionNamed, collectionsFor } from './collections.ts';
import {
  MAX_CONTENT_BYTES,
  TAXII_TYPE,
  type TaxiiAnswer,
  type TaxiiClient,
  type TaxiiParts,
  TaxiiRefusal,
  type TaxiiRequest,
  taxiiJson,
} from './exchange.ts';
import { deleteObject, getManifest, getObject, getObjects, getVersions, postObjects } from './objects.ts';

/** Path of discovery (§4.1) and of the only API root (§4.2). */
const [DISCOVERY, ROOT] = ['taxii2', 'sharing'];

/** @param clientOf Who shows these credentials (RFC 9110 §11.6.2); undefined for a stranger. */
export function handleTaxii(
  request: TaxiiRequest,
  parts: TaxiiParts,
  clientOf: (authorization: string | undefined) => TaxiiClient | undefined,
): TaxiiAnswer {
  try {
    const client = clientOf(request.headers['authorization']);
    if (client === undefined) return STRANGER;
    if (!accepts(request.headers['accept']))
      throw new TaxiiRefusal(406, `Only ${TAXII_TYPE} is spoken here: ask for it with Accept`);
    return route(request, client, parts);
  } catch (error) {
    if (!(error instanceof TaxiiRefusal)) throw error;
    return taxiiError(error.status, error.message);
  }
}

/** The answer to a stranger, which needs nothing of the body; undefined for who is known. */
export function refuseStranger(
  authorization: string | undefined,
  clientOf: (authorization: string | undefined) => TaxiiClient | undefined,
): TaxiiAnswer | undefined {
  return clientOf(authorization) === undefined ? STRANGER : undefined;
}

export function taxiiError(status: number, message: string): TaxiiAnswer {
  const challenge = { 'www-authenticate': 'Basic realm="TAXII", charset="UTF-8"' };
  return taxiiJson({ title: message, http_status: String(status) }, status, status === 401 ? challenge : {});
}

const STRANGER = taxiiError(401, 'Credentials are missing, or not known here');

function route(request: TaxiiRequest, client: TaxiiClient, parts: TaxiiParts): TaxiiAnswer {
  const { method, path } = request;
  const [head, part, id, kind, object, versions, ...rest] = path.split('/').filter((each) => each !== '');
  const ask = `${method === 'HEAD' ? 'GET' : method} ${[
    head,
    part,
    id === undefined ? undefined : '*',
    kind,
    object === undefined ? undefined : '*',
    versions,
    ...rest,
  ]
    .filter((each) => each !== undefined)
    .join('/')}`;
  switch (ask) {
    case `GET ${DISCOVERY}`:
      return taxiiJson({ title: parts.title, default: `/${ROOT}/`, api_roots: [`/${ROOT}/`] });
    case `GET ${ROOT}`:
      return taxiiJson({
        title: parts.title,
        versions: [TAXII_TYPE],
        max_content_length: MAX_CONTENT_BYTES,
      });
    case `GET ${ROOT}/status/*`:
      return statusOf(client, parts, id as string);
    case `GET ${ROOT}/collections`:
      return taxiiJson({ collections: collectionsFor(client) });
    case `GET ${ROOT}/collections/*`:
      return taxiiJson(collectionNamed(client, id as string, undefined));
    case `GET ${ROOT}/collections/*/manifest`:
      return getManifest(request, client, parts, id as string);
    case `GET ${ROOT}/collections/*/objects`:
      return getObjects(request, client, parts, id as string);
    case `POST ${ROOT}/collections/*/objects`:
      requireTaxii(request.headers['content-type']);
      return postObjects(request, client, parts, id as string);
    case `GET ${ROOT}/collections/*/objects/*`:
      return getObject(request, client, parts, id as string, object);
    case `DELETE ${ROOT}/collections/*/objects/*`:
      return deleteObject(request, client, parts, id as string, object);
    case `GET ${ROOT}/collections/*/objects/*/versions`:
      return getVersions(request, client, parts, id as string, object);
    default:
      throw new TaxiiRefusal(404, 'There is nothing at this address for this method');
  }
}

/** Each sees what became of their own requests only. */
function statusOf({ name }: TaxiiClient, { store }: TaxiiParts, id: string): TaxiiAnswer {
  const body = store.status(`${name} ${id}`);
  if (body === undefined) throw new TaxiiRefusal(404, 'There is no such request, or it is forgotten');
  return taxiiJson(JSON.parse(body) as unknown);
}

/** §1.6.8: a range without a version takes every version. */
function accepts(header: string | undefined): boolean {
  return (header ?? '*/*').split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((each) => each.trim().toLowerCase());
    if (parameters.some((each) => /^q=0(\.0*)?$/.test(each))) return false;
    const version = parameters.find((each) => each.startsWith('version='));
    return (
      (type === 'application/taxii+json' && (version ?? 'version=2.1') === 'version=2.1') ||
      type === 'application/*' ||
      type === '*/*'
    );
  });
}

function requireTaxii(header: string | undefined): void {
  const [type = '', ...parameters] = (header ?? '').split(';').map((each) => each.trim().toLowerCase());
  const version = parameters.find((each) => each.startsWith('version=')) ?? 'version=2.1';
  if (type !== 'application/taxii+json' || version !== 'version=2.1')
    throw new TaxiiRefusal(415, `Expected the content type ${TAXII_TYPE}`);
}
