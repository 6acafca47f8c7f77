// SPDX-License-Identifier: Apache-2.0
// Files that the documentation takes for granted: a small shop as Compose, as manifests, its SBOM and its access log.
import { generateKeyPairSync } from 'node:crypto';

const workload = (name: string, port: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: server, image: shop/${name}:1.0, ports: [{ containerPort: ${port} }] }]
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ports: [{ port: ${port} }] }
`;

const ADA = generateKeyPairSync('ed25519');

const LOG4J = 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1';

const COMPOSE = `services:
  frontend:
    image: shop/frontend:1.0
    ports: ["443:8080"]
    environment: { DB_ADDR: "db:5432" }
  db:
    image: postgres:16
`;

export const DOCS_FILES: Readonly<Record<string, string>> = {
  'ada.key': ADA.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  'guarded/ada.pem': ADA.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  'backup.pass': 'correct horse battery staple\n',
  'csp-report.json': JSON.stringify({
    'csp-report': {
      'document-uri': 'https://shop.example/checkout',
      'blocked-uri': 'https://t.example/j.js',
      'violated-directive': 'script-src-elem',
    },
  }),
  'compose.yaml': COMPOSE,
  'chain-events.ndjson': [
    '{"specversion":"1.0","id":"1","source":"/web","type":"http.request","address":"203.0.113.7","data":{"cs-method":"GET","cs-uri-stem":"/","sc-status":200}}',
    '{"specversion":"1.0","id":"2","source":"/web","type":"http.request","address":"203.0.113.7","data":{"cs-method":"GET","cs-uri-stem":"/basket","sc-status":200}}',
    '{"specversion":"1.0","id":"3","sou',
    '',
  ].join('\n'),
  'mixed.ndjson': `{"specversion":"1.0","id":"1","source":"/door","type":"badge.event","time":"2026-01-02T03:04:05Z","zone":"dock","trust":"signed","data":{"action":"door-forced"}}
{"timestamp":"2026-01-02T03:04:05.000001+0000","event_type":"flow","src_ip":"203.0.113.9","flow":{"pkts_toserver":1}}
{"specversion":"1.0","id":"","source":"/door","type":"badge.event"}
`,
  'shop.cdx.json': JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name: 'frontend', 'bom-ref': 'frontend' } },
    components: [{ type: 'library', name: 'log4j-core', version: '2.14.1', purl: LOG4J, 'bom-ref': 'log4j' }],
    dependencies: [{ ref: 'frontend', dependsOn: ['log4j'] }],
    vulnerabilities: [
      {
        id: 'CVE-2021-44228',
        ratings: [{ method: 'CVSSv31', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H' }],
        affects: [{ ref: 'log4j' }],
      },
    ],
  }),
  'vendor.csaf.json': JSON.stringify({
    document: { category: 'csaf_vex', csaf_version: '2.0' },
    product_tree: {
      full_product_names: [
        { name: 'log4j', product_id: 'log4j', product_identification_helper: { purl: LOG4J } },
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2021-44228',
        flags: [{ label: 'vulnerable_code_not_in_execute_path', product_ids: ['log4j'] }],
        product_status: { known_not_affected: ['log4j'] },
      },
    ],
  }),
  'shop.vex.json': JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    vulnerabilities: [
      {
        id: 'CVE-2021-44228',
        analysis: {
          state: 'not_affected',
          justification: 'code_not_reachable',
          detail: 'Nothing logs what callers send',
        },
        affects: [{ ref: LOG4J }],
      },
    ],
  }),
  'access.log': `203.0.113.7 - - [10/Oct/2026:13:55:36 +0200] "GET /a HTTP/1.1" 200 23 "-" "sqlmap/1.7"
203.0.113.8 - - [10/Oct/2026:13:55:37 +0200] "GET /b HTTP/1.1" 200 23 "-" "Mozilla/5.0"
`,
  'rules/tool.yml': `title: A tool that looks for injections
logsource: { category: webserver }
detection:
  tool: { cs-user-agent|contains: sqlmap }
  condition: tool
level: medium
`,
  'k8s/shop.yaml': [
    workload('frontend', 8080),
    workload('checkoutservice', 5050),
    workload('paymentservice', 50051),
  ].join('---\n'),
  'policies/payment.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: payment }
spec:
  podSelector: { matchLabels: { app: paymentservice } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: checkoutservice } } }]
      ports: [{ port: 50051 }]
`,
  'my-shop/compose.yaml': COMPOSE,
  'my-shop/notes.txt': 'nothing that tells about the shop',
};
