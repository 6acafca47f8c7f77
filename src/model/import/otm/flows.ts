// SPDX-License-Identifier: Apache-2.0
import type { Asset, Flow, Gap } from '../../schema.ts';
import { headOf, type Ids, textOf } from '../ids.ts';
import type { Node } from '../node.ts';
import { protocolOf } from '../protocol.ts';
import { UNNAMED_PORT } from '../unnamed-port.ts';
import { type DataFacts, dataNamed } from './data.ts';
import { type ThreatCatalogue, threatsOn } from './threats.ts';
import type { ZoneFacts } from './zones.ts';

type Listener = NonNullable<Asset['listens']>[number];

export interface FlowFacts {
  readonly flows: readonly Flow[];
  readonly gaps: readonly Gap[];
  /** What an asset listens on, as the flows into it say. */
  listenersOf(asset: string): Pick<Asset, 'listens'>;
}

interface Surroundings {
  readonly zones: ZoneFacts;
  readonly data: DataFacts;
  readonly threats: ThreatCatalogue;
  readonly ids: Ids;
  readonly assets: ReadonlyMap<string, string>;
}

/** `dataflows` of the document. */
export function readFlows(model: Node, around: Surroundings): FlowFacts {
  const listeners = new Map<string, Map<string | number, Listener>>();
  const gaps: Gap[] = [];
  const flows = model.records('dataflows').flatMap((node) => {
    const [from, to] = [endOf(node, 'source', around), endOf(node, 'destination', around)];
    if (from === undefined || to === undefined) return gapOf(node, from ?? to, gaps, around.ids);
    const flow = flowOf(node, from, to, around, gaps);
    const known = listeners.get(to) ?? new Map<string | number, Listener>();
    listeners.set(
      to,
      known.set(flow.port, { port: flow.port, accepts: 'anyone', source: node.source('inferred', 0.6) }),
    );
    const back =
      node.flag('bidirectional') === true
        ? [{ ...flow, id: around.ids.take(`${flow.id}/back`, 'flow'), from: to, to: from }]
        : [];
    return [flow, ...back];
  });
  return {
    flows,
    gaps,
    listenersOf: (asset) => {
      const found = listeners.get(asset);
      return found === undefined ? {} : { listens: [...found.values()] };
    },
  };
}

function endOf(node: Node, key: 'source' | 'destination', around: Surroundings): string | undefined {
  const end = node.text(key);
  const id = end === undefined ? undefined : (around.assets.get(end) ?? around.zones.byKey.get(end));
  if (id === undefined) {
    const message =
      end === undefined
        ? `A data flow has no \`${key}\`: expected the id of a component`
        : `No component has the id \`${end.slice(0, 80)}\`: expected one of the document`;
    (node.field(key) ?? node).report({ code: 'OTM_UNKNOWN_ID', severity: 'error', message });
  }
  return id;
}

/** A flow with one known end is a flow to or from somewhere. */
function gapOf(node: Node, about: string | undefined, gaps: Gap[], ids: Ids): [] {
  if (about === undefined) return [];
  const text = `The data flow "${node.text('name') ?? node.text('id') ?? ''}" has only one known end, ${about}`;
  gaps.push({
    id: ids.take(`${about}/flows`, 'gap'),
    about,
    unknown: 'flows',
    text: textOf(text) ?? about,
    source: node.source(),
  });
  return [];
}

function flowOf(
  node: Node,
  from: string,
  to: string,
  around: Surroundings,
  gaps: Gap[],
): Flow & { readonly id: string; readonly port: number | string } {
  const name = node.text('name') ?? '';
  const id = around.ids.take(headOf(name === '' ? (node.text('id') ?? '') : name), 'flow');
  const tags = node.texts('tags').map((tag) => tag.value as string);
  const facts = protocolOf(
    tags.find((tag) => protocolOf(tag).port !== undefined) ?? tags.find((tag) => protocolOf(tag).encrypted),
  );
  const carried = dataNamed(node.texts('assets'), around.data);
  const answered = threatsOn(node, id, 'flow', around.threats, around.ids);
  gaps.push(...answered.gaps);
  const shown = textOf(name, 200);
  const note = textOf(
    [
      node.text('description') ?? '',
      carried.others.length === 0 ? '' : `carries ${carried.others.join(', ')}`,
      ...answered.notes,
    ]
      .filter((part) => part !== '')
      .join('; '),
  );
  return {
    id,
    from,
    to,
    port: facts.port ?? tags.flatMap(portIn)[0] ?? UNNAMED_PORT,
    ...(facts.protocol === undefined ? {} : { protocol: facts.protocol }),
    ...(carried.words.length === 0 ? {} : { carries: carried.words }),
    ...(facts.encrypted ? { protections: [{ id: 'tls', source: node.source('inferred', 0.6) }] } : {}),
    ...(shown === undefined ? {} : { name: shown }),
    ...(note === undefined ? {} : { note }),
    source: node.source(),
  };
}

/** `TCP/5432`, `udp:53`, `port 8443`: a tag that gives the number. */
function portIn(tag: string): readonly (number | string)[] {
  const [, word = '', digits = ''] = /^\s*(tcp|udp|port)\s*[/: -]\s*(\d{1,5})\s*$/i.exec(tag) ?? [];
  const number = Number(digits);
  if (number < 1 || number > 65_535) return [];
  return [word.toLowerCase() === 'udp' ? `${number}/udp` : number];
}
