// SPDX-License-Identifier: Apache-2.0
// Networks of a project as zones, by the Compose Specification ("networks", "network_mode").
import { quoted } from '../../words.ts';
import { addGaps, addWord, claim, type Draft } from '../container/draft.ts';
import { entriesOf, flagOf, get, report, scalarOf, sourceOf, type Tree } from '../container/tree.ts';
import { resolved } from './context.ts';
import { keyed } from './merge.ts';
import type { Project } from './project.ts';
import type { Service } from './service.ts';

/** Name that stands for the network of the host. No network can have it: a slash is not allowed. */
export const HOST = '/host';

/** A network, its zone, and whether published ports lead into it. */
export interface Network {
  readonly zone: string;
  readonly internal: boolean;
}

/** Where the services are. */
export interface Networks {
  readonly byName: ReadonlyMap<string, Network>;
  /** Networks of a service by its name; `HOST` for the network of the host, none for `network_mode: none`. */
  readonly of: ReadonlyMap<string, readonly string[]>;
}

/** Makes a zone for each network that a service is in. */
export function readNetworks(project: Project, draft: Draft, services: readonly Service[]): Networks {
  const of = new Map<string, readonly string[]>();
  const byService = new Map(services.map((service) => [service.name, service]));
  for (const service of services) of.set(service.name, networksOf(service, byService, []));
  const defined = new Map(entriesOf(get(project.tree, 'networks'), '`networks`', project));
  const byName = new Map<string, Network>();
  for (const service of services) {
    for (const name of of.get(service.name) ?? []) {
      if (!byName.has(name))
        byName.set(
          name,
          name === HOST ? hostZone(draft, service) : networkZone(project, draft, service, name, defined),
        );
    }
  }
  return { byName, of };
}

function networksOf(
  service: Service,
  services: ReadonlyMap<string, Service>,
  seen: readonly string[],
): readonly string[] {
  const mode = resolved(service, get(service.tree, 'network_mode'), '`network_mode`')?.text;
  if (mode === 'none') return [];
  if (mode === 'host') {
    addWord(
      service.asset,
      'properties',
      'host-network',
      sourceOf(get(service.tree, 'network_mode') ?? service.tree),
    );
    return [HOST];
  }
  const [, kind, name] = /^(service|container):(.+)$/.exec(mode ?? '') ?? [];
  if (kind !== undefined && name !== undefined) return sharedNetworks(service, name, services, seen);
  const tree = get(service.tree, 'networks');
  if (mode !== undefined && mode !== 'default') return [mode];
  const names =
    tree === undefined
      ? []
      : entriesOf(keyed(tree), `\`networks\` of service ${quoted(service.name)}`, service).map(
          ([key]) => key,
        );
  return names.length === 0 ? ['default'] : names;
}

/** Real projects share once. */
const MAX_SHARED = 32;

/** A container may use the network of another one. */
function sharedNetworks(
  service: Service,
  name: string,
  services: ReadonlyMap<string, Service>,
  seen: readonly string[],
): readonly string[] {
  const other =
    services.get(name) ??
    [...services.values()].find((one) => get(one.tree, 'container_name')?.value === name);
  if (other !== undefined && !seen.includes(other.name) && seen.length < MAX_SHARED)
    return networksOf(other, services, [...seen, service.name]);
  const mode = get(service.tree, 'network_mode') ?? service.tree;
  addGaps(
    service.draft,
    service.asset.id,
    ['exposure'],
    `${service.name} uses the network of ${quoted(name)}, which is not in this project`,
    sourceOf(mode),
  );
  return [];
}

function networkZone(
  project: Project,
  draft: Draft,
  service: Service,
  name: string,
  defined: ReadonlyMap<string, Tree>,
): Network {
  const tree = defined.get(name);
  const mode = get(service.tree, 'network_mode');
  if (tree === undefined && name !== 'default' && mode === undefined) {
    const at = keyed(get(service.tree, 'networks') ?? service.tree).entries?.get(name) ?? service.tree;
    report(
      project,
      'error',
      'UNKNOWN_NETWORK',
      `Service ${quoted(service.name)} is in network ${quoted(name)}, which is not defined: expected it under \`networks\``,
      at.at(),
    );
  }
  const zone = claim(draft, `network/${name}`);
  const place = tree ?? get(service.tree, 'networks') ?? mode ?? service.tree;
  const internal = flagOf(get(tree, 'internal'), `\`internal\` of network ${quoted(name)}`, project) === true;
  draft.zones.push({
    id: zone,
    type: 'container-network',
    ...(internal ? { note: 'Internal: no way in or out over the host' } : {}),
    source: sourceOf(place),
  });
  const external = get(tree, 'external');
  if (external !== undefined && external.value !== false)
    addGaps(
      draft,
      zone,
      ['flows'],
      `Network ${name} is made elsewhere: other containers may be in it`,
      sourceOf(external),
    );
  const driver = scalarOf(get(tree, 'driver')) ?? 'bridge';
  if (!['bridge', 'overlay', 'default', 'none'].includes(driver))
    addGaps(
      draft,
      zone,
      ['exposure'],
      `Network ${name} has driver ${quoted(driver)}: who reaches it from outside is not known`,
      sourceOf(get(tree, 'driver') ?? place),
    );
  return { zone, internal };
}

function hostZone(draft: Draft, service: Service): Network {
  const zone = hostNetwork(draft, get(service.tree, 'network_mode') ?? service.tree);
  return { zone, internal: false };
}

/** The zone of the host itself; the same one each time. */
export function hostNetwork(draft: Draft, at: Tree): string {
  const known = draft.zones.find((zone) => zone.type === 'host-network');
  if (known !== undefined) return known.id;
  const id = claim(draft, 'host', 'network/host');
  draft.zones.push({ id, type: 'host-network', name: 'Network of the container host', source: sourceOf(at) });
  return id;
}
