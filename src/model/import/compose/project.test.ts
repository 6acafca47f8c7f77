// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
import { describe } from 'vitest';
import { tests } from './cases.fixture.ts';

describe('files of a project', () => {
  const base =
    'services:\n  web:\n    image: example/web:1\n    ports: ["80:80"]\n    environment: {A: one, B: two}\n';
  tests([
    {
      title: 'are merged, the override last',
      files: {
        'compose.override.yaml':
          'services:\n  web:\n    image: example/web:2\n    privileged: true\n    ports: ["81:81"]\n',
        'compose.yaml': base,
      },
      has: [
        'web runs pkg:docker/example/web@2 @compose.override.yaml:3:5',
        'web listens 80 @compose.yaml:4:13',
        'web listens 81 @compose.override.yaml:5:13',
        'web has privileged @compose.override.yaml:4:5',
      ],
    },
    {
      title: 'extend services of other files',
      files: {
        'compose.yaml': 'services:\n  web:\n    extends: {file: ./base.yaml, service: web}\n',
        'base.yaml': base,
      },
      has: ['web listens 80 @base.yaml:4:13'],
    },
    {
      title: 'leave a gap where an extended file is missing',
      files: {
        'compose.yaml': 'services:\n  web:\n    extends: {file: ./base.yaml, service: web}\n    image: a:1\n',
      },
      has: ['gap web privileges @3:5', 'gap web exposure @3:5'],
    },
    {
      title: 'leave a gap where an included file is missing',
      files: { 'compose.yaml': `include: [x.yaml]\n${base}` },
      has: ['gap network/default exposure @1:11'],
    },
    {
      title: 'leave a gap where a file of variables is missing',
      web: ['env_file: x.env'],
      has: ['gap web credentials @4:5', 'gap web flows @4:5'],
    },
    {
      title: 'read files of variables',
      files: {
        'compose.yaml': 'services:\n  web:\n    build: .\n    expose: [80]\n    env_file: x.env',
        'x.env': '# all\nexport DB_PASSWORD="hT7kq2"\n',
      },
      has: ['web has literal-secret @x.env:2:1'],
      lacks: ['gap', 'hT7kq2'],
    },
    {
      title: 'leave it open where a service listens that names no port and that nobody calls',
      files: {
        'compose.yaml':
          'services:\n  web: {build: .}\n  db: {build: .}\n  job: {build: ., network_mode: none}\n  x: {build: ., environment: ["DB=db:5432"]}\n',
      },
      has: ['gap web listeners @2:3 inferred 0.9', 'gap x listeners @5:3 inferred 0.9'],
      lacks: ['gap db', 'gap job'],
    },
    {
      title: 'leave a gap for an unknown key',
      web: ['prots: ["80:80"]'],
      has: ['gap web exposure @4:5', 'gap web listeners @4:5'],
    },
    {
      title: 'leave a gap for an unknown section',
      files: { 'compose.yaml': `${base}firewall: {}\n` },
      has: ['gap network/default exposure @6:1'],
    },
    { title: 'may hold extensions', web: ['x-note: hello', 'expose: [80]'], lacks: ['gap'] },
  ]);
});

describe('images of a service', () => {
  const image = (text: string, more = '') => ({
    'compose.yaml': `services:\n  web:\n    image: ${text}\n${more}`,
  });
  tests([
    {
      title: 'may change without a tag',
      files: image('nginx'),
      has: ['web has unpinned-image @3:5', 'web runs pkg:docker/nginx @3:5'],
    },
    {
      title: 'may change with the tag latest',
      files: image('nginx:latest'),
      has: ['web has unpinned-image @3:5'],
    },
    {
      title: 'are pinned by a tag',
      files: image('ghcr.io/a/b:1.2'),
      has: ['web runs pkg:docker/a/b@1.2?repository_url=ghcr.io @3:5'],
      lacks: ['unpinned'],
    },
    { title: 'are pinned by a digest', files: image(`a@sha256:${'0'.repeat(64)}`), lacks: ['unpinned'] },
    {
      title: 'are pinned by their source when built here',
      files: image('web', '    build: .\n'),
      lacks: ['unpinned'],
    },
    { title: 'are unknown in a variable', files: image('${I}'), has: ['gap web software @3:5'] },
    {
      title: 'take a default from their variable',
      files: image('"${I:-nginx:1.27}"'),
      has: ['web runs pkg:docker/nginx@1.27 @3:5'],
    },
  ]);
});
