// SPDX-License-Identifier: Apache-2.0
import type { Asset, Assumption, Flow, Gap, Zone } from '../../schema.ts';
import { type Ids, textOf } from '../ids.ts';
import type { ImportContext, ModelPart } from '../importer.ts';
import type { Node } from '../node.ts';
import { assetOfCell } from './asset.ts';
import { type Cell, cellOf, rectangleOf } from './cell.ts';
import { flowsOfCell } from './flow.ts';
import { threatsOf } from './threats.ts';
import { type ZonePlan, zonesOf } from './zones.ts';

/** One diagram as a part of a model. */
export function readDiagram(diagram: Node, ids: Ids, context: ImportContext): ModelPart {
  const cells = diagram.records('cells').map(cellOf);
  const plan = zonesOf(diagram, cells, ids);
  const things = cells
    .filter(({ kind }) => kind === 'actor' || kind === 'process' || kind === 'store')
    .map((cell) => {
      const asset = assetOfCell(cell, plan.zoneOf(cell), ids, context);
      return { cell, asset, threats: threatsOf(cell, asset.id, 'asset', ids) };
    });
  const assets = new Map(things.map(({ cell, asset }) => [cell.key ?? asset.id, asset]));
  const kinds = new Map(things.map(({ cell, asset }) => [asset.id, cell.kind]));
  const lines = cells
    .filter(({ kind }) => kind === 'flow')
    .map((cell) => {
      const drawn = flowsOfCell(cell, assets, kinds, ids, context);
      const id = drawn.flows[0]?.id;
      return {
        cell,
        id,
        drawn,
        threats: id === undefined ? { gaps: [], notes: [] } : threatsOf(cell, id, 'flow', ids),
      };
    });
  const open = lines.flatMap(({ drawn }) => drawn.openToAll);
  const internet = open.length === 0 ? undefined : internetOf(plan, diagram, ids);
  const named = [
    ...things.map(({ cell, asset }) => ({ cell, id: asset.id })),
    ...lines.flatMap(({ cell, id }) => (id === undefined ? [] : [{ cell, id }])),
  ];
  return {
    zones: [...plan.zones, ...(internet === undefined || plan.zones.includes(internet) ? [] : [internet])],
    assets: things.map(({ asset, threats }) =>
      withNotes(
        withListeners(
          asset,
          lines.flatMap(({ drawn }) => drawn.listeners),
        ),
        threats.notes,
      ),
    ),
    flows: [
      ...lines.flatMap(({ drawn, threats }) =>
        drawn.flows.map((flow, index) => (index === 0 ? withNotes(flow, threats.notes) : flow)),
      ),
      ...(internet === undefined ? [] : open.map((flow) => ({ ...flow, from: internet.id }))),
    ],
    assumptions: named.flatMap(({ cell, id }) => outOfScope(cell, id, ids)),
    gaps: [
      ...[...things, ...lines].flatMap(({ threats }) => threats.gaps),
      ...lines.flatMap(({ cell, drawn }) => dangling(cell, drawn.missing, drawn.known ?? plan.outside, ids)),
      ...unread(cells, plan, ids),
    ],
  };
}

function internetOf(plan: ZonePlan, diagram: Node, ids: Ids): Zone {
  return (
    plan.zones.find(({ type }) => type === 'internet') ?? {
      id: ids.take('internet', 'internet'),
      type: 'internet',
      source: diagram.source('inferred', 0.6),
    }
  );
}

function withListeners(
  asset: Asset,
  all: readonly { readonly asset: string; readonly listener: NonNullable<Asset['listens']>[number] }[],
): Asset {
  const own = all.filter((entry) => entry.asset === asset.id).map(({ listener }) => listener);
  const distinct = [
    ...new Map(
      own.map((listener) => [typeof listener === 'object' ? listener.port : listener, listener]),
    ).values(),
  ];
  return distinct.length === 0 ? asset : { ...asset, listens: distinct };
}

function withNotes<T extends Asset | Flow>(element: T, notes: readonly string[]): T {
  const note = textOf([element.note ?? '', ...notes].filter((part) => part !== '').join('; '));
  return note === undefined ? element : { ...element, note };
}

function outOfScope(cell: Cell, about: string, ids: Ids): Assumption[] {
  if (cell.data?.flag('outOfScope') !== true) return [];
  const reason = cell.data.text('reasonOutOfScope') ?? '';
  const text = `${about} is out of scope of the threat model${reason === '' ? ', without a reason' : `: ${reason}`}`;
  return [
    {
      id: ids.take(`${about}/out-of-scope`, 'out-of-scope'),
      text: textOf(text) ?? about,
      about: [about],
      source: (cell.data.field('outOfScope') ?? cell.node).source(),
    },
  ];
}

/** A line with a loose end: people forget to join it, and the flow is still there. */
function dangling(cell: Cell, missing: readonly ('source' | 'target')[], about: string, ids: Ids): Gap[] {
  return missing.map((end) => ({
    id: ids.take(`${about}/flows`, 'gap'),
    about,
    unknown: 'flows',
    text: textOf(`The flow "${cell.name}" has no ${end} in the drawing`) ?? end,
    source: (cell.node.field(end) ?? cell.node).source(),
  }));
}

/** Curves cut the paper, but enclose nothing; cells of unknown kinds may be anything. */
function unread(cells: readonly Cell[], plan: ZonePlan, ids: Ids): Gap[] {
  const gap = (cell: Cell, unknown: Gap['unknown'], text: string): Gap => ({
    id: ids.take(`${plan.outside}/${unknown}`, 'gap'),
    about: plan.outside,
    unknown,
    text: textOf(text) ?? text,
    source: cell.node.source(),
  });
  return cells.flatMap((cell) => {
    if (cell.kind === 'curve')
      return [
        gap(
          cell,
          'exposure',
          `The boundary curve "${cell.name}" encloses nothing, so it makes no zone: draw a boundary box instead`,
        ),
      ];
    if (cell.kind === 'box' && rectangleOf(cell) === undefined)
      return [gap(cell, 'exposure', `The boundary box "${cell.name}" has no place in the drawing`)];
    if (cell.kind !== 'unknown') return [];
    const kind = cell.data?.text('type') ?? cell.node.text('shape') ?? 'nothing';
    const message = `Cannot use \`${kind.slice(0, 60)}\` as the kind of a cell: expected an actor, process, store, flow, boundary or text`;
    cell.node.report({ code: 'THREAT_DRAGON_UNKNOWN_CELL', severity: 'warning', message });
    return [gap(cell, 'flows', `A cell of unknown kind "${kind}", called "${cell.name}", was not read`)];
  });
}
