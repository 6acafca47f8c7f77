// SPDX-License-Identifier: Apache-2.0
import type { Asset, Gap } from '../../schema.ts';
import { dataClassOf } from '../data-class.ts';
import { type Ids, textOf } from '../ids.ts';
import type { ImportContext } from '../importer.ts';
import type { Node } from '../node.ts';

const PORT_OF_SCHEME: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['ws', 80],
  ['https', 443],
  ['wss', 443],
]);

/** A service (ECMA-424 `services`): where it listens, and what data it handles. */
export function serviceAssetOf(
  service: Node,
  ids: Ids,
  context: ImportContext,
): { readonly asset: Asset; readonly gaps: readonly Gap[] } {
  const name = service.text('name');
  if (name === undefined || name.trim() === '') {
    service.report({
      code: 'CYCLONEDX_NO_NAME',
      severity: 'error',
      message: 'A service has no name: expected `name` with a text',
    });
  }
  const id = ids.take(name ?? '', 'service');
  const guess = context.guess('name', name ?? '') ?? {
    type: service.flag('x-trust-boundary') === true ? 'external-system' : 'service',
    confidence: 0.5,
  };
  const listens = listenersOf(service);
  const classes = service.records('data').map((data) => ({
    data,
    found: dataClassOf(`${data.text('classification') ?? ''} ${data.text('name') ?? ''}`, context),
  }));
  const stores = [
    ...new Map(
      classes.flatMap(({ data, found }) =>
        found === undefined ? [] : [[found, { id: found, source: data.source('inferred', 0.6) }] as const],
      ),
    ).values(),
  ];
  const unplaced = classes
    .filter(({ found }) => found === undefined)
    .map(({ data }) => data.text('classification') ?? '?');
  const open = service.flag('authenticated') === false;
  const note = textOf(
    [
      service.text('description') ?? '',
      unplaced.length === 0 ? '' : `handles data classified ${unplaced.join(', ')}`,
    ]
      .filter((part) => part !== '')
      .join('; '),
  );
  const asset: Asset = {
    id,
    type: guess.type,
    ...(textOf(name ?? '', 200) === undefined ? {} : { name: textOf(name ?? '', 200) as string }),
    ...(listens.length === 0 ? {} : { listens }),
    ...(stores.length === 0 ? {} : { stores }),
    ...(open
      ? { properties: [{ id: 'no-authentication', source: service.field('authenticated')?.source() }] }
      : {}),
    ...(note === undefined ? {} : { note }),
    source: service.source('declared', guess.confidence),
  };
  return { asset, gaps: gapsOf(service, asset, ids) };
}

function listenersOf(service: Node): NonNullable<Asset['listens']> {
  const listeners = new Map<number, NonNullable<Asset['listens']>[number]>();
  for (const endpoint of service.texts('endpoints')) {
    const port = portOf(endpoint.value as string);
    if (port === undefined) {
      const message = `Cannot use \`${String(endpoint.value).slice(0, 80)}\` as an endpoint: expected a URL with a port, or of http or https`;
      endpoint.report({ code: 'CYCLONEDX_BAD_ENDPOINT', severity: 'warning', message });
    } else if (!listeners.has(port)) {
      listeners.set(port, { port, accepts: 'anyone', source: endpoint.source() });
    }
  }
  return [...listeners.values()];
}

function portOf(endpoint: string): number | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const url = new URL(endpoint);
  const port = url.port === '' ? PORT_OF_SCHEME.get(url.protocol.slice(0, -1)) : Number(url.port);
  return port;
}

function gapsOf(service: Node, asset: Asset, ids: Ids): Gap[] {
  const source = service.source('inferred', 1);
  const gap = (unknown: Gap['unknown'], text: string): Gap => ({
    id: ids.take(`${asset.id}/${unknown}`, 'gap'),
    about: asset.id,
    unknown,
    text,
    source,
  });
  return [
    gap('exposure', `A bill of materials does not say who can reach ${asset.id}`),
    ...(asset.listens === undefined ? [gap('listeners', `No endpoint of ${asset.id} is listed`)] : []),
    ...(service.flag('authenticated') === true
      ? [
          gap(
            'privileges',
            `${asset.id} asks callers who they are, but the document does not say whom it lets in`,
          ),
        ]
      : []),
  ];
}
