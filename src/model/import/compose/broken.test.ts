// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
import { describe, expect, it } from 'vitest';
import { problemLines } from '../container/statements.fixture.ts';
import { composeImporter } from './index.ts';

const CASES: readonly (readonly [yaml: string, ...problems: string[]])[] = [
  ['', '1:1 COMPOSE_EMPTY The file holds no project: expected a section `services`'],
  [
    '[]',
    '1:1 COMPOSE_WRONG_TYPE Cannot use an empty list as a Compose file: expected a section with `services`',
  ],
  [
    'just text',
    '1:1 COMPOSE_WRONG_TYPE Cannot use `just text` as a Compose file: expected a section with `services`',
  ],
  ['name: x', '1:1 COMPOSE_NO_SERVICES The project has no services: expected a section `services`'],
  ['services: []', '1:11 COMPOSE_WRONG_TYPE Cannot use an empty list as `services`: expected a section'],
  ['services: {web: 3}', '1:17 COMPOSE_WRONG_TYPE Cannot use `3` as service `web`: expected a section'],
  [
    'services: {web: {image: [a]}}',
    '1:25 COMPOSE_WRONG_TYPE Cannot use a list of 1 as `image` of service `web`: expected text',
  ],
  [
    'services: {web: {image: "a b"}}',
    '1:25 COMPOSE_BAD_IMAGE Cannot read `a b` as the image of service `web`: expected `[registry/]name[:tag][@digest]`',
  ],
  [
    'services: {web: {}}',
    '1:12 warning COMPOSE_NO_IMAGE Service `web` says neither `image` nor `build`: expected one of them',
  ],
  [
    'services: {web: {build: ., ports: 80}}',
    '1:35 COMPOSE_WRONG_TYPE Cannot use `80` as `ports` of service `web`: expected a list',
  ],
  [
    'services: {web: {build: ., ports: ["http"]}}',
    '1:36 COMPOSE_BAD_PORT Cannot read `http` in `ports` of service `web`: expected a container port or range from 1 to 65535',
  ],
  [
    'services: {web: {build: ., ports: ["70000"]}}',
    '1:36 COMPOSE_BAD_PORT Cannot read `70000` in `ports` of service `web`: expected a container port or range from 1 to 65535',
  ],
  [
    'services: {web: {build: ., ports: ["99999:80"]}}',
    '1:36 COMPOSE_BAD_PORT Cannot read `99999:80` in `ports` of service `web`: expected a host port or range from 1 to 65535',
  ],
  [
    'services: {web: {build: ., ports: ["80-70"]}}',
    '1:36 COMPOSE_BAD_PORT Cannot read `80-70` in `ports` of service `web`: expected a container port or range from 1 to 65535',
  ],
  [
    'services: {web: {build: ., ports: ["8000-8002:80-81"]}}',
    '1:36 COMPOSE_BAD_PORT Cannot read `8000-8002:80-81` in `ports` of service `web`: expected host and container ranges of the same length',
  ],
  [
    'services: {web: {build: ., ports: ["300.1.1.1:80:80"]}}',
    '1:36 COMPOSE_BAD_PORT Cannot read `300.1.1.1:80:80` in `ports` of service `web`: expected an IP address before the host port',
  ],
  [
    'services: {web: {build: ., ports: ["80/tcp/udp"]}}',
    '1:36 COMPOSE_BAD_PORT Cannot read `80/tcp/udp` in `ports` of service `web`: expected a protocol such as `tcp` after `/`',
  ],
  [
    'services: {web: {build: ., ports: [[80]]}}',
    '1:36 COMPOSE_WRONG_TYPE Cannot use a list of 1 as a port of service `web`: expected text such as `8080:80`, or a section with `target`',
  ],
  [
    'services: {web: {build: ., ports: [{published: 80}]}}',
    '1:36 COMPOSE_BAD_PORT The port of service `web` has no `target`: expected the port inside the container',
  ],
  [
    'services: {web: {build: ., ports: [{target: x}]}}',
    '1:45 COMPOSE_BAD_PORT Cannot read `x` in `ports` of service `web`: expected a container port or range from 1 to 65535',
  ],
  [
    'services: {web: {build: ., expose: ["x"]}}',
    '1:37 COMPOSE_BAD_PORT Cannot read `x` in `expose` of service `web`: expected a port or range from 1 to 65535',
  ],
  [
    'services: {web: {build: ., ports: ["${A"]}}',
    '1:36 COMPOSE_BAD_VARIABLE Cannot read the expression `${A` in `ports` of service `web`: expected `${NAME}` or `$$` for a dollar sign',
  ],
  [
    'services: {web: {build: ., image: "${1A}"}}',
    '1:35 COMPOSE_BAD_VARIABLE Cannot read the expression `${1A}` in `image` of service `web`: expected `${NAME}` or `$$` for a dollar sign',
  ],
  [
    'services: {web: {build: ., environment: {PASSWORD: "ab${c"}}}',
    '1:52 COMPOSE_BAD_VARIABLE Cannot read an expression in variable `PASSWORD` of service `web`: expected `${NAME}` or `$$` for a dollar sign',
  ],
  [
    'services: {web: {build: ., privileged: maybe}}',
    '1:40 COMPOSE_WRONG_TYPE Cannot use `maybe` as `privileged` of service `web`: expected `true` or `false`',
  ],
  [
    'services: {web: {build: ., networks: [back]}}',
    '1:39 COMPOSE_UNKNOWN_NETWORK Service `web` is in network `back`, which is not defined: expected it under `networks`',
  ],
  [
    'services: {web: {build: ., depends_on: [db]}}',
    '1:41 COMPOSE_UNKNOWN_SERVICE Service `web` depends on `db`: expected a service of the project',
  ],
  [
    'services: {web: {build: ., links: ["db:sql"]}}',
    '1:36 COMPOSE_UNKNOWN_SERVICE Service `web` links to `db`: expected a service of the project',
  ],
  [
    'services: {web: {build: ., environment: 3}}',
    '1:41 COMPOSE_WRONG_TYPE Cannot use `3` as `environment` of service `web`: expected a section',
  ],
  [
    'services: {web: {build: ., environment: {A: [1]}}}',
    '1:45 COMPOSE_WRONG_TYPE Cannot use a list of 1 as variable `A` of service `web`: expected text',
  ],
  [
    'services: {web: {build: ., volumes: x}}',
    '1:37 COMPOSE_WRONG_TYPE Cannot use `x` as `volumes` of service `web`: expected a list',
  ],
  [
    'services: {web: {build: ., cap_add: ALL}}',
    '1:37 COMPOSE_WRONG_TYPE Cannot use `ALL` as `cap_add` of service `web`: expected a list',
  ],
  [
    'services:\n  web:\n    build: .\n    extends: web',
    '4:5 COMPOSE_EXTENDS_ITSELF Service `web` extends itself through `web`, or through more than 32 others: expected a chain that ends',
  ],
  [
    'services:\n  web:\n   build: .\n  web:\n   build: .',
    '4:3 DOCUMENT_DUPLICATE_KEY The key `web` occurs twice in the same section: expected it once',
  ],
  [
    'services:\n\tweb: {}',
    '2:1 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: tab characters must not be used in indentation',
  ],
  [
    'services: {web: {build: .}}\n---\nservices: {}',
    '3:1 warning COMPOSE_SECOND_DOCUMENT Only the first document is read: expected one document a file',
  ],
  [
    'services: {web: {build: ., networks: {a: }}}\nnetworks: [a]',
    '2:11 COMPOSE_WRONG_TYPE Cannot use a list of 1 as `networks`: expected a section',
    '1:39 COMPOSE_UNKNOWN_NETWORK Service `web` is in network `a`, which is not defined: expected it under `networks`',
  ],
];

describe('a broken Compose file', () => {
  for (const [yaml, ...problems] of CASES) {
    it(`is reported at its place: ${JSON.stringify(yaml)}`, () => {
      expect(problemLines(composeImporter, { 'compose.yaml': yaml })).toEqual(problems);
    });
  }
});
