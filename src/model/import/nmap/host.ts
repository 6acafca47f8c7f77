// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../../../core/problem.ts';
import type { Asset, Assumption, Gap } from '../../schema.ts';
import { type Ids, slugOf, textOf } from '../ids.ts';
import type { ImportContext, TypeGuess } from '../importer.ts';
import type { XmlElement } from '../xml.ts';
import { attribute, childrenOf, shareOf, sourceOf } from './element.ts';
import { type PortFacts, readPort } from './port.ts';
import { readScripts, type ScriptFacts } from './script.ts';
import { softwareOfMatch } from './software.ts';

export interface HostFacts {
  readonly address: string;
  readonly asset: Asset;
  readonly gaps: readonly Gap[];
  readonly assumptions: readonly Assumption[];
}

/** One host that is up; undefined, with a problem, when it has no address. */
export function readHost(
  host: XmlElement,
  ids: Ids,
  known: Map<string, string>,
  context: ImportContext,
  problems: Problem[],
): HostFacts | undefined {
  const addresses = childrenOf(host, 'address').flatMap((address) => attribute(address, 'addr') ?? []);
  const address = addresses[0];
  if (address === undefined) {
    problems.push({
      code: 'NMAP_NO_ADDRESS',
      severity: 'error',
      message: 'A host has no address: expected `<address addr="…"/>`',
      at: host.at,
    });
    return undefined;
  }
  const names = namesOf(host);
  const id = idOf(names, address, ids, known);
  const ports = childrenOf(host, 'ports').flatMap((list) =>
    childrenOf(list, 'port').flatMap((port) => readPort(port, problems) ?? []),
  );
  const scripts = childrenOf(host, 'hostscript').map(readScripts);
  const type = typeOf(host, names, ports, context);
  const asset: Asset = {
    id,
    type: type.type,
    ...nameOf(names, address),
    ...noteOf(host, names, addresses),
    ...sections(host, ports, scripts),
    source: sourceOf(host, 'observed', type.confidence),
  };
  return { address, asset, gaps: gapsOf(host, id, ports, ids), assumptions: [] };
}

/** The name a person typed comes before the one that DNS gives back for the address. */
function namesOf(host: XmlElement): readonly string[] {
  const entries = childrenOf(host, 'hostnames').flatMap((list) => childrenOf(list, 'hostname'));
  const rank = (entry: XmlElement): number => (attribute(entry, 'type') === 'user' ? 0 : 1);
  return [...entries]
    .sort((one, other) => rank(one) - rank(other))
    .flatMap((entry) => attribute(entry, 'name') ?? []);
}

/** Two scans of one address are one asset; two addresses behind one name are two. */
function idOf(names: readonly string[], address: string, ids: Ids, known: Map<string, string>): string {
  const seen = known.get(address);
  if (seen !== undefined) return seen;
  const name = names[0];
  const wanted = name === undefined ? undefined : slugOf(name);
  const isNew = wanted !== undefined && !known.has(`name ${wanted}`);
  const id = isNew
    ? ids.take(wanted, 'host')
    : ids.take(name === undefined ? address : `${name}-${address}`, 'host');
  known.set(address, id);
  if (wanted !== undefined) known.set(`name ${wanted}`, id);
  return id;
}

/** `osclass` names kinds of devices (nmap-os-db); the rest is guessed from names, or is just a host. */
const DEVICE_TYPES: ReadonlyMap<string, string> = new Map([
  ['router', 'network-device'],
  ['switch', 'network-device'],
  ['firewall', 'network-device'],
  ['WAP', 'network-device'],
  ['broadband router', 'network-device'],
  ['load balancer', 'network-device'],
  ['storage-misc', 'storage'],
  ['hypervisor', 'server'],
]);

