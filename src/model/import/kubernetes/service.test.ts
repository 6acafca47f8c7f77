// SPDX-License-Identifier: Apache-2.0
import { describe } from 'vitest';
import { deployment, object, service, tests, web } from './cases.fixture.ts';

const WEB = web('ports: [{name: http, containerPort: 8080}]');

describe('services', () => {
  tests([
    {
      title: 'inside the cluster open nothing to the internet',
      objects: [WEB, service('web', 'ports: [{port: 80, targetPort: http}]')],
      lacks: ['flow', 'gap'],
    },
    {
      title: 'with a load balancer open the port of their pods',
      objects: [WEB, service('web', 'type: LoadBalancer, ports: [{port: 80, targetPort: http}]')],
      has: ['flow internet > cluster/default 8080 @10:58'],
    },
    {
      title: 'with a node port open the port of their pods',
      objects: [
        WEB,
        service('web', 'type: NodePort, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]'),
      ],
      has: ['flow internet > cluster/default 8080 @10:54'],
    },
    {
      title: 'with an external address open the port of their pods',
      objects: [WEB, service('web', 'externalIPs: [192.0.2.1], ports: [{port: 8080}]')],
      has: ['flow internet > cluster/default 8080 @10:64'],
    },
    {
      title: 'with an internal load balancer open them to the network of the provider',
      objects: [
        WEB,
        service('web', 'type: LoadBalancer, ports: [{port: 8080}]').replace(
          '{name: web}',
          '{name: web, annotations: {networking.gke.io/load-balancer-type: Internal}}',
        ),
      ],
      has: ['zone cloud-network cloud @10:58', 'flow cloud-network > cluster/default 8080 @10:58'],
      lacks: ['flow internet'],
    },
    {
      title: 'with source ranges open them to those blocks',
      objects: [
        WEB,
        service(
          'web',
          'type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24], ports: [{port: 8080}]',
        ),
      ],
      has: ['flow network/203.0.113.0/24 > cluster/default 8080 @10:102'],
      lacks: ['flow internet'],
    },
    {
      title: 'keep a neighbour closed that listens on the same port',
      objects: [
        WEB,
        service('web', 'type: LoadBalancer, ports: [{port: 8080}]'),
        deployment('db', 'ports: [{containerPort: 8080}]'),
      ],
      has: [
        'flow internet > cluster/default/web 8080 @10:58',
        'web in cluster/default/web',
        'db in cluster/default',
      ],
      lacks: ['flow internet > cluster/default 8080'],
    },
    {
      title: 'have gaps for names of ports that no pod has, and for fields that there are not',
      objects: [WEB, service('web', 'typ: LoadBalancer, ports: [{port: 80, targetPort: nope}]')],
      has: ['gap web listeners @10:68', 'gap web exposure @10:30'],
    },
    {
      title: 'without a selector lead to something that is not here',
      objects: [
        web('env: [{name: DB_HOST, value: db}]'),
        object('v1', 'Service', 'db', 'spec: {ports: [{port: 5432}]}'),
      ],
      has: ['gap cluster flows @9:12', 'gap web flows @5:71'],
    },
  ]);
});

describe('ingresses', () => {
  const ingress = (spec: string) => object('networking.k8s.io/v1', 'Ingress', 'in', `spec: ${spec}`);
  const path = (name: string) =>
    `rules: [{http: {paths: [{backend: {service: {name: ${name}, port: {number: 80}}}}]}}]`;
  const WEB_SERVICE = service('web', 'ports: [{port: 80, targetPort: http}]');
  tests([
    {
      title: 'lead from the internet over their controller to pods',
      objects: [WEB, WEB_SERVICE, ingress(`{ingressClassName: nginx, ${path('web')}}`)],
      has: [
        'asset ingress/nginx gateway @12:1 inferred 0.9',
        'flow internet > cluster/ingress 80 @14:12',
        'flow ingress/nginx > web 8080 @15:78',
      ],
      lacks: ['443', 'gap'],
    },
    {
      title: 'with certificates listen for encrypted requests too',
      objects: [WEB, WEB_SERVICE, ingress(`{tls: [{hosts: [a.example]}], ${path('web')}}`)],
      has: ['flow internet > cluster/ingress 443 @15:8', 'ingress/default listens 443 @15:8'],
    },
    {
      title: 'of one class share a controller',
      objects: [
        WEB,
        WEB_SERVICE,
        ingress(`{${path('web')}}`),
        ingress(`{${path('web')}}`).replace('{name: in}', '{name: two}'),
      ],
      has: ['asset ingress/default gateway @12:1 inferred 0.9'],
      lacks: ['asset ingress/default-2'],
    },
  ]);
});
