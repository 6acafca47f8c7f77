// SPDX-License-Identifier: Apache-2.0
// Which workload calls which, as its variables hint.
import type { Source } from '../../schema.ts';
import { addListener, type Port } from '../container/draft.ts';
import { type Endpoint, endpointsIn } from '../container/endpoint.ts';
import { type Names, namesOf } from '../container/names.ts';
import { stateStrangers } from '../container/outside.ts';
import { strangersIn } from '../container/stranger.ts';
import type { Cluster, Workload } from './cluster.ts';
import type { Service } from './service.ts';

/** A call that a variable hints at. Policies may still hold it. */
export interface Call {
  readonly from: Workload;
  /** A workload, or the id of an asset outside of the cluster. */
  readonly to: Workload | string;
  readonly port?: Port;
  readonly note: string;
  readonly source: Source;
}

/** The calls of all workloads; ports that callers use become listeners. */
export function readCalls(
  cluster: Cluster,
  workloads: readonly Workload[],
  services: readonly Service[],
): readonly Call[] {
  const namesIn = serviceNames(cluster, services);
  return workloads.flatMap((from) => {
    const names = namesIn.get(from.object.namespace);
    if (names === undefined) return [];
    const strangers = strangersIn(from.variables, names);
    const outward = stateStrangers(cluster.draft, from.asset, strangers, () => 'internet').map(
      (call): Call => ({ from, ...call }),
    );
    const inward = endpointsIn(from.variables, names).flatMap((endpoint) => {
      const service = names.get(endpoint.target);
      const place = from.variables.find((variable) => variable === endpoint.variable)?.source;
      return service === undefined || place === undefined
        ? []
        : callsTo(from, service, endpoint, { ...place, how: 'inferred', confidence: endpoint.confidence });
    });
    return [...inward, ...outward];
  });
}

/** Names of services as pods of each namespace resolve them (Kubernetes documentation, "DNS for Services and Pods"). */
function serviceNames(cluster: Cluster, services: readonly Service[]): ReadonlyMap<string, Names<Service>> {
  const qualified = new Map<string, Service>();
  const own = new Map(
    [...cluster.namespaces.keys()].map((namespace) => [namespace, new Map<string, Service>()]),
  );
  for (const service of services) {
    // What stands behind it is not here: a call to it leads to nothing among the inputs.
    if (service.workloads.length === 0 && service.external === undefined) continue;
    const { name, namespace } = service.object;
    own.get(namespace)?.set(name, service);
    for (const suffix of ['', '.svc', '.svc.cluster.local'])
      qualified.set(`${name}.${namespace}${suffix}`, service);
  }
  return new Map([...own].map(([namespace, names]) => [namespace, namesOf(names, qualified)]));
}

function callsTo(from: Workload, service: Service, endpoint: Endpoint, source: Source): Call[] {
  const { note, port: number } = endpoint;
  const port = number === undefined ? {} : { port: number };
  if (service.external !== undefined) return [{ from, to: service.external, ...port, note, source }];
  const ports = service.ports.filter((one) => one.number === number);
  const used =
    ports.length === 0 && number === undefined && service.ports.length === 1 ? service.ports : ports;
  const targets = used.flatMap((one) => one.targets);
  if (targets.length > 0)
    return targets
      .filter(({ workload }) => workload !== from)
      .map(({ workload, port: target }) => ({ from, to: workload, port: target, note, source }));
  return service.workloads
    .filter((workload) => workload !== from)
    .map((to) => {
      // Clients of a headless service talk to the port of the pod itself.
      if (service.headless && number !== undefined) addListener(to.asset, number, source);
      return { from, to, note, source, ...(service.headless ? port : {}) };
    });
}
