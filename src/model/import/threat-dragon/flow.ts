// SPDX-License-Identifier: Apache-2.0
import type { Asset, Flow } from '../../schema.ts';
import { dataClassOf } from '../data-class.ts';
import { headOf, type Ids, textOf } from '../ids.ts';
import type { ImportContext } from '../importer.ts';
import type { Node } from '../node.ts';
import { protocolOf } from '../protocol.ts';
import { UNNAMED_PORT } from '../unnamed-port.ts';
import type { Cell, CellKind } from './cell.ts';

type Listener = NonNullable<Asset['listens']>[number];

export interface FlowFacts {
  /** The flow, and the way back of one with two heads. */
  readonly flows: readonly Flow[];
  readonly listeners: readonly { readonly asset: string; readonly listener: Listener }[];
  /** The same request from anywhere, when it passes a public network; the caller gives it its zone. */
  readonly openToAll: readonly Omit<Flow, 'from'>[];
  readonly missing: readonly ('source' | 'target')[];
  /** The end that is known, of a line with a loose one. */
  readonly known?: string;
}

/** Arrows of answers: who gets one does not wait for requests there. */
const ANSWER = /\b(?:respon[sd]e?s?|repl(?:y|ies)|results?|returns?|answers?|acknowledge\w*)\b/i;

/** A line of the drawing; `assets` are those of the diagram, by the id of their cell; `kinds` says how each is drawn. */
export function flowsOfCell(
  cell: Cell,
  assets: ReadonlyMap<string, Asset>,
  kinds: ReadonlyMap<string, CellKind>,
  ids: Ids,
  context: ImportContext,
): FlowFacts {
  const [from, to] = [endOf(cell, 'source', assets), endOf(cell, 'target', assets)];
  const { data, node } = cell;
  const facts = protocolOf(data?.text('protocol'));
  const port = facts.port ?? UNNAMED_PORT;
  const both = data?.flag('isBidirectional') === true;
  const kindOf = (end: Asset | undefined): CellKind | undefined =>
    end === undefined ? undefined : kinds.get(end.id);
  const answer = !both && (ANSWER.test(cell.name) || kindOf(from) === 'store' || kindOf(to) === 'actor');
  const flows =
    from === undefined || to === undefined ? [] : [{ ...flowOf(cell, from, to, facts, ids, context), port }];
  const back = both
    ? flows.map((flow) => ({
        ...flow,
        id: ids.take(`${flow.id}/back`, 'flow'),
        from: flow.to,
        to: flow.from,
      }))
    : [];
  const listeners =
    answer || to === undefined
      ? []
      : [{ asset: to.id, listener: { port, accepts: 'anyone', source: node.source('inferred', 0.6) } }];
  const open = data?.flag('isPublicNetwork') === true ? data.field('isPublicNetwork') : undefined;
  const openToAll = listeners.map(({ asset }) => ({
    id: '',
    to: asset,
    port,
    note: 'The flow passes a public network',
  }));
  return {
    flows: [...flows, ...back],
    listeners,
    openToAll:
      open === undefined
        ? []
        : openToAll.map((flow) => ({
            ...flow,
            id: ids.take(`internet/${flow.to}/${port}`, 'flow'),
            source: open.source('inferred', 0.7),
          })),
    ...knownEnd(from, to),
    missing: [
      ...(from === undefined ? (['source'] as const) : []),
      ...(to === undefined ? (['target'] as const) : []),
    ],
  };
}

function knownEnd(from: Asset | undefined, to: Asset | undefined): Pick<FlowFacts, 'known'> {
  const known = (from ?? to)?.id;
  return known === undefined ? {} : { known };
}

function endOf(
  { node }: Cell,
  end: 'source' | 'target',
  assets: ReadonlyMap<string, Asset>,
): Asset | undefined {
  const key = node.record(end)?.text('cell');
  return key === undefined ? undefined : assets.get(key);
}

function flowOf(
  cell: Cell,
  from: Asset,
  to: Asset,
  facts: ReturnType<typeof protocolOf>,
  ids: Ids,
  context: ImportContext,
): Flow & { readonly id: string } {
  const { data, node } = cell;
  const name = textOf(cell.name, 200);
  const note = textOf(data?.text('description') ?? '');
  const carries = dataClassOf(cell.name, context);
  const encrypted =
    data?.flag('isEncrypted') === true
      ? data.field('isEncrypted')
      : facts.encrypted
        ? data?.field('protocol')
        : undefined;
  return {
    id: ids.take(cell.name === '' ? `${from.id}/${to.id}` : headOf(cell.name), 'flow'),
    from: from.id,
    to: to.id,
    ...(facts.protocol === undefined ? {} : { protocol: facts.protocol }),
    ...(carries === undefined ? {} : { carries: [{ id: carries, source: node.source('inferred', 0.5) }] }),
    ...protectedBy(encrypted),
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    source: node.source(),
  };
}

function protectedBy(node: Node | undefined): Pick<Flow, 'protections'> {
  return node === undefined ? {} : { protections: [{ id: 'tls', source: node.source('declared', 0.9) }] };
}
