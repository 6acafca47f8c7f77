// SPDX-License-Identifier: Apache-2.0
// The two collections (TAXII 2.1 §5.1): what is given to all, as far as each may see it, and what others hand in.
import { uuid5 } from '../../../core/uuid5.ts';
import { SHARE_NAMESPACE } from '../namespace.ts';
import { STIX_TYPE, type TaxiiClient, TaxiiRefusal } from './exchange.ts';

export const PUBLISHED = uuid5(SHARE_NAMESPACE, 'taxii published');
export const RECEIVED = uuid5(SHARE_NAMESPACE, 'taxii received');

export interface Collection {
  readonly id: string;
  readonly alias: string;
  readonly can_read: boolean;
  readonly can_write: boolean;
  readonly [key: string]: unknown;
}

export function collectionsFor({ mayWrite }: TaxiiClient): readonly Collection[] {
  return [
    {
      id: PUBLISHED,
      title: 'Published',
      description: 'Incidents and indicators, as far as their marking lets you see them',
      alias: 'published',
      can_read: true,
      can_write: false,
      media_types: [STIX_TYPE],
    },
    {
      id: RECEIVED,
      title: 'Received',
      description: 'What others hand in; only the operator reads it',
      alias: 'received',
      can_read: false,
      can_write: mayWrite,
      media_types: [STIX_TYPE],
    },
  ];
}

/** By id or alias (§5.2). @throws TaxiiRefusal */
export function collectionNamed(
  client: TaxiiClient,
  name: string,
  right: 'can_read' | 'can_write' | undefined,
): Collection {
  const found = collectionsFor(client).find(({ id, alias }) => id === name || alias === name);
  if (found === undefined) throw new TaxiiRefusal(404, 'There is no such collection');
  if (right !== undefined && !found[right])
    throw new TaxiiRefusal(
      403,
      `You may not ${right === 'can_read' ? 'read' : 'write to'} the collection ${found.alias}`,
    );
  return found;
}
