// SPDX-License-Identifier: Apache-2.0
import { describe } from 'vitest';
import { object, tests, web as webWith } from './cases.fixture.ts';

const web = () => webWith('ports: [{containerPort: 80}]');
const policy = (spec: string) => object('networking.k8s.io/v1', 'NetworkPolicy', 'np', `spec: ${spec}`);

describe('what is not understood', () => {
  tests([
    {
      title: 'and may route is a gap of the pods',
      objects: [web(), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', 'spec: {}')],
      has: ['gap web exposure @8:1'],
    },
    {
      title: 'and may grant rights is a gap of the pods',
      objects: [web(), object('example.org/v1', 'Thing', 't', 'spec: {}')],
      has: ['gap web privileges @8:1'],
    },
    {
      title: 'in another namespace is no gap of the pods here',
      objects: [
        web(),
        object('example.org/v1', 'Thing', 't', 'spec: {}').replace(
          '{name: t}',
          '{name: t, namespace: other}',
        ),
      ],
      lacks: ['gap'],
    },
    {
      title: 'without pods is a gap of the cluster',
      objects: [object('example.org/v1', 'Thing', 't', 'spec: {}')],
      has: ['gap cluster privileges @2:1'],
    },
    {
      title: 'and changes nothing is none',
      objects: [
        web(),
        object('v1', 'ConfigMap', 'c', 'data: {}'),
        object('cert-manager.io/v1', 'Certificate', 'c', 'spec: {}'),
      ],
      lacks: ['gap'],
    },
    {
      title: 'in a policy is a gap of the pods that it selects',
      objects: [web(), policy('{podSelector: {}, ingress: [{port: [{port: 80}]}]}')],
      has: ['gap web exposure @10:36'],
    },
    {
      title: 'in a policy about others is none here',
      objects: [web(), policy('{podSelector: {matchLabels: {app: db}}, ingres: []}')],
      lacks: ['gap'],
    },
    {
      title: 'in a template is a gap at the line of the template',
      files: { 'app.yaml': web(), 'chart.yaml': 'kind: Service\nmetadata:\n  name: {{ .Values.name }}\n' },
      has: ['gap web exposure @chart.yaml:3:1'],
      lacks: ['error'],
    },
    {
      title: 'in a kustomization is a gap; what it lists is not',
      files: {
        'app.yaml': web(),
        'kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [app.yaml]\npatches: []',
      },
      has: ['gap web exposure @kustomization.yaml:4:1'],
    },
    {
      title: 'is nothing in a kustomization that only lists',
      files: {
        'app.yaml': web(),
        'kustomization.yaml': 'kind: Kustomization\nresources: [app.yaml]\n',
      },
      lacks: ['gap', 'error'],
    },
  ]);
});
