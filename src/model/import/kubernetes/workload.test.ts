// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a placeholder of deployment tools
import { describe } from 'vitest';
import { deployment, object, service, tests, web } from './cases.fixture.ts';

describe('workloads', () => {
  tests([
    {
      title: 'are assets on the nodes, in the zone of their namespace',
      objects: [web('ports: [{containerPort: 8080}, {containerPort: 53, protocol: UDP}]')],
      has: [
        'zone cluster cluster-network open @1:1 inferred 0.9',
        'zone cluster/default cluster-network in cluster @3:12',
        'asset cluster-nodes container-host @1:1 inferred 0.9',
        'asset web service @3:12',
        'web in cluster/default',
        'web listens 8080 @5:58',
        'web listens 53/udp @5:81',
        'web runs pkg:docker/web@1 @5:33',
      ],
    },
    {
      title: 'are of every kind that runs pods, and of one kind when a pod belongs to another',
      objects: [
        'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: job}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: job}]}}}}}',
        'apiVersion: v1\nkind: Pod\nmetadata: {name: job-1, ownerReferences: [{kind: CronJob, name: job}]}\nspec: {containers: [{name: c, image: job}]}',
        'apiVersion: v1\nkind: Pod\nmetadata: {name: lonely}\nspec: {containers: [{name: c, image: lonely}]}',
      ],
      has: ['asset job service @3:12', 'job has unpinned-image @4:70', 'asset lonely service @13:12'],
      lacks: ['asset job-1'],
    },
    {
      title: 'of one name in two namespaces are two',
      objects: [
        web().replace('{name: web}', '{name: web, namespace: a}'),
        web().replace('{name: web}', '{name: web, namespace: b}'),
      ],
      has: [
        'asset a/web service @3:12',
        'asset b/web service @9:12',
        'a/web in cluster/a',
        'b/web in cluster/b',
      ],
    },
    {
      title: 'run their init containers too',
      objects: [web('', 'initContainers: [{name: i, image: "init:2", ports: [{containerPort: 1}]}]')],
      has: ['web runs pkg:docker/web@1 @5:33', 'web runs pkg:docker/init@2 @5:78'],
      lacks: ['listens'],
    },
    {
      title: 'listen on the ports of sidecars',
      objects: [
        web(
          '',
          'initContainers: [{name: i, image: "i:2", restartPolicy: Always, ports: [{containerPort: 1}]}]',
        ),
      ],
      has: ['web listens 1 @5:124'],
    },
    {
      title: 'have a gap where they take a port of their node',
      objects: [web('ports: [{containerPort: 80, hostPort: 80}]')],
      has: ['gap web exposure @5:77'],
    },
    {
      title: 'have a gap where their image is a placeholder',
      objects: [web().replace('web:1', '${IMAGE}')],
      has: ['gap web software @5:33'],
    },
  ]);
});

describe('privileges', () => {
  tests([
    {
      title: 'are the defaults of the API, not surely',
      objects: [web()],
      has: [
        'web has privilege-escalation-allowed @5:23 inferred 0.9',
        'web has writable-root @5:23 inferred 0.9',
        'web has service-account-token @5:3 inferred 0.9',
      ],
      lacks: ['has privileged', 'runs-as-root', 'hardened'],
    },
    {
      title: 'leave it open where pods listen that name no port and that nobody calls',
      objects: [
        web(),
        object('batch/v1', 'Job', 'once', 'spec: {template: {spec: {containers: [{image: "a:1"}]}}}'),
      ],
      has: ['gap web listeners @5:3 inferred 0.9'],
      lacks: ['gap once'],
    },
    {
      title: 'are what a pod asks for',
      objects: [
        web(
          'securityContext: {privileged: true, capabilities: {add: [NET_ADMIN]}, runAsUser: 0}',
          'hostNetwork: true, hostPID: true',
        ),
      ],
      has: [
        'web in cluster/nodes',
        'web has host-network @5:136',
        'web has host-pid @5:155',
        'web has privileged @5:67',
        'web has added-capabilities @5:106',
        'web has runs-as-root @5:119',
      ],
      lacks: ['gap web privileges'],
    },
    {
      title: 'end where a container is restricted',
      objects: [
        web(
          'securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: {drop: [ALL]}}',
          'automountServiceAccountToken: false',
        ),
      ],
      has: ['web measure hardened-container @5:49', 'web measure no-token-mount @5:182'],
      lacks: ['web has', 'credential'],
    },
    {
      title: 'are those of the loosest container',
      objects: [
        web(
          'securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}}',
        ).replace('}]}}}', '}, {name: d, image: "d:1"}]}}}'),
      ],
      has: ['web has privilege-escalation-allowed @5:151 inferred 0.9'],
      lacks: ['hardened-container'],
    },
    {
      title: 'come with paths of the node',
      objects: [
        web(
          'volumeMounts: [{name: s, mountPath: /s}, {name: e, mountPath: /e, readOnly: true}, {name: v, mountPath: /v}]',
          'volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}, {name: e, hostPath: {path: /etc}}, {name: v, hostPath: {path: /data}}]',
        ),
      ],
      has: [
        'web has docker-socket @5:192',
        'web has host-path-readable @5:243',
        'web has host-path-writable @5:278',
      ],
    },
    {
      title: 'are unknown where a guard is off, or a field is misspelt',
      objects: [
        web(
          'securityContext: {seccompProfile: {type: Unconfined}, procMount: Unmasked, priviledged: true}',
          'hostIPC: true',
        ),
      ],
      has: [
        'gap web privileges @5:84',
        'gap web privileges @5:103',
        'gap web privileges @5:124',
        'gap web privileges @5:146',
      ],
    },
  ]);
});

