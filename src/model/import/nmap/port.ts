// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../../../core/problem.ts';
import type { Asset, Source } from '../../schema.ts';
import type { XmlElement } from '../xml.ts';
import { attribute, childrenOf, sourceOf } from './element.ts';
import { readScripts, type ScriptFacts } from './script.ts';
import { type SoftwareFact, softwareOfService } from './software.ts';

type Listener = NonNullable<Asset['listens']>[number];

export interface PortFacts extends ScriptFacts {
  /** `443/tcp`. */
  readonly port: string;
  readonly at: XmlElement;
  /** Present when the port is open. */
  readonly listener?: Listener;
  /** The scanner could not tell: filtered, or open|filtered. */
  readonly doubtful: boolean;
  readonly software: readonly SoftwareFact[];
}

/** One port of a host; undefined when it is closed, or, with a problem, when it has no number. */
export function readPort(port: XmlElement, problems: Problem[]): PortFacts | undefined {
  const number = portNumber(port, problems);
  const state = attribute(childrenOf(port, 'state')[0], 'state') ?? 'unknown';
  if (number === undefined || state === 'closed' || state === 'closed|filtered') return undefined;
  const protocol =
    (attribute(port, 'protocol') ?? 'tcp')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, 16) || 'tcp';
  const open = state === 'open';
  const service = childrenOf(port, 'service')[0];
  const listener: Listener = {
    port: protocol === 'tcp' ? number : `${number}/${protocol}`,
    accepts: 'anyone',
    ...(attribute(service, 'tunnel') === 'ssl'
      ? { measures: [{ id: 'tls', source: observed(service ?? port) }] }
      : {}),
    source: observed(port),
  };
  return {
    port: `${number}/${protocol}`,
    at: port,
    ...(open ? { listener } : {}),
    doubtful: !open,
    software: open && service !== undefined ? softwareOfService(service) : [],
    ...(open ? readScripts(port) : { vulnerabilities: [], properties: [] }),
  };
}

function portNumber(port: XmlElement, problems: Problem[]): number | undefined {
  const written = attribute(port, 'portid') ?? '';
  const number = /^\d{1,5}$/.test(written) ? Number(written) : Number.NaN;
  if (number <= 65_535) return number;
  const found =
    written === ''
      ? 'A port has no number'
      : `Cannot use \`${written.slice(0, 60)}\` as the number of a port`;
  const message = `${found}: expected 0 to 65535 in \`portid\``;
  problems.push({ code: 'NMAP_BAD_PORT', severity: 'error', message, at: port.at });
  return undefined;
}

function observed(element: XmlElement): Source {
  return sourceOf(element, 'observed', 1);
}
