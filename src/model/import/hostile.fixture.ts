// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
// Files of every format that is imported, small and right: what tests change until it is wrong.

/** Small documents with every part that an importer looks at. */
export const SEEDS: Readonly<Record<string, unknown>> = {
  compose: {
    name: 'a',
    services: {
      web: {
        image: 'r.example:5000/a/b:1@sha256:00',
        extends: { service: 'base', file: 'x.yaml' },
        ports: [
          '127.0.0.1:80:80/tcp',
          '${P}',
          { target: 80, published: '81-82', host_ip: '::1', protocol: 'udp' },
        ],
        expose: ['90-91/udp'],
        environment: { DB_HOST: 'db', DB_PORT: 5432, PASSWORD: 'admin', URL: 'http://u:p@db:1', E: null },
        env_file: [{ path: 'a.env', required: false }, 'b.env'],
        networks: { back: { aliases: ['w'] } },
        volumes: ['/var/run/docker.sock:/s', { type: 'bind', source: '/etc', target: '/x', read_only: true }],
        cap_add: ['ALL'],
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true', 'seccomp=unconfined'],
        user: '0',
        privileged: true,
        pid: 'host',
        depends_on: { db: { condition: 'service_started', required: true } },
        links: ['db:d'],
        external_links: ['e:f'],
        secrets: ['s', { source: 's' }],
        profiles: ['p'],
      },
      db: {
        build: { context: '.' },
        environment: ['A=1', 'B'],
        networks: ['back'],
        network_mode: 'service:web',
      },
      host: { image: 'x', network_mode: 'host' },
    },
    networks: { back: { internal: true, driver: 'macvlan', external: true } },
    secrets: { s: { file: './s' } },
    include: ['y.yaml', { path: ['z.yaml'] }],
  },
  kubernetes: {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'n', labels: { app: 'web' } },
        spec: {
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' } },
            spec: {
              serviceAccountName: 'sa',
              automountServiceAccountToken: true,
              hostNetwork: true,
              hostPID: false,
              securityContext: { runAsNonRoot: true, runAsUser: 0 },
              containers: [
                {
                  name: 'c',
                  image: 'x/y:1',
                  ports: [{ name: 'http', containerPort: 80, hostPort: 80, protocol: 'TCP' }],
                  env: [
                    { name: 'DB_ADDR', value: 'db:$(PORT)' },
                    { name: 'S', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
                    { name: 'M', valueFrom: { configMapKeyRef: { name: 'm', key: 'k', optional: true } } },
                  ],
                  envFrom: [{ prefix: 'P_', configMapRef: { name: 'm' } }, { secretRef: { name: 's' } }],
                  securityContext: { privileged: true, capabilities: { add: ['ALL'], drop: ['ALL'] } },
                  volumeMounts: [{ name: 'v', mountPath: '/x', readOnly: true }],
                },
              ],
              volumes: [{ name: 'v', hostPath: { path: '/var/run/docker.sock' } }],
            },
          },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'db', namespace: 'n', labels: { app: 'db' } },
        spec: { containers: [{ name: 'd', image: 'postgres' }] },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'n' },
        spec: {
          type: 'LoadBalancer',
          selector: { app: 'web' },
          ports: [{ name: 'p', port: 80, targetPort: 'http' }],
          loadBalancerSourceRanges: ['192.0.2.0/24'],
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'out', namespace: 'n' },
        spec: { type: 'ExternalName', externalName: 'x.example' },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'i', namespace: 'n' },
        spec: {
          ingressClassName: 'nginx',
          tls: [{}],
          rules: [{ http: { paths: [{ backend: { service: { name: 'web', port: { number: 80 } } } }] } }],
        },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'np', namespace: 'n' },
        spec: {
          podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [
            {
              from: [
                { podSelector: {}, namespaceSelector: {} },
                { ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] } },
              ],
              ports: [{ protocol: 'TCP', port: 80, endPort: 90 }, { port: 'http' }],
            },
          ],
          egress: [{}],
        },
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'rb', namespace: 'n' },
        roleRef: { kind: 'ClusterRole', name: 'edit' },
        subjects: [
          { kind: 'ServiceAccount', name: 'sa', namespace: 'n' },
          { kind: 'User', name: 'u' },
          { kind: 'Group', name: 'g' },
        ],
      },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace: 'n' }, data: { k: 'v' } },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'n' },
        stringData: { k: 'admin' },
      },
      { apiVersion: 'example.org/v1', kind: 'Odd', metadata: { name: 'o' } },
    ],
  },
  cyclonedx: {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: 'urn:uuid:cbb2cd68-2857-43b8-a10b-e8c03d277d18',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name: 'web',
        'bom-ref': 'web',
        components: [{ type: 'library', name: 'n' }],
      },
    },
    components: [
      { type: 'library', group: 'g', name: 'a', version: '1', 'bom-ref': 'a', purl: 'pkg:npm/a@1' },
      { type: 'container', name: 'x/y:1', 'bom-ref': 'y' },
    ],
    services: [
      { name: 's', endpoints: ['https://a.example'], authenticated: true, data: [{ classification: 'PII' }] },
    ],
    dependencies: [{ ref: 'y', dependsOn: ['a'] }],
    compositions: [{ aggregate: 'incomplete' }],
    vulnerabilities: [
      {
        id: 'CVE-1',
        ratings: [{ vector: 'AV:N/C:H/I:H/A:H' }],
        analysis: { state: 'in_triage', detail: 'd' },
        affects: [{ ref: 'a', versions: [{ range: 'vers:npm/>=1' }] }],
      },
    ],
  },
  otm: {
    otmVersion: '0.2.0',
    assets: [{ id: 'd', name: 'data' }],
    trustZones: [{ id: 'z', name: 'Z', type: 't', risk: { trustRating: 1 }, parent: { trustZone: 'z' } }],
    components: [
      {
        id: 'c',
        name: 'C',
        type: 'db',
        parent: { trustZone: 'z', component: 'c' },
        assets: { stored: ['d'], processed: ['d'] },
        threats: [{ threat: 't', state: 'exposed', mitigations: [{ mitigation: 'm', state: 'done' }] }],
      },
    ],
    dataflows: [
      {
        id: 'f',
        name: 'F',
        source: 'c',
        destination: 'z',
        bidirectional: true,
        tags: ['https'],
        assets: ['d'],
      },
    ],
    threats: [{ id: 't', name: 'T', categories: ['Spoofing'] }],
    mitigations: [{ id: 'm', name: 'M' }],
  },
  'threat-dragon': {
    version: '2.0',
    summary: {},
    detail: {
      diagrams: [
        {
          title: 'T',
          cells: [
            {
              id: '1',
              shape: 'process',
              position: { x: 1, y: 1 },
              size: { width: 2, height: 2 },
              data: {
                name: 'P',
                isWebApplication: true,
                privilegeLevel: 'root',
                outOfScope: true,
                threats: [{ title: 't', type: 'Tampering', status: 'Open' }],
              },
            },
            {
              id: '2',
              shape: 'store',
              data: { name: 'S', isALog: true, storesCredentials: true, isEncrypted: true },
            },
            {
              id: '3',
              shape: 'flow',
              source: { cell: '1' },
              target: { cell: '2' },
              data: { name: 'F', isPublicNetwork: true, isBidirectional: true, protocol: 'HTTPS' },
            },
            {
              id: '4',
              shape: 'trust-boundary-box',
              position: { x: 0, y: 0 },
              size: { width: 9, height: 9 },
              data: { name: 'B' },
            },
            { id: '5', shape: 'trust-boundary-curve', data: { name: 'C' } },
          ],
        },
      ],
    },
  },
};
