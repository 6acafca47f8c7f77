// SPDX-License-Identifier: Apache-2.0
// Fields of the Kubernetes API 1.34 (https://kubernetes.io/docs/reference/kubernetes-api/) in the sections that say who may
// do what. The API drops fields it does not know; a typing error there may hide a fact, so it becomes a gap.
import { nearest } from '../../nearest.ts';
import type { Gap } from '../../schema.ts';
import { quoted } from '../../words.ts';
import { addGaps, type Draft } from '../container/draft.ts';
import { get, sourceOf, type Tree } from '../container/tree.ts';
import type { KubeObject } from './object.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const FIELDS = {
  PodSpec:
    words(`activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks
    ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers
    nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources
    restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount serviceAccountName
    setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes`),
  Container:
    words(`args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe resizePolicy
    resources restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath
    terminationMessagePolicy tty volumeDevices volumeMounts workingDir`),
  SecurityContext:
    words(`allowPrivilegeEscalation appArmorProfile capabilities privileged procMount readOnlyRootFilesystem
    runAsGroup runAsNonRoot runAsUser seLinuxOptions seccompProfile windowsOptions`),
  PodSecurityContext:
    words(`appArmorProfile fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot runAsUser seLinuxChangePolicy
    seLinuxOptions seccompProfile supplementalGroups supplementalGroupsPolicy sysctls windowsOptions`),
  ServiceSpec:
    words(`allocateLoadBalancerNodePorts clusterIP clusterIPs externalIPs externalName externalTrafficPolicy
    healthCheckNodePort internalTrafficPolicy ipFamilies ipFamilyPolicy loadBalancerClass loadBalancerIP loadBalancerSourceRanges
    ports publishNotReadyAddresses selector sessionAffinity sessionAffinityConfig trafficDistribution type`),
  ServicePort: words('appProtocol name nodePort port protocol targetPort'),
  NetworkPolicySpec: words('egress ingress podSelector policyTypes'),
  NetworkPolicyIngressRule: words('from ports'),
  NetworkPolicyEgressRule: words('to ports'),
  NetworkPolicyPeer: words('ipBlock namespaceSelector podSelector'),
  NetworkPolicyPort: words('endPort port protocol'),
  IngressSpec: words('backend defaultBackend ingressClassName rules tls'),
} satisfies Readonly<Record<string, readonly string[]>>;

export type SectionType = keyof typeof FIELDS;

/** States a gap for each field of a section that its type in the API does not have. */
export function unknownFields(
  draft: Draft,
  about: string,
  unknown: Gap['unknown'],
  type: SectionType,
  section: Tree | undefined,
  what: string,
): void {
  for (const [key, tree] of section?.entries ?? []) {
    if (FIELDS[type].includes(key)) continue;
    const near = nearest(key, FIELDS[type]);
    const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
    addGaps(draft, about, [unknown], `Unknown field ${quoted(key)} of ${what}${hint}`, sourceOf(tree));
  }
}

/** A policy with a misspelt field holds more, or less, than its author meant. */
export function policyFields(draft: Draft, about: string, { name, tree }: KubeObject): void {
  const what = `NetworkPolicy ${quoted(name)}`;
  const check = (type: SectionType, section: Tree | undefined, part = ''): void =>
    unknownFields(draft, about, 'exposure', type, section, part + what);
  check('NetworkPolicySpec', get(tree, 'spec'));
  for (const [key, type, side] of [
    ['ingress', 'NetworkPolicyIngressRule', 'from'],
    ['egress', 'NetworkPolicyEgressRule', 'to'],
  ] as const) {
    for (const rule of get(tree, 'spec', key)?.items ?? []) {
      check(type, rule, 'a rule of ');
      for (const peer of get(rule, side)?.items ?? []) check('NetworkPolicyPeer', peer, 'a peer of ');
      for (const port of get(rule, 'ports')?.items ?? []) check('NetworkPolicyPort', port, 'a port of ');
    }
  }
}
