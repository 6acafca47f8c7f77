// SPDX-License-Identifier: Apache-2.0
import type { Zone } from '../../schema.ts';
import { written } from '../../words.ts';
import { type Ids, textOf } from '../ids.ts';
import type { Node } from '../node.ts';
import { zoneTypeOf } from '../zone-type.ts';

export interface ZoneFacts {
  readonly zones: readonly Zone[];
  /** Zone ids by the id in the document. */
  readonly byKey: ReadonlyMap<string, string>;
}

/** `trustZones` of the document; components without a known one go nowhere, which is a gap of theirs. */
export function readTrustZones(model: Node, ids: Ids): ZoneFacts {
  const nodes = model.records('trustZones');
  const byKey = new Map<string, string>();
  for (const node of nodes) {
    const key = node.text('id');
    if (key === undefined) {
      node.report({
        code: 'OTM_NO_ID',
        severity: 'error',
        message: 'A trust zone has no id: expected `id` with a text',
      });
      continue;
    }
    if (byKey.has(key))
      node.field('id')?.report({
        code: 'OTM_TWIN_ID',
        severity: 'error',
        message: `The id \`${key.slice(0, 80)}\` is given to two trust zones: expected it once`,
      });
    else byKey.set(key, ids.take(node.text('name') ?? key, 'zone'));
  }
  const seen = new Set<string>();
  const zones = nodes.flatMap((node) => {
    const key = node.text('id');
    const id = key === undefined || seen.has(key) ? undefined : byKey.get(key);
    if (key !== undefined) seen.add(key);
    return id === undefined ? [] : [zoneOf(node, id, byKey)];
  });
  return { zones, byKey };
}

function zoneOf(node: Node, id: string, byKey: ReadonlyMap<string, string>): Zone {
  const shown = textOf(node.text('name') ?? '', 200);
  const { type, confidence } = zoneTypeOf(`${node.text('name') ?? ''} ${node.text('type') ?? ''}`);
  const parent = node.record('parent')?.field('trustZone');
  const within =
    parent === undefined || typeof parent.value !== 'string' ? undefined : byKey.get(parent.value);
  if (parent !== undefined && within === undefined) {
    parent.report({
      code: 'OTM_UNKNOWN_ID',
      severity: 'warning',
      message: `No trust zone has the id ${written(parent.value)}: expected one of ${[...byKey.keys()].slice(0, 5).join(', ')}`,
    });
  }
  const rating = node.record('risk')?.number('trustRating');
  const note = textOf(
    [node.text('description') ?? '', rating === undefined ? '' : `trust rating ${rating}`]
      .filter((part) => part !== '')
      .join('; '),
  );
  return {
    id,
    type,
    ...(within === undefined || within === id || type === 'internet' ? {} : { within }),
    ...(shown === undefined ? {} : { name: shown }),
    ...(note === undefined ? {} : { note }),
    source: node.source('declared', confidence),
  };
}
