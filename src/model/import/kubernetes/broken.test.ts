// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { problemLines } from '../container/statements.fixture.ts';
import { kubernetesImporter } from './index.ts';

const C = '{containers: [{name: c, image: web:1}]}';

const pod = (spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: ${spec}`;
/** A pod in lines 1 to 4, and a service whose spec is line 9. */
const service = (spec: string): string =>
  `${pod(C)}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: ${spec}`;
const policy = (spec: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\nspec: ${spec}`;
const ingress = (spec: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: in}\nspec: ${spec}`;

const CASES: readonly (readonly [yaml: string, ...problems: string[]])[] = [
  ['', '1:1 KUBERNETES_EMPTY The files hold no objects: expected `apiVersion` and `kind`'],
  ['---\n---', '1:1 KUBERNETES_EMPTY The files hold no objects: expected `apiVersion` and `kind`'],
  [
    '[]',
    '1:1 KUBERNETES_WRONG_TYPE Cannot use an empty list as a Kubernetes object: expected a section with `apiVersion`, `kind` and `metadata`',
  ],
  [
    'just text',
    '1:1 KUBERNETES_WRONG_TYPE Cannot use `just text` as a Kubernetes object: expected a section with `apiVersion`, `kind` and `metadata`',
  ],
  ['kind: Pod', '1:1 KUBERNETES_NO_KIND The object has no `apiVersion`: expected both'],
  ['apiVersion: v1', '1:1 KUBERNETES_NO_KIND The object has no `kind`: expected both'],
  [
    'apiVersion: v1\nkind: [Pod]\nmetadata: {name: a}',
    '2:7 KUBERNETES_WRONG_TYPE Cannot use a list of 1 as `kind`: expected text',
  ],
  ['apiVersion: v1\nkind: Pod', '2:1 KUBERNETES_NO_NAME The Pod has no `metadata.name`: expected a name'],
  [
    'apiVersion: v1\nkind: Pod\nmetadata: {namespace: a}',
    '3:1 KUBERNETES_NO_NAME The Pod has no `metadata.name`: expected a name',
  ],
  [
    'apiVersion: v1\nkind: Pod\nmetadata: web',
    '3:11 KUBERNETES_WRONG_TYPE Cannot use `web` as `metadata` of `Pod`: expected a section',
  ],
  [
    'apiVersion: v1\nkind: PodList\nitems: {}',
    '3:8 KUBERNETES_WRONG_TYPE Cannot use an empty section as `items` of `PodList`: expected a list',
  ],
  [
    'apiVersion: v1\nkind: List\nitems: [7]',
    '3:9 KUBERNETES_WRONG_TYPE Cannot use `7` as a Kubernetes object: expected a section with `apiVersion`, `kind` and `metadata`',
  ],
  [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web}',
    '1:1 KUBERNETES_NO_POD Pod `web` has no pod template: expected `spec` with `containers`',
  ],
  [pod('[]'), '4:1 KUBERNETES_NO_POD Pod `web` has no pod template: expected `spec` with `containers`'],
  [
    pod('{containers: []}'),
    '4:8 KUBERNETES_NO_CONTAINERS Pod `web` has no containers: expected at least one',
  ],
  [
    pod('{containers: web}'),
    '4:20 KUBERNETES_WRONG_TYPE Cannot use `web` as `containers` of Pod `web`: expected a list',
  ],
  [
    pod('{containers: [web]}'),
    '4:21 KUBERNETES_WRONG_TYPE Cannot use `web` as a container of Pod `web`: expected a section with `name` and `image`',
  ],
  [
    pod('{containers: [{name: c, image: "a b"}]}'),
    '4:38 KUBERNETES_BAD_IMAGE Cannot read `a b` as the image of Pod `web`: expected `[registry/]name[:tag][@digest]`',
  ],
  [
    pod('{containers: [{name: c, image: {a: b}}]}'),
    '4:38 KUBERNETES_WRONG_TYPE Cannot use a section with `a` as `image` of Pod `web`: expected text',
  ],
  [
    pod('{containers: [{name: c, image: web:1, ports: [{containerPort: 70000}]}]}'),
    '4:69 KUBERNETES_BAD_PORT Cannot use `70000` as `containerPort` of Pod `web`: expected a number from 1 to 65535',
  ],
  [
    pod('{containers: [{name: c, image: web:1, ports: [{containerPort: http}]}]}'),
    '4:69 KUBERNETES_BAD_PORT Cannot use `http` as `containerPort` of Pod `web`: expected a number from 1 to 65535',
  ],
  [
    pod('{containers: [{name: c, image: web:1, ports: [{name: http}]}]}'),
    '4:53 KUBERNETES_BAD_PORT Cannot use nothing as `containerPort` of Pod `web`: expected a number from 1 to 65535',
  ],
  [
    pod('{containers: [{name: c, image: web:1, ports: [{containerPort: 80, protocol: HTTP}]}]}'),
    '4:83 KUBERNETES_BAD_PROTOCOL Cannot use `HTTP` as `protocol` of Pod `web`: expected `TCP`, `UDP` or `SCTP`',
  ],
  [
    pod('{containers: [{name: c, image: web:1, env: [{value: x}]}]}'),
    '4:51 KUBERNETES_BAD_VARIABLE A variable of Pod `web` has no `name`: expected one',
  ],
  [
    pod('{containers: [{name: c, image: web:1, env: [{name: A, value: [1]}]}]}'),
    '4:68 KUBERNETES_WRONG_TYPE Cannot use a list of 1 as variable `A` of web: expected text',
  ],
  [
    pod('{containers: [{name: c, image: web:1, env: {A: 1}}]}'),
    '4:50 KUBERNETES_WRONG_TYPE Cannot use a section with `A` as `env` of Pod `web`: expected a list',
  ],
  [
    pod('{containers: [{name: c, image: web:1, securityContext: {privileged: maybe}}]}'),
    '4:75 KUBERNETES_WRONG_TYPE Cannot use `maybe` as `privileged` of `web`: expected `true` or `false`',
  ],
  [
    pod('{containers: [{name: c, image: web:1}], hostNetwork: 1}'),
    '4:60 KUBERNETES_WRONG_TYPE Cannot use `1` as `hostNetwork` of `web`: expected `true` or `false`',
  ],
  [
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {}',
    '4:1 KUBERNETES_NO_POD Deployment `web` has no pod template: expected `spec.template.spec` with `containers`',
  ],
  [
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: wbe}}\n    spec: {containers: [{name: c, image: web:1}]}',
    '5:3 KUBERNETES_SELECTOR_MISSES The selector of Deployment `web` does not fit the labels of its own pods: expected the same labels',
  ],
  [
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchExpressions: [{key: app, operator: Is}]}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: c, image: web:1}]}',
    '5:54 KUBERNETES_BAD_SELECTOR Cannot use `Is` as an operator in `selector` of Deployment `web`: expected `In`, `NotIn`, `Exists` or `DoesNotExist`',
  ],
  [
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchExpressions: [{key: app, operator: In}]}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: c, image: web:1}]}',
    '5:54 KUBERNETES_BAD_SELECTOR Cannot use `In` as an operator in `selector` of Deployment `web`: expected some `values` with `In`',
  ],
  [
    service('{selector: {app: web}, ports: [{port: 0}]}'),
    '9:45 KUBERNETES_BAD_PORT Cannot use `0` as `port` of Service `web`: expected a number from 1 to 65535',
  ],
  [
    service('{selector: {app: web}, ports: [{targetPort: 80}]}'),
    '9:38 KUBERNETES_BAD_PORT Cannot use nothing as `port` of Service `web`: expected a number from 1 to 65535',
  ],
  [
    service('{selector: {app: web}, ports: [{port: 80, targetPort: 99999}]}'),
    '9:61 KUBERNETES_BAD_PORT Cannot use `99999` as `targetPort` of Service `web`: expected a number from 1 to 65535, or the name of a port',
  ],
  [
    service('{selector: {app: web}, ports: [{port: 80, protocol: tls}]}'),
    '9:59 KUBERNETES_BAD_PROTOCOL Cannot use `tls` as `protocol` of Service `web`: expected `TCP`, `UDP` or `SCTP`',
  ],
  [
    service('{selector: {app: web}, ports: 80}'),
    '9:37 KUBERNETES_WRONG_TYPE Cannot use `80` as `ports` of Service `web`: expected a list',
  ],
  [
    service('{selector: web}'),
    '9:18 KUBERNETES_WRONG_TYPE Cannot use `web` as `selector` of Service `web`: expected a section',
  ],
  [
    service('{selector: {app: wbe}, ports: [{port: 80}]}'),
    '9:8 warning KUBERNETES_NO_PODS Service `web` selects no pods of namespace `default`: expected labels that a workload has',
  ],
  [
    service('{type: Public, selector: {app: web}}'),
    '9:14 KUBERNETES_BAD_SERVICE_TYPE Cannot use `Public` as the type of Service `web`: expected `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`',
  ],
  [
    service(
      '{type: LoadBalancer, selector: {app: web}, ports: [{port: 80}], loadBalancerSourceRanges: [192.0.2.0]}',
    ),
    '9:98 KUBERNETES_BAD_BLOCK Cannot read the text `192.0.2.0` in `loadBalancerSourceRanges` of `web`: expected a block such as `192.0.2.0/24`',
  ],
  [
    policy('{podSelector: {matchLabels: web}}'),
    '4:35 KUBERNETES_WRONG_TYPE Cannot use `web` as `matchLabels` of `podSelector` of NetworkPolicy `deny`: expected a section',
  ],
  [
    policy('{podSelector: {}, policyTypes: [Inward]}'),
    '4:39 KUBERNETES_BAD_POLICY_TYPE Cannot use `Inward` in `policyTypes` of NetworkPolicy `deny`: expected `Ingress` or `Egress`',
  ],
  [
    policy('{podSelector: {}, ingress: {}}'),
    '4:34 KUBERNETES_WRONG_TYPE Cannot use an empty section as the rules of NetworkPolicy `deny`: expected a list',
  ],
  [
    policy('{podSelector: {}, ingress: [{from: [{}]}]}'),
    '4:43 KUBERNETES_BAD_PEER A peer of NetworkPolicy `deny` is an empty section: expected `podSelector`, `namespaceSelector` or `ipBlock`',
  ],
  [
    policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}'),
    '4:60 KUBERNETES_BAD_BLOCK Cannot read `10.0.0.0/33` as `cidr` of NetworkPolicy `deny`: expected a block such as `192.0.2.0/24`',
  ],
  [
    policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}'),
    '4:81 KUBERNETES_BAD_BLOCK The exception `11.0.0.0/16` of NetworkPolicy `deny` is outside of `10.0.0.0/8`: expected a block within it',
  ],
  [
    policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}'),
    '4:43 KUBERNETES_BAD_PEER A peer of NetworkPolicy `deny` has `ipBlock` and a selector: expected one of them',
  ],
  [
    policy('{podSelector: {}, ingress: [{ports: [{port: 80, endPort: 70}]}]}'),
    '4:64 KUBERNETES_BAD_PORT Cannot use `70` as a port of NetworkPolicy `deny`: expected a number from 80 to 65535',
  ],
  [
    policy('{podSelector: {}, ingress: [{ports: [{port: http, endPort: 90}]}]}'),
    '4:66 KUBERNETES_BAD_PORT Cannot use `90` as a port of NetworkPolicy `deny`: expected a number in `port` beside `endPort`',
  ],
  [
    policy('{podSelector: {}, ingress: [{ports: [{endPort: 90}]}]}'),
    '4:54 KUBERNETES_BAD_PORT Cannot use `90` as a port of NetworkPolicy `deny`: expected `port` beside `endPort`',
  ],
  [
    policy('{podSelector: {}, ingress: [{ports: [80]}]}'),
    '4:44 KUBERNETES_BAD_PORT Cannot use `80` as a port of NetworkPolicy `deny`: expected a section with `port` and `protocol`',
  ],
  [
    policy('{podSelector: {}, ingress: [{ports: [{port: UPPER}]}]}'),
    '4:51 KUBERNETES_BAD_PORT Cannot use `UPPER` as a port of NetworkPolicy `deny`: expected a number from 1 to 65535, or the name of a port',
  ],
  [
    policy('{podSelector: {}, ingress: [{ports: [{port: 80, protocol: ICMP}]}]}'),
    '4:65 KUBERNETES_BAD_PROTOCOL Cannot use `ICMP` as `protocol` of NetworkPolicy `deny`: expected `TCP`, `UDP` or `SCTP`',
  ],
  [
    policy('{podSelector: {}, egress: [{to: web}]}'),
    '4:39 KUBERNETES_WRONG_TYPE Cannot use `web` as `to` of NetworkPolicy `deny`: expected a list',
  ],
  [
    ingress('{rules: [{http: {paths: [{backend: {}}]}}]}'),
    '4:33 KUBERNETES_BAD_BACKEND A path of Ingress `in` leads to an empty section: expected `backend.service.name`',
  ],
  [
    ingress('{rules: [{http: {paths: [{backend: {service: {name: web, port: {number: 80}}}}]}}]}'),
    '4:59 warning KUBERNETES_NO_SERVICE Ingress `in` leads to service `web` of namespace `default`, which is not among the inputs',
  ],
  [
    ingress('{rules: web}'),
    '4:15 KUBERNETES_WRONG_TYPE Cannot use `web` as `rules` of Ingress `in`: expected a list',
  ],
  [
    `${service('{selector: {app: web}, ports: [{port: 80}]}')}\n---\n${ingress('{defaultBackend: {service: {name: web, port: {number: 81}}}}')}`,
    '14:41 warning KUBERNETES_NO_SERVICE_PORT Ingress `in` leads to port `81` of service `web`: expected a port that the service has',
  ],
  [pod('{}'), '4:1 KUBERNETES_NO_CONTAINERS Pod `web` has no containers: expected at least one'],
  [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [a]}',
    '3:18 KUBERNETES_WRONG_TYPE Cannot use a list of 1 as `metadata.name`: expected text',
    '3:12 KUBERNETES_NO_NAME The ConfigMap has no `metadata.name`: expected a name',
  ],
  [
    'apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Pod}]',
    '3:26 KUBERNETES_NO_NAME The Pod has no `metadata.name`: expected a name',
  ],
  [
    `${pod(C)}\n---\n${pod(C)}`,
    '6:1 warning KUBERNETES_TWICE Pod `web` of namespace `default` is also at app.yaml:1: the later one counts',
  ],
  [
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  name: web',
    '5:3 DOCUMENT_DUPLICATE_KEY The key `name` occurs twice in the same section: expected it once',
    '1:1 KUBERNETES_NO_POD Pod `web` has no pod template: expected `spec` with `containers`',
  ],
  [
    'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: web',
    '4:1 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: tab characters must not be used in indentation',
  ],
  [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web',
    '3:21 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: unexpected end of the stream within a flow collection',
  ],
];

describe('a broken manifest', () => {
  for (const [yaml, ...problems] of CASES) {
    it(`is reported at its place: ${JSON.stringify(yaml)}`, () => {
      expect(problemLines(kubernetesImporter, { 'app.yaml': yaml })).toEqual(problems);
    });
  }
});