function typeOf(
  host: XmlElement,
  names: readonly string[],
  ports: readonly PortFacts[],
  context: ImportContext,
): TypeGuess {
  const classes = osMatches(host).flatMap((match) => childrenOf(match, 'osclass'));
  const device = DEVICE_TYPES.get(attribute(classes[0], 'type') ?? '');
  if (device !== undefined) return { type: device, confidence: shareOf(classes[0], 'accuracy', 100) };
  for (const name of names) {
    const guess = context.guess('name', name.split('.')[0] ?? name);
    if (guess !== undefined) return guess;
  }
  // Many services on one host say nothing about what the host is; a single one does.
  const open = ports.filter((port) => port.listener !== undefined);
  const guess = open.length === 1 ? context.guess('port', open[0]?.port ?? '') : undefined;
  return guess ?? { type: 'host', confidence: 1 };
}

function osMatches(host: XmlElement): readonly XmlElement[] {
  return childrenOf(host, 'os').flatMap((os) => childrenOf(os, 'osmatch'));
}

function nameOf(names: readonly string[], address: string): { name: string } {
  return { name: textOf(names[0] ?? address, 200) ?? address };
}

function noteOf(host: XmlElement, names: readonly string[], addresses: readonly string[]): { note?: string } {
  const os = attribute(osMatches(host)[0], 'name');
  const parts = [
    `addresses ${addresses.join(', ')}`,
    ...(names.length > 1 ? [`also called ${names.slice(1).join(', ')}`] : []),
    ...(os === undefined
      ? []
      : [`system looks like ${os} (${attribute(osMatches(host)[0], 'accuracy') ?? '?'} %)`]),
  ];
  const note = textOf(parts.join('; '));
  return note === undefined ? {} : { note };
}

function sections(
  host: XmlElement,
  ports: readonly PortFacts[],
  scripts: readonly ScriptFacts[],
): Pick<Asset, 'listens' | 'software' | 'properties' | 'vulnerabilities'> {
  const listens = ports.flatMap((port) => port.listener ?? []);
  const software = unique(
    [...ports.flatMap((port) => port.software), ...osMatches(host).slice(0, 1).flatMap(softwareOfMatch)],
    ({ purl }) => purl,
  );
  const properties = unique(
    [...ports, ...scripts].flatMap((found) => found.properties),
    ({ id }) => id,
  );
  const vulnerabilities = unique(
    [...ports, ...scripts].flatMap((found) => found.vulnerabilities),
    ({ id }) => id,
  );
  return {
    ...(listens.length === 0 ? {} : { listens }),
    ...(software.length === 0 ? {} : { software }),
    ...(properties.length === 0 ? {} : { properties }),
    ...(vulnerabilities.length === 0 ? {} : { vulnerabilities }),
  };
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map([...items].reverse().map((item) => [keyOf(item), item])).values()].reverse();
}

function gapsOf(host: XmlElement, about: string, ports: readonly PortFacts[], ids: Ids): Gap[] {
  const gap = (unknown: Gap['unknown'], text: string, at: XmlElement): Gap => ({
    id: ids.take(`${about}/${unknown}`, 'gap'),
    about,
    unknown,
    text: textOf(text) ?? text,
    source: sourceOf(at, 'observed', 1),
  });
  const silent = ports.filter((port) => port.doubtful);
  const nameless = ports.filter((port) => port.listener !== undefined && port.software.length === 0);
  const checks = ports.flatMap((port) =>
    port.vulnerabilities.filter(({ status }) => status === 'under_investigation'),
  );
  return [
    gap(
      'exposure',
      `An nmap scan does not say who else can reach ${about}, only that the scanner could`,
      host,
    ),
    ...(silent[0] === undefined
      ? []
      : [
          gap(
            'listeners',
            `Ports that gave the scanner no clear answer, open to others perhaps: ${silent.map(({ port }) => port).join(', ')}`,
            silent[0].at,
          ),
        ]),
    ...(nameless[0] === undefined
      ? []
      : [
          gap(
            'software',
            `The scan does not say which software answers on ${nameless.map(({ port }) => port).join(', ')}: scan with \`-sV\`, or list it`,
            nameless[0].at,
          ),
        ]),
    ...(checks.length === 0
      ? []
      : [
          gap(
            'software',
            `Versions that the scan saw match ${checks.length} advisories; nobody has checked whether they apply: ${checks.map(({ id }) => id).join(', ')}`,
            host,
          ),
        ]),
  ];
}
