// SPDX-License-Identifier: Apache-2.0
import { describe } from 'vitest';
import { object, tests, web } from './cases.fixture.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const ROBOT = web('', 'serviceAccountName: robot');
const binding = (kind: string, role: string, ...subjects: string[]) =>
  object(RBAC, kind, 'b', `roleRef: ${role}\nsubjects: [${subjects.join(', ')}]`);
const role = (...rules: string[]) => object(RBAC, 'Role', 'r', `rules: [${rules.join(', ')}]`);
const ADMIN = '{kind: ClusterRole, name: cluster-admin}';
const OWN = '{kind: Role, name: r}';

describe('service accounts', () => {
  tests([
    {
      title: 'have a token in each pod that does not refuse it',
      objects: [ROBOT, object('v1', 'ServiceAccount', 'robot', 'automountServiceAccountToken: true')],
      has: [
        'identity service-account/default/robot service @9:12',
        'credential service-account/default/robot/token service-account-token in web opens service-account/default/robot @9:12',
        'web has service-account-token @10:1',
      ],
    },
    {
      title: 'may refuse their token',
      objects: [ROBOT, object('v1', 'ServiceAccount', 'robot', 'automountServiceAccountToken: false')],
      has: ['web measure no-token-mount @10:1'],
      lacks: ['credential', 'web has service-account-token'],
    },
    {
      title: 'administer the cluster when a role says so',
      objects: [
        ROBOT,
        binding('ClusterRoleBinding', ADMIN, '{kind: ServiceAccount, name: robot, namespace: default}'),
      ],
      has: [
        'identity service-account/default/robot service may administer cluster-api @5:51',
        'asset cluster-api orchestrator @10:30 inferred 0.9',
      ],
    },
    {
      title: 'have full rights in a namespace only',
      objects: [ROBOT, binding('RoleBinding', ADMIN, '{kind: ServiceAccount, name: robot}')],
      has: ['identity service-account/default/robot service may deploy cluster-api @5:51'],
    },
    {
      title: 'have the rights of rules',
      objects: [
        ROBOT,
        binding('RoleBinding', OWN, '{kind: ServiceAccount, name: robot}'),
        role('{verbs: [get], resources: [pods]}', '{verbs: [create], resources: [pods]}'),
      ],
      has: [
        'identity service-account/default/robot service may read cluster-api may deploy cluster-api may write cluster-api @5:51',
      ],
    },
    {
      title: 'have a gap where their role is not here',
      objects: [ROBOT, binding('RoleBinding', OWN, '{kind: ServiceAccount, name: robot}')],
      has: ['gap service-account/default/robot privileges @10:23'],
    },
    {
      title: 'have the rights of their group',
      objects: [
        ROBOT,
        binding('ClusterRoleBinding', ADMIN, '{kind: Group, name: "system:serviceaccounts:default"}'),
      ],
      has: ['identity service-account/default/robot service may administer cluster-api @5:51'],
    },
    {
      title: 'of another namespace do not',
      objects: [
        ROBOT,
        binding('ClusterRoleBinding', ADMIN, '{kind: Group, name: "system:serviceaccounts:other"}'),
      ],
      lacks: ['may administer'],
    },
  ]);
});

describe('people', () => {
  tests([
    {
      title: 'have rights, once each',
      objects: [binding('ClusterRoleBinding', ADMIN, '{kind: User, name: ann}', '{kind: User, name: ann}')],
      has: ['identity user/ann staff may administer cluster-api @5:12'],
      lacks: ['user/ann-2', 'gap'],
    },
    {
      title: 'in a group are not known',
      objects: [binding('ClusterRoleBinding', ADMIN, '{kind: Group, name: devs}')],
      has: ['identity group/devs staff may administer cluster-api @5:12', 'gap group/devs credentials @5:12'],
    },
    {
      title: 'without a sign-in open the control plane',
      objects: [binding('ClusterRoleBinding', ADMIN, '{kind: User, name: "system:anonymous"}')],
      has: ['cluster-api has no-authentication @5:12'],
    },
  ]);
});