describe('variables', () => {
  const db = [deployment('db', 'ports: [{containerPort: 5432}]'), service('db', 'ports: [{port: 5432}]')];
  tests([
    {
      title: 'hold secrets',
      objects: [web('env: [{name: DB_PASSWORD, value: hT7kq2}, {name: POSTGRES_PASSWORD, value: admin}]')],
      has: [
        'credential credential/web/db-password password in web @5:75',
        'web has literal-secret @5:75',
        'web has default-credentials @5:117',
        'identity account/web/administrator administrator may administer web @5:117',
      ],
      lacks: ['hT7kq2'],
    },
    {
      title: 'get secrets of Secret objects',
      objects: [
        web('env: [{name: T, valueFrom: {secretKeyRef: {name: s, key: token}}}]'),
        object('v1', 'Secret', 's', 'stringData: {token: hT7kq2}'),
      ],
      has: ['credential credential/web/t token in web @5:77'],
      lacks: ['hT7kq2', 'web has literal-secret'],
    },
    {
      title: 'call services, on the port of the pods',
      objects: [
        web('env: [{name: DB_ADDR, value: "db:5432"}]'),
        deployment('db', 'ports: [{name: pg, containerPort: 6000}]'),
        service('db', 'ports: [{port: 5432, targetPort: pg}]'),
      ],
      has: ['flow web > db 6000 @5:71 inferred 0.9'],
      lacks: ['gap web flows', 'gap db'],
    },
    {
      title: 'call services of other namespaces by their long name',
      objects: [
        web('env: [{name: DB_URL, value: "postgres://db.data.svc.cluster.local/x"}]'),
        deployment('db').replace('{name: db}', '{name: db, namespace: data}'),
        service('db', 'ports: [{port: 5432}]').replace('{name: db}', '{name: db, namespace: data}'),
      ],
      has: ['flow web > db 5432 @5:70 inferred 0.9'],
    },
    {
      title: 'do not call services of other namespaces by their short name',
      objects: [
        web('env: [{name: DB_URL, value: "postgres://db/x"}]'),
        deployment('db').replace('{name: db}', '{name: db, namespace: data}'),
        service('db', 'ports: [{port: 5432}]').replace('{name: db}', '{name: db, namespace: data}'),
      ],
      has: ['gap web flows @5:70'],
      lacks: ['flow web'],
    },
    {
      title: 'come from ConfigMap objects',
      objects: [
        web('envFrom: [{configMapRef: {name: m}}]'),
        object('v1', 'ConfigMap', 'm', 'data: {DB_ADDR: "db:5432"}'),
        ...db,
      ],
      has: ['flow web > db 5432 @10:8 inferred 0.9'],
    },
    {
      title: 'are gaps where their ConfigMap is not here',
      objects: [web('envFrom: [{configMapRef: {name: m}}]')],
      has: ['gap web flows @5:60'],
    },
    {
      title: 'stand for variables before them',
      objects: [web('env: [{name: H, value: db}, {name: DB_ADDR, value: "$(H):5432"}]'), ...db],
      has: ['flow web > db 5432 @5:93 inferred 0.9'],
    },
    {
      title: 'call systems of others',
      objects: [
        web('env: [{name: API_URL, value: "https://api.example.com"}, {name: PAY_HOST, value: pay}]'),
        object('v1', 'Service', 'pay', 'spec: {type: ExternalName, externalName: pay.example.net}'),
      ],
      has: [
        'flow web > api.example.com 443 @5:71 inferred 0.6',
        'flow web > pay.example.net @5:123 inferred 0.8',
        'pay.example.net in internet',
      ],
      lacks: ['gap web flows'],
    },
  ]);
});
