// SPDX-License-Identifier: Apache-2.0
// Who gets to the ports that services publish.
import type { Flow, Source } from '../../schema.ts';
import { claim, type Draft, type Port, portName, portOf, portsOf } from '../container/draft.ts';
import { sourceOf } from '../container/tree.ts';
import { HOST, hostNetwork, type Networks } from './network.ts';
import { isLoopback } from './port.ts';
import type { Service } from './service.ts';

interface Exposure {
  readonly service: Service;
  readonly origin: 'internet' | 'host';
  readonly port: Port;
  readonly source: Source;
  readonly note?: string;
}

/** Puts each service in its zones and states a flow for each published port. */
export function exposeServices(draft: Draft, services: readonly Service[], networks: Networks): void {
  const exposures = new Map(services.map((service) => [service, exposuresOf(service, networks)]));
  const hasClosed = closedNeighbours(exposures, networks);
  for (const [service, own] of exposures) {
    const zones = placeService(draft, service, networks, (network) =>
      own.some((exposure) => hasClosed(network, exposure)),
    );
    for (const { network, zone } of zones) {
      // Docker adds no way through the host to an internal network.
      if (networks.byName.get(network)?.internal === true) continue;
      for (const exposure of own) draft.flows.push(flowOf(draft, exposure, zone));
    }
  }
  hostReachesContainers(draft, networks);
}

function exposuresOf(service: Service, networks: Networks): Exposure[] {
  if (networks.of.get(service.name)?.includes(HOST) === true) {
    // On the network of the host every listener is open to whoever reaches the host; `ports` has no effect.
    return [...portsOf(service.asset).values()].map((port) => ({
      service,
      origin: 'internet',
      port,
      source: { ...sourceOf(service.tree), how: 'inferred', confidence: 0.8 },
      note: 'Listens on the network of the host',
    }));
  }
  return service.published.map((published) => {
    const port =
      typeof published.target === 'string'
        ? `${published.target}/${published.protocol}`
        : portOf(published.target, published.protocol);
    const { origin, sure } = originOf(published.address);
    const note =
      published.published === undefined
        ? 'Published on a port that the daemon chooses'
        : `Published on port ${published.published}`;
    return {
      service,
      origin,
      port,
      source: sourceOf(published.at, sure ? 'declared' : 'inferred', sure ? 1 : 0.7),
      note,
    };
  });
}

/** Every address of the host is open to the internet; a private address only to the network that the host is in. */
function originOf(address: string | undefined): {
  readonly origin: Exposure['origin'];
  readonly sure: boolean;
} {
  if (address === undefined || address === '0.0.0.0' || address === '::')
    return { origin: 'internet', sure: true };
  if (address.startsWith('${')) return { origin: 'internet', sure: false };
  if (
    isLoopback(address) ||
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd]|fe80)/i.test(address)
  )
    return { origin: 'host', sure: true };
  return { origin: 'internet', sure: true };
}

/** True when somebody in a network listens on the port of an exposure without being exposed the same way. Cost: all listeners. */
function closedNeighbours(
  exposures: ReadonlyMap<Service, readonly Exposure[]>,
  networks: Networks,
): (network: string, exposure: Exposure) => boolean {
  const keyOf = (network: string, port: string): string => `${network}\n${port}`;
  const open = new Map<string, Set<Service>>();
  const listening = new Map<string, Set<Service>>();
  const add = (to: Map<string, Set<Service>>, key: string, service: Service): void => {
    to.set(key, (to.get(key) ?? new Set()).add(service));
  };
  for (const [service, own] of exposures) {
    for (const network of networks.of.get(service.name) ?? []) {
      for (const port of portsOf(service.asset).keys()) add(listening, keyOf(network, port), service);
      for (const { origin, port } of own) add(open, keyOf(`${origin}\n${network}`, portName(port)), service);
    }
  }
  return (network, { origin, port }) => {
    const all = listening.get(keyOf(network, portName(port)))?.size ?? 0;
    return all > (open.get(keyOf(`${origin}\n${network}`, portName(port)))?.size ?? 0);
  };
}

/**
 * The zones of a service. A flow opens a port for its whole target zone; where a neighbour listens on the same port and is
 * not published, the published service gets a zone of its own within the network, so that the neighbour stays closed.
 */
function placeService(
  draft: Draft,
  service: Service,
  networks: Networks,
  needsOwnZone: (network: string) => boolean,
): readonly { readonly network: string; readonly zone: string }[] {
  const places = (networks.of.get(service.name) ?? []).map((network) => {
    const zone = networks.byName.get(network)?.zone ?? '';
    return { network, zone: needsOwnZone(network) ? ownZone(draft, zone, service) : zone };
  });
  const ids = places.map(({ zone }) => zone);
  if (ids.length > 0) service.asset.zone = ids.length === 1 ? (ids[0] ?? '') : ids;
  return places;
}

function ownZone(draft: Draft, network: string, service: Service): string {
  const parent = draft.zones.find((zone) => zone.id === network);
  if (parent === undefined) return network;
  parent.open = true;
  const id = claim(draft, `${network}/${service.asset.id}`);
  draft.zones.push({
    id,
    type: parent.type,
    within: network,
    note: 'Apart from its neighbours because it is published and they are not',
    source: sourceOf(service.tree),
  });
  return id;
}

function flowOf(draft: Draft, exposure: Exposure, to: string): Flow {
  const { service, origin, port, source, note } = exposure;
  const from = origin === 'host' ? hostNetwork(draft, service.tree) : internet(draft, source);
  const id = claim(draft, `publish/${service.asset.id}/${portName(port).replace('/', '-')}`);
  return { id, from, to, port, ...(note === undefined ? {} : { note }), source };
}

/** The zone of everyone else; the same one each time. */
export function internet(draft: Draft, source: Source): string {
  const known = draft.zones.find((zone) => zone.type === 'internet');
  if (known !== undefined) return known.id;
  const id = claim(draft, 'internet', 'zone/internet');
  draft.zones.push({ id, type: 'internet', source });
  return id;
}

/** What runs on the network of the host reaches every container over the bridges. */
function hostReachesContainers(draft: Draft, networks: Networks): void {
  const host = networks.byName.get(HOST);
  const from = draft.zones.find((zone) => zone.id === host?.zone);
  if (from?.source === undefined) return;
  const source: Source = { ...from.source, how: 'inferred', confidence: 0.9 };
  for (const zone of draft.zones.filter((one) => one.type === 'container-network')) {
    draft.flows.push({
      id: claim(draft, `host-to/${zone.id}`),
      from: from.id,
      to: zone.id,
      note: 'The host has an address in each container network',
      source,
    });
  }
}
