// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
import { describe } from 'vitest';
import { tests } from './cases.fixture.ts';

describe('ports of a service', () => {
  tests([
    {
      title: 'are open when the host port is 0',
      web: ['ports: ["0:80", "81"]'],
      has: ['flow internet > network/default 80 @4:13', 'flow internet > network/default 81 @4:21'],
      lacks: ['error'],
    },
    {
      title: 'are open to the internet in the short form',
      web: ['ports: ["8080:80"]'],
      has: ['flow internet > network/default 80 @4:13', 'web listens 80 @4:13'],
    },
    {
      title: 'are open to the internet when the daemon chooses the host port',
      web: ['ports: ["80"]'],
      has: ['flow internet > network/default 80 @4:13'],
    },
    {
      title: 'are open to the host alone on 127.0.0.1',
      web: ['ports: ["127.0.0.1:8080:80"]'],
      has: ['flow host > network/default 80 @4:13'],
      lacks: ['flow internet'],
    },
    {
      title: 'are open to the host alone on ::1',
      web: ['ports: ["[::1]:8080:80"]'],
      has: ['flow host > network/default 80 @4:13'],
      lacks: ['flow internet'],
    },
    {
      title: 'are open to the network of the host on a private address',
      web: ['ports: ["192.168.7.1:80:80"]'],
      has: ['flow host > network/default 80 @4:13'],
      lacks: ['flow internet'],
    },
    {
      title: 'are read as ranges',
      web: ['ports: ["9090-9091:8080-8081"]'],
      has: ['web listens 8080 @4:13', 'web listens 8081 @4:13'],
    },
    {
      title: 'keep their protocol',
      web: ['ports: ["53:53/udp"]'],
      has: ['flow internet > network/default 53/udp @4:13'],
    },
    {
      title: 'are read in the long form',
      web: ['ports:', '  - target: 80', '    published: "8080"', '    host_ip: 127.0.0.1'],
      has: ['flow host > network/default 80 @5:9'],
      lacks: ['flow internet'],
    },
    {
      title: 'take values from a default',
      web: ['ports: ["${A:-8000}:${B-80}"]'],
      has: ['web listens 80 @4:13'],
      lacks: ['gap'],
    },
    {
      title: 'take values from .env',
      files: {
        'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["${A}"]',
        '.env': 'A=81 # number\n',
      },
      has: ['web listens 81 @4:13'],
      lacks: ['gap'],
    },
    {
      title: 'are exposed with a name while their number is unknown',
      web: ['ports: ["${AD_PORT}"]'],
      has: [
        'web listens ad-port/tcp @4:13',
        'flow internet > network/default ad-port/tcp @4:13',
        'gap web listeners @4:13',
      ],
    },
    {
      title: 'are listeners without a way in under expose',
      web: ['expose: [80, "90-91"]'],
      has: ['web listens 80 @4:14', 'web listens 91 @4:18'],
      lacks: ['flow'],
    },
    {
      title: 'do not open those of a neighbour with the same number',
      files: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    ports: [80:80]\n  shop:\n    build: .\n    expose: [80]\n',
      },
      has: [
        'flow internet > network/default/web 80 @4:13',
        'zone network/default/web container-network in network/default @2:3',
        'shop in network/default',
      ],
      lacks: ['flow internet > network/default 80'],
    },
    {
      title: 'lead nowhere from an internal network',
      files: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    ports: [80:80]\n    networks: [back]\nnetworks:\n  back:\n    internal: true\n',
      },
      has: ['web listens 80 @4:13', 'zone network/back container-network @7:3'],
      lacks: ['flow internet'],
    },
    {
      title: 'have no effect on the network of the host',
      web: ['network_mode: host', 'expose: [80]'],
      has: ['web in host', 'web has host-network @4:5', 'flow internet > host 80 @2:3 inferred 0.8'],
    },
  ]);
});

describe('networks of a service', () => {
  const two = (a: string, b: string) => ({
    'compose.yaml': `services:\n  a:\n    build: .\n    environment: [B_ADDR=b:80]\n    ${a}\n  b:\n    build: .\n    ${b}\nnetworks: {one: , two: }\n`,
  });
  tests([
    { title: 'are one default network when none is named', web: [], has: ['web in network/default'] },
    {
      title: 'are one zone each',
      files: two('networks: [one, two]', 'networks: {two: }'),
      has: ['a in network/one network/two', 'b in network/two', 'flow a > b 80 @4:19 inferred 0.9'],
    },
    {
      title: 'let no call pass between services that share none',
      files: two('networks: [one]', 'networks: [two]'),
      has: ['warning COMPOSE_NO_SHARED_NETWORK @4:19'],
      lacks: ['flow'],
    },
    {
      title: 'are those of another service with network_mode service',
      files: two('network_mode: service:b', 'networks: [two]'),
      has: ['a in network/two'],
    },
    {
      title: 'are none with network_mode none',
      web: ['network_mode: none', 'ports: ["80:80"]'],
      lacks: ['web in', 'flow'],
    },
    {
      title: 'may hold others when they are made elsewhere',
      files: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    networks: [x]\nnetworks:\n  x:\n    external: true\n',
      },
      has: ['gap network/x flows @7:5'],
    },
  ]);
});
