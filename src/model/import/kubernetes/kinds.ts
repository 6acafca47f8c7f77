// SPDX-License-Identifier: Apache-2.0
// Kinds of objects that say nothing a model holds, or nothing by themselves.

/** `group/Kind` of objects that are read elsewhere, or that change nothing about who reaches what. */
export const KNOWN_KINDS: ReadonlySet<string> = new Set(
  `/ConfigMap /Secret /Service /ServiceAccount /Namespace /PersistentVolumeClaim /PersistentVolume /LimitRange /ResourceQuota
   /Event events.k8s.io/Event networking.k8s.io/NetworkPolicy networking.k8s.io/Ingress extensions/Ingress networking.k8s.io/IngressClass
   rbac.authorization.k8s.io/Role rbac.authorization.k8s.io/ClusterRole rbac.authorization.k8s.io/RoleBinding
   rbac.authorization.k8s.io/ClusterRoleBinding autoscaling/HorizontalPodAutoscaler policy/PodDisruptionBudget storage.k8s.io/StorageClass
   scheduling.k8s.io/PriorityClass coordination.k8s.io/Lease node.k8s.io/RuntimeClass apiextensions.k8s.io/CustomResourceDefinition
   apps/ControllerRevision monitoring.coreos.com/ServiceMonitor monitoring.coreos.com/PodMonitor monitoring.coreos.com/PrometheusRule
   cert-manager.io/Certificate cert-manager.io/Issuer cert-manager.io/ClusterIssuer autoscaling.k8s.io/VerticalPodAutoscaler
   policy/PodSecurityPolicy snapshot.storage.k8s.io/VolumeSnapshot snapshot.storage.k8s.io/VolumeSnapshotClass
   storage.k8s.io/CSIDriver scheduling.k8s.io/PodGroup`.split(/\s+/),
);

/** What is unknown when an object of a group is not understood: most groups that route traffic say so in their name. */
export function unknownOf(group: string): 'exposure' | 'privileges' {
  return /gateway|network|istio|traefik|route|linkerd|consul|contour|kong|cilium|calico|haproxy|nginx|discovery/.test(
    group,
  ) || group === ''
    ? 'exposure'
    : 'privileges';
}
