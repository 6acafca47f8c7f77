// SPDX-License-Identifier: Apache-2.0
// What NetworkPolicies let pass (Kubernetes documentation, "Network Policies"): a pod that no policy selects takes and
// sends everything; one that is selected, only what at least one of the policies that select it allows. Ingress and egress
// are judged apart, and both must agree.
import { type Block, contains } from '../../../core/address-block.ts';
import { includesPods } from './pods.ts';
import type { Peer, Policy, PortRule, Rule } from './policy.ts';
import { type Labels, matches } from './selector.ts';

/** A pod, as far as policies see it. */
export interface PodParty {
  readonly kind: 'pod';
  readonly namespace: string;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  /** `protocol/name` → number. */
  readonly namedPorts: ReadonlyMap<string, number>;
}

/** Who may be at one end of a connection. */
export type Party =
  | PodParty
  /** Addresses outside that no narrower block of a policy holds; no block: those that no policy names. */
  | { readonly kind: 'block'; readonly block?: Block }
  /** A pod that is not in the manifests: the controller of an Ingress. */
  | { readonly kind: 'unknown' };

export type Direction = 'ingress' | 'egress';

/** Policies that select a pod in one direction, those that ask for most labels first. */
export function selecting(
  policies: readonly Policy[],
  pod: PodParty,
  direction: Direction,
): readonly Policy[] {
  const all = policies.filter(
    (policy) =>
      policy[direction] !== undefined &&
      policy.namespace === pod.namespace &&
      matches(policy.pods, pod.labels),
  );
  return all.sort((one, other) => other.pods.length - one.pods.length);
}

/** True when `from` may send to `port` of `to`. */
export function isAllowed(
  policies: readonly Policy[],
  namespaces: readonly Labels[],
  from: Party,
  to: Party,
  port: { readonly number: number; readonly protocol: string },
): boolean {
  const side = (pod: Party, peer: Party, direction: Direction): boolean => {
    if (pod.kind !== 'pod') return true;
    const all = selecting(policies, pod, direction);
    if (all.length === 0) return true;
    const target = direction === 'ingress' ? pod : peer;
    return all.some((policy) =>
      (policy[direction] ?? []).some(
        (rule) => passesPeer(policy, rule, peer, namespaces) && passesPort(rule, target, port),
      ),
    );
  };
  return side(from, to, 'egress') && side(to, from, 'ingress');
}

/** True when a rule is about a peer. */
export function passesPeer(policy: Policy, rule: Rule, party: Party, namespaces: readonly Labels[]): boolean {
  return rule.peers === undefined || rule.peers.some((peer) => isPeer(policy, peer, party, namespaces));
}

/** True when a peer of a policy means a party. */
export function isPeer(policy: Policy, peer: Peer, party: Party, namespaces: readonly Labels[]): boolean {
  if (peer.kind === 'block') return isInBlock(peer, party);
  if (party.kind === 'block') return false;
  if (party.kind === 'unknown') {
    // It may be in any namespace that we do not see, never in the one of the policy.
    const selector = peer.namespaces;
    return (
      selector !== undefined &&
      (selector.length === 0 || !namespaces.some((labels) => matches(selector, labels)))
    );
  }
  const here =
    peer.namespaces === undefined
      ? party.namespace === policy.namespace
      : matches(peer.namespaces, party.namespaceLabels);
  return here && matches(peer.pods, party.labels);
}

function isInBlock(peer: Peer & { kind: 'block' }, party: Party): boolean {
  if (party.kind === 'unknown') return true;
  if (party.kind === 'pod') return includesPods(peer.block, peer.except);
  const { block } = party;
  if (block === undefined) return peer.block.prefix === 0 && !peer.except.some((one) => one.prefix === 0);
  return contains(peer.block, block) && !peer.except.some((one) => contains(one, block));
}

function passesPort(
  rule: Rule,
  target: Party,
  port: { readonly number: number; readonly protocol: string },
): boolean {
  return rule.ports === undefined || rule.ports.some((one) => isPortOf(one, target, port));
}

/** True when a rule for ports means this port; names are those of the pod that listens. */
export function isPortOf(
  rule: PortRule,
  target: Party,
  port: { readonly number: number; readonly protocol: string },
): boolean {
  if (rule.protocol !== port.protocol) return false;
  if (rule.port === undefined) return true;
  if (typeof rule.port === 'string')
    return target.kind === 'pod' && target.namedPorts.get(`${rule.protocol}/${rule.port}`) === port.number;
  return port.number >= rule.port && port.number <= (rule.endPort ?? rule.port);
}
