// SPDX-License-Identifier: Apache-2.0
// Who may reach what: links between zones, by port and identity class, and the barriers that deny them.
import type { Barrier, Flow, Model, Pack, Source, Zone } from '../../model/index.ts';
import { listOf, wordFacts } from './elements.ts';
import { type FactSink, type Path, portName } from './fact.ts';

interface Link {
  readonly from: string;
  readonly to: string;
  readonly port: string;
}

interface Context {
  readonly model: Model;
  readonly pack: Pack;
  readonly sink: FactSink;
  readonly today: string;
  /** Ports that assets listen on, by zone. */
  readonly portsOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly zonesOfAsset: ReadonlyMap<string, readonly string[]>;
  readonly portsOfAsset: ReadonlyMap<string, readonly string[]>;
  readonly links: Link[];
  /** Cyber or physical, by zone, where the pack says so. */
  readonly natureOf: ReadonlyMap<string, string>;
}

/** A port name that stands for every port. */
const ANY = 'any';
const ANYONE = 'anyone';

/** `link`, `flow`, `zone-flow`, `carries` and `denied` facts. */
export function linkFacts(model: Model, pack: Pack, sink: FactSink, today: string): void {
  const context = createContext(model, pack, sink, today);
  model.zones?.forEach((zone, at) => {
    if (zone.isolated !== true)
      addLinks(context, zone.id, zone.id, undefined, ANYONE, ['zones', at], zone.source);
  });
  openZoneLinks(context);
  for (const [at, flow] of (model.flows ?? []).entries()) flowFacts(context, flow, ['flows', at]);
  for (const [at, barrier] of (model.barriers ?? []).entries())
    barrierFacts(context, barrier, ['barriers', at]);
}

function createContext(model: Model, pack: Pack, sink: FactSink, today: string): Context {
  const portsOf = new Map<string, Set<string>>();
  const zonesOfAsset = new Map<string, readonly string[]>();
  const portsOfAsset = new Map<string, readonly string[]>();
  for (const asset of model.assets ?? []) {
    const zones = listOf(asset.zone);
    const ports = (asset.listens ?? []).map((listener) =>
      portName(typeof listener === 'object' ? listener.port : listener),
    );
    zonesOfAsset.set(asset.id, zones);
    portsOfAsset.set(asset.id, ports);
    for (const zone of zones) {
      const known = portsOf.get(zone) ?? new Set<string>();
      for (const port of ports) known.add(port);
      portsOf.set(zone, known);
    }
  }
  return {
    model,
    pack,
    sink,
    today,
    portsOf,
    zonesOfAsset,
    portsOfAsset,
    links: [],
    natureOf: naturesOf(model, pack),
  };
}

/** Cyber or physical, by zone, where the pack says so. */
export function naturesOf(model: Model, pack: Pack): ReadonlyMap<string, string> {
  const natures = new Map<string, string>();
  for (const { id, type } of model.zones ?? []) {
    const nature = pack
      .ancestors('zone', type)
      .map((word) => pack.words.zone.get(word)?.nature)
      .find((known) => known !== undefined);
    if (nature !== undefined) natures.set(id, nature);
  }
  return natures;
}

/** Links to the ports named, or to every port that the target zone listens on. */
function addLinks(
  context: Context,
  from: string,
  to: string,
  ports: Iterable<string> | undefined,
  requires: string,
  path: Path,
  source: Source | undefined,
): void {
  for (const port of ports ?? context.portsOf.get(to) ?? []) {
    context.sink.add('link', [from, to, port, requires], path, source);
    context.links.push({ from, to, port });
  }
}

/** Zones within an open zone reach each other. */
function openZoneLinks(context: Context): void {
  const zones = context.model.zones ?? [];
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  zones.forEach((open, at) => {
    if (open.open !== true) return;
    const members = zones.filter((zone) => zone === open || isWithin(zone, open.id, byId));
    for (const from of members) {
      for (const to of members)
        if (from !== to) addLinks(context, from.id, to.id, undefined, ANYONE, ['zones', at], open.source);
    }
  });
}

function isWithin(zone: Zone, outer: string, byId: ReadonlyMap<string, Zone>): boolean {
  const seen = new Set<string>();
  for (let next = zone.within; next !== undefined && !seen.has(next); next = byId.get(next)?.within) {
    if (next === outer) return true;
    seen.add(next);
  }
  return false;
}

/** A flow without an id is known by what it joins. */
export function flowId({ id, from, to, port }: Flow): string {
  return id ?? `flow/${from}/${to}/${port === undefined ? ANY : portName(port)}`;
}

function flowFacts(context: Context, flow: Flow, path: Path): void {
  const { sink, zonesOfAsset, portsOfAsset } = context;
  const port = flow.port === undefined ? ANY : portName(flow.port);
  const id = flowId(flow);
  const between = zonesOfAsset.has(flow.from) && zonesOfAsset.has(flow.to);
  sink.add(between ? 'flow' : 'zone-flow', [id, flow.from, flow.to], path, flow.source);
  if (port !== ANY) sink.add('flow-port', [id, port], path, flow.source);
  wordFacts(context, 'carries', id, flow.carries, [...path, 'carries'], flow.source);
  wordFacts(context, 'measure', id, flow.protections, [...path, 'protections'], flow.source);
  const ports = port !== ANY ? [port] : portsOfAsset.get(flow.to);
  for (const from of zonesOfAsset.get(flow.from) ?? [flow.from]) {
    for (const to of zonesOfAsset.get(flow.to) ?? [flow.to]) {
      const passages = ports ?? ((context.portsOf.get(to)?.size ?? 0) > 0 ? undefined : [ANY]);
      // What two machines send each other opens no door, even when both stand in a room as well.
      if (between && context.natureOf.get(from) !== context.natureOf.get(to)) continue;
      if (from !== to || between)
        addLinks(context, from, to, passages, flow.requires ?? ANYONE, path, flow.source);
    }
  }
}

/** `denied(from, to, port)` for each link that the barrier covers and does not except. */
function barrierFacts(context: Context, barrier: Barrier, path: Path): void {
  const from = members(barrier.from);
  const to = members(barrier.to);
  const except = (barrier.except ?? []).map((rule) => ({
    from: members(rule.from),
    to: members(rule.to),
    ports: rule.ports?.map(portName),
  }));
  const control = barrier.name ?? barrier.id;
  for (const link of context.links) {
    if (!from(link.from) || !to(link.to)) continue;
    // A barrier around a zone does not stand inside it; `isolated` says when assets of one zone are kept apart.
    if (link.from === link.to) continue;
    const excepted = except.some(
      (rule) => rule.from(link.from) && rule.to(link.to) && (rule.ports?.includes(link.port) ?? true),
    );
    if (!excepted)
      context.sink.add('denied', [link.from, link.to, link.port], path, barrier.source, { control });
  }
}

function members(peers: 'all' | readonly string[]): (zone: string) => boolean {
  if (peers === 'all') return () => true;
  const set = new Set(peers);
  return (zone) => set.has(zone);
}
