// SPDX-License-Identifier: Apache-2.0
// NetworkPolicy objects as data (Kubernetes API: networking.k8s.io/v1).

import { type Block, contains, parseBlock } from '../../../core/address-block.ts';
import type { Source } from '../../schema.ts';
import { quoted, written } from '../../words.ts';
import {
  get,
  itemsOf,
  type Reporter,
  report,
  scalarOf,
  sourceOf,
  type Tree,
  textOf,
} from '../container/tree.ts';
import type { KubeObject } from './object.ts';
import { isPort, protocolOf } from './port.ts';
import { readSelector, type Selector } from './selector.ts';

/** A policy. `ingress` or `egress` is absent when the policy does not concern that direction. */
export interface Policy {
  readonly name: string;
  readonly namespace: string;
  readonly pods: Selector;
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
  readonly source: Source;
}

/** What a policy lets pass. Absent peers or ports mean all. */
export interface Rule {
  readonly peers?: readonly Peer[];
  readonly ports?: readonly PortRule[];
  readonly source: Source;
}

/** Pods by labels, or addresses. Absent `namespaces` mean the namespace of the policy. */
export type Peer =
  | { readonly kind: 'pods'; readonly namespaces?: Selector; readonly pods: Selector }
  | { readonly kind: 'block'; readonly block: Block; readonly except: readonly Block[] };

/** Ports of one protocol: one, a range up to `endPort`, a named one, or all. */
export interface PortRule {
  readonly protocol: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** Reads a policy; parts that cannot be read are problems, and let nothing pass. */
export function readPolicy(object: KubeObject, to: Reporter): Policy {
  const what = `NetworkPolicy ${quoted(object.name)}`;
  const spec = get(object.tree, 'spec');
  const pods = readSelector(get(spec, 'podSelector'), `\`podSelector\` of ${what}`, to);
  const ingress = rulesOf(get(spec, 'ingress'), 'from', what, to);
  const egress = rulesOf(get(spec, 'egress'), 'to', what, to);
  const types = typesOf(spec, egress.length > 0, what, to);
  return {
    name: object.name,
    namespace: object.namespace,
    pods,
    ...(types.has('Ingress') ? { ingress } : {}),
    ...(types.has('Egress') ? { egress } : {}),
    source: sourceOf(get(object.tree, 'metadata', 'name') ?? object.tree),
  };
}

/** Without `policyTypes`, a policy always concerns ingress, and egress when it has rules for it. */
function typesOf(
  spec: Tree | undefined,
  hasEgress: boolean,
  what: string,
  to: Reporter,
): ReadonlySet<string> {
  const items = itemsOf(get(spec, 'policyTypes'), `\`policyTypes\` of ${what}`, to);
  for (const item of items) {
    if (item.value !== 'Ingress' && item.value !== 'Egress')
      report(
        to,
        'error',
        'BAD_POLICY_TYPE',
        `Cannot use ${written(item.value)} in \`policyTypes\` of ${what}: expected \`Ingress\` or \`Egress\``,
        item.at('value'),
      );
  }
  if (items.length > 0) return new Set(items.flatMap((item) => scalarOf(item) ?? []));
  return new Set(hasEgress ? ['Ingress', 'Egress'] : ['Ingress']);
}

function rulesOf(tree: Tree | undefined, side: 'from' | 'to', what: string, to: Reporter): Rule[] {
  return itemsOf(tree, `the rules of ${what}`, to).map((item) => {
    const peers = itemsOf(get(item, side), `\`${side}\` of ${what}`, to);
    const ports = itemsOf(get(item, 'ports'), `\`ports\` of ${what}`, to);
    return {
      source: sourceOf(item),
      // An empty list means the same as none: all.
      ...(peers.length === 0 ? {} : { peers: peers.flatMap((peer) => readPeer(peer, what, to)) }),
      ...(ports.length === 0 ? {} : { ports: ports.flatMap((port) => readPort(port, what, to)) }),
    };
  });
}

function readPeer(item: Tree, what: string, to: Reporter): Peer[] {
  const block = get(item, 'ipBlock');
  const pods = get(item, 'podSelector');
  const namespaces = get(item, 'namespaceSelector');
  if (block !== undefined) {
    if (pods !== undefined || namespaces !== undefined)
      report(
        to,
        'error',
        'BAD_PEER',
        `A peer of ${what} has \`ipBlock\` and a selector: expected one of them`,
        item.at(),
      );
    return readBlock(block, what, to);
  }
  if (pods === undefined && namespaces === undefined) {
    report(
      to,
      'error',
      'BAD_PEER',
      `A peer of ${what} is ${written(item.value)}: expected \`podSelector\`, \`namespaceSelector\` or \`ipBlock\``,
      item.at(),
    );
    return [];
  }
  return [
    {
      kind: 'pods',
      pods: readSelector(pods, `\`podSelector\` of ${what}`, to),
      ...(namespaces === undefined
        ? {}
        : { namespaces: readSelector(namespaces, `\`namespaceSelector\` of ${what}`, to) }),
    },
  ];
}

function readBlock(tree: Tree, what: string, to: Reporter): Peer[] {
  const block = blockAt(get(tree, 'cidr') ?? tree, `\`cidr\` of ${what}`, to);
  const except = itemsOf(get(tree, 'except'), `\`except\` of ${what}`, to).flatMap((item) => {
    const one = blockAt(item, `\`except\` of ${what}`, to);
    if (one === undefined || block === undefined) return [];
    if (!contains(block, one))
      report(
        to,
        'error',
        'BAD_BLOCK',
        `The exception ${quoted(one.text)} of ${what} is outside of ${quoted(block.text)}: expected a block within it`,
        item.at('value'),
      );
    return [one];
  });
  return block === undefined ? [] : [{ kind: 'block', block, except }];
}

function blockAt(tree: Tree, what: string, to: Reporter): Block | undefined {
  const text = textOf(tree, what, to);
  const block = text === undefined ? undefined : parseBlock(text);
  if (block === undefined && text !== undefined)
    report(
      to,
      'error',
      'BAD_BLOCK',
      `Cannot read ${quoted(text)} as ${what}: expected a block such as \`192.0.2.0/24\``,
      tree.at('value'),
    );
  return block;
}

function readPort(item: Tree, what: string, to: Reporter): PortRule[] {
  const port = get(item, 'port');
  const endPort = get(item, 'endPort');
  const bad = (tree: Tree, expected: string): PortRule[] => {
    report(
      to,
      'error',
      'BAD_PORT',
      `Cannot use ${written(tree.value)} as a port of ${what}: expected ${expected}`,
      tree.at('value'),
    );
    return [];
  };
  if (item.entries === undefined) return bad(item, 'a section with `port` and `protocol`');
  const protocol = protocolOf(item, what, to);
  if (protocol === undefined) return [];
  if (port === undefined)
    return endPort === undefined ? [{ protocol }] : bad(endPort, '`port` beside `endPort`');
  if (
    typeof port.value === 'string' &&
    /^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/.test(port.value) &&
    /[a-z]/.test(port.value)
  ) {
    return endPort === undefined
      ? [{ protocol, port: port.value }]
      : bad(endPort, 'a number in `port` beside `endPort`');
  }
  if (!isPort(port.value)) return bad(port, 'a number from 1 to 65535, or the name of a port');
  if (endPort === undefined) return [{ protocol, port: port.value }];
  if (!isPort(endPort.value) || endPort.value < port.value)
    return bad(endPort, `a number from ${port.value} to 65535`);
  return [{ protocol, port: port.value, endPort: endPort.value }];
}
