// SPDX-License-Identifier: Apache-2.0
// nmap XML output (`-oX`; nmap.dtd, xmloutputversion 1.0x): what a scanner saw from where it stood, and nothing more.
import type { Parsed, Problem } from '../../../core/problem.ts';
import type { Flow, Zone } from '../../schema.ts';
import { createIds, type Ids, stemOf } from '../ids.ts';
import type { ImportContext, Importer, ImportInput, ModelPart } from '../importer.ts';
import { readXml, type XmlElement } from '../xml.ts';
import { attribute, childrenOf, sourceOf } from './element.ts';
import { type HostFacts, readHost } from './host.ts';
import { networkOf } from './network.ts';
import { untriedPorts } from './scan.ts';

/** Scans with nmap, or with a scanner that writes the same XML (masscan, rustscan). */
export const nmapImporter: Importer = { id: 'nmap', title: 'nmap XML (-oX)', sniff, read };

function sniff({ bytes }: ImportInput): number {
  const head = new TextDecoder().decode(bytes.subarray(0, 4_096));
  if (/<nmaprun[\s>]/.test(head)) return 1;
  return /<!DOCTYPE\s+nmaprun/.test(head) ? 0.9 : 0;
}

function read(inputs: readonly ImportInput[], context: ImportContext): Parsed<ModelPart> {
  const problems: Problem[] = [];
  const scan = newScan();
  let readable = 0;
  for (const input of inputs) {
    const { value: root, problems: found } = readXml(input.bytes, input.file);
    problems.push(...found);
    if (root === undefined || !isRun(root, problems)) continue;
    readable++;
    readRun(root, scan, context, problems);
  }
  return readable === 0 ? { problems } : { value: partOf(scan), problems };
}

interface Scan {
  readonly ids: Ids;
  readonly zones: Map<string, Zone>;
  readonly flows: Flow[];
  readonly hosts: HostFacts[];
  readonly assumptions: NonNullable<ModelPart['assumptions']>;
  /** Id of a host that another file of this import scanned too, by its first address. */
  readonly known: Map<string, string>;
}

function newScan(): Scan {
  return { ids: createIds(), zones: new Map(), flows: [], hosts: [], assumptions: [], known: new Map() };
}

function isRun(root: XmlElement, problems: Problem[]): boolean {
  if (root.name === 'nmaprun') return true;
  const message = `The root element is \`${root.name.slice(0, 60)}\`: expected \`nmaprun\`, the output of \`nmap -oX\``;
  problems.push({ code: 'NMAP_NOT_A_SCAN', severity: 'error', message, at: root.at });
  return false;
}

function readRun(root: XmlElement, scan: Scan, context: ImportContext, problems: Problem[]): void {
  const up = childrenOf(root, 'host').filter(isUp);
  if (up.length === 0) {
    const message = 'The scan found no host that is up: nothing to import';
    problems.push({ code: 'NMAP_NO_HOST', severity: 'warning', message, at: root.at });
    return;
  }
  const scanner = scan.ids.take(`scanner/${stemOf(root.at.file)}`, 'scanner');
  scan.zones.set(scanner, {
    id: scanner,
    type: 'network',
    name: 'Where the scanner stood',
    note: 'Its hosts saw the open ports. It is not said to be the internet: put it `within` the zone where the scan ran.',
    source: sourceOf(root, 'observed', 1),
  });
  const reached = new Set<string>();
  for (const host of up) {
    const facts = readHost(host, scan.ids, scan.known, context, problems);
    if (facts === undefined) continue;
    const network = networkOf(facts.address);
    const zone = zoneFor(network, host, scan);
    scan.hosts.push({ ...facts, asset: { ...facts.asset, zone } });
    if (facts.asset.listens === undefined || reached.has(zone)) continue;
    reached.add(zone);
    scan.flows.push({
      id: scan.ids.take(`${scanner}/${zone}`, 'scan'),
      from: scanner,
      to: zone,
      port: 'any',
      source: sourceOf(host, 'observed', 1),
    });
  }
  const untried = untriedPorts(root);
  if (untried !== undefined)
    scan.assumptions.push({
      id: scan.ids.take(`${scanner}/ports-not-tried`, 'ports-not-tried'),
      text: untried.text,
      source: untried.source,
    });
}

/** Hosts of one /24 (IPv4) or /64 (IPv6) are taken to share a network; the scan itself does not say so. */
function zoneFor(network: string, host: XmlElement, scan: Scan): string {
  const known = scan.zones.get(network);
  if (known !== undefined) return known.id;
  const id = scan.ids.take(network === '' ? 'scanned-network' : `network/${network}`, 'scanned-network');
  scan.zones.set(network, {
    id,
    type: 'network',
    ...(network === '' ? {} : { name: `Network ${network}` }),
    source: sourceOf(host, 'inferred', 0.7),
  });
  return id;
}

/** masscan leaves `status` out; whoever shows an open port is up. */
function isUp(host: XmlElement): boolean {
  const status = childrenOf(host, 'status')[0];
  if (status !== undefined) return attribute(status, 'state') === 'up';
  return childrenOf(host, 'ports').some((ports) => childrenOf(ports, 'port').length > 0);
}

function partOf(scan: Scan): ModelPart {
  return {
    zones: [...scan.zones.values()],
    assets: scan.hosts.map(({ asset }) => asset),
    flows: scan.flows,
    assumptions: [...scan.assumptions, ...scan.hosts.flatMap(({ assumptions }) => assumptions)],
    gaps: scan.hosts.flatMap(({ gaps }) => gaps),
  };
}
