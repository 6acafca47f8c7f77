// SPDX-License-Identifier: Apache-2.0
// Ports and protocols as the Kubernetes API has them (ContainerPort, ServicePort, NetworkPolicyPort).
import { written } from '../../words.ts';
import { get, type Reporter, report, scalarOf, type Tree } from '../container/tree.ts';

const PROTOCOLS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);

/** A port number of TCP, UDP or SCTP. */
export function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}

/** The `protocol` of a port, in lower case; TCP when nothing is said, a problem when it is none of the API. */
export function protocolOf(item: Tree, what: string, to: Reporter): string | undefined {
  const tree = get(item, 'protocol');
  const protocol = tree === undefined ? 'tcp' : scalarOf(tree)?.toLowerCase();
  if (protocol !== undefined && PROTOCOLS.has(protocol)) return protocol;
  report(
    to,
    'error',
    'BAD_PROTOCOL',
    `Cannot use ${written(tree?.value)} as \`protocol\` of ${what}: expected \`TCP\`, \`UDP\` or \`SCTP\``,
    (tree ?? item).at('value'),
  );
  return undefined;
}
