// SPDX-License-Identifier: Apache-2.0
// Who calls whom, as variables and links hint; who waits for whom, as `depends_on` says.
import type { Source } from '../../schema.ts';
import { quoted } from '../../words.ts';
import { addFlow, addGaps, addListener, type Draft, type Port, portsOf } from '../container/draft.ts';
import { type Endpoint, endpointsIn } from '../container/endpoint.ts';
import { type Names, namesOf } from '../container/names.ts';
import { stateStrangers } from '../container/outside.ts';
import { strangersIn } from '../container/stranger.ts';
import { entriesOf, get, itemsOf, report, scalarOf, sourceOf } from '../container/tree.ts';
import { internet } from './exposure.ts';
import { keyed } from './merge.ts';
import type { Networks } from './network.ts';
import type { Service } from './service.ts';

/** States the flows that variables and links hint at, and the listeners they imply. */
export function connectServices(draft: Draft, services: readonly Service[], networks: Networks): void {
  const names = hostNames(services);
  for (const service of services) {
    for (const endpoint of endpointsIn(service.variables, names)) {
      const source = service.variables.find((variable) => variable === endpoint.variable)?.source;
      const target = names.get(endpoint.target);
      if (target !== undefined && source !== undefined)
        connect(draft, networks, service, target, endpoint, source);
    }
    const strangers = strangersIn(service.variables, names);
    for (const call of stateStrangers(draft, service.asset, strangers, (source) => internet(draft, source)))
      addFlow(draft, { from: service.asset.id, ...call });
    links(draft, service, names, networks);
    startOrder(draft, service, services);
  }
}

/** Names under which services find each other: service, container and host name, aliases. */
function hostNames(services: readonly Service[]): Names<Service> {
  const names = new Map<string, Service>();
  const add = (name: unknown, service: Service): void => {
    if (typeof name === 'string' && !names.has(name)) names.set(name, service);
  };
  for (const service of services) add(service.name, service);
  for (const service of services) {
    for (const key of ['container_name', 'hostname']) add(get(service.tree, key)?.value, service);
    for (const network of get(service.tree, 'networks')?.entries?.values() ?? []) {
      for (const alias of get(network, 'aliases')?.items ?? []) add(alias.value, service);
    }
  }
  return namesOf(names);
}

function connect(
  draft: Draft,
  networks: Networks,
  from: Service,
  to: Service,
  endpoint: Endpoint,
  place: Source,
): void {
  if (from === to) return;
  const source: Source = { ...place, how: 'inferred', confidence: endpoint.confidence };
  const mine = networks.of.get(from.name) ?? [];
  if (!(networks.of.get(to.name) ?? []).some((network) => mine.includes(network))) {
    const { file, line = 1, column = 1 } = place;
    report(
      from,
      'warning',
      'NO_SHARED_NETWORK',
      `${endpoint.note}, but ${quoted(from.name)} and ${quoted(to.name)} share no network: no flow is stated`,
      { file, line, column },
    );
    return;
  }
  const port = portAt(to, endpoint.port, source);
  addFlow(draft, {
    from: from.asset.id,
    to: to.asset.id,
    ...(port === undefined ? {} : { port }),
    note: endpoint.note,
    source,
  });
}

/** The port as the target states it; what a caller uses, somebody listens on. */
function portAt(to: Service, number: number | undefined, source: Source): Port | undefined {
  const ports = portsOf(to.asset);
  if (number === undefined) return ports.size === 1 ? [...ports.values()][0] : undefined;
  // A port without a known number may be this one: a second listener would be invented.
  const named = [...ports.values()].filter((port) => typeof port === 'string' && /^[a-z].*\/tcp$/.test(port));
  if (!ports.has(`${number}/tcp`) && named.length > 0) return named.length === 1 ? named[0] : undefined;
  addListener(to.asset, number, source);
  return number;
}

/** `links` and `external_links`: names that somebody wanted to be found. */
function links(draft: Draft, service: Service, names: Names<Service>, networks: Networks): void {
  for (const item of itemsOf(
    get(service.tree, 'links'),
    `\`links\` of service ${quoted(service.name)}`,
    service,
  )) {
    const [name = ''] = (scalarOf(item) ?? '').split(':');
    const target = names.get(name);
    if (target === undefined) {
      report(
        service,
        'error',
        'UNKNOWN_SERVICE',
        `Service ${quoted(service.name)} links to ${quoted(name)}: expected a service of the project`,
        item.at(),
      );
    } else
      connect(
        draft,
        networks,
        service,
        target,
        { target: name, confidence: 0.7, note: `Links to ${name}` },
        sourceOf(item),
      );
  }
  for (const item of itemsOf(
    get(service.tree, 'external_links'),
    `\`external_links\` of service ${quoted(service.name)}`,
    service,
  )) {
    addGaps(
      draft,
      service.asset.id,
      ['flows'],
      `${service.name} links to ${quoted(scalarOf(item) ?? '')}, which is not in this project`,
      sourceOf(item),
    );
  }
}

/** A service that waits for another one to be well needs that one; one that waits for its start needs it to start. */
const HEALTHY_CONFIDENCE = 0.7;

/** Start order is no flow: what waits for a database need not talk to it. */
function startOrder(draft: Draft, service: Service, services: readonly Service[]): void {
  const tree = get(service.tree, 'depends_on');
  if (tree === undefined) return;
  for (const [name, item] of entriesOf(
    keyed(tree),
    `\`depends_on\` of service ${quoted(service.name)}`,
    service,
  )) {
    const target = services.find((other) => other.name === name);
    if (target !== undefined) {
      const isHealthy = get(item, 'condition')?.value === 'service_healthy';
      const source = sourceOf(item);
      draft.dependencies.push({
        of: service.asset.id,
        needs: [target.asset.id],
        mode: isHealthy ? 'hard' : 'start',
        source: isHealthy ? { ...source, how: 'inferred', confidence: HEALTHY_CONFIDENCE } : source,
      });
    } else if (get(item, 'required')?.value !== false)
      report(
        service,
        'error',
        'UNKNOWN_SERVICE',
        `Service ${quoted(service.name)} depends on ${quoted(name)}: expected a service of the project`,
        item.at(),
      );
  }
}
