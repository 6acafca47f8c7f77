// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
import { describe } from 'vitest';
import { tests } from './cases.fixture.ts';

describe('secrets in variables', () => {
  tests([
    {
      title: 'are literal',
      web: ['environment: [DB_PASSWORD=hT7kq2]'],
      has: ['web has literal-secret @4:19', 'credential credential/web/db-password password in web @4:19'],
      lacks: ['default-credentials', 'hT7kq2'],
    },
    {
      title: 'are weak',
      web: ['environment: {POSTGRES_PASSWORD: postgres}'],
      has: [
        'web has default-credentials @4:19',
        'identity account/web/administrator administrator may administer web @4:19',
      ],
    },
    {
      title: 'are literal as a default',
      web: ['environment: ["API_TOKEN=${T:-hT7kq2}"]'],
      has: ['web has literal-secret @4:19'],
    },
    {
      title: 'are not literal in a variable, but the container has them',
      web: ['environment: ["API_TOKEN=${T}"]'],
      has: ['credential credential/web/api-token token in web @4:19'],
      lacks: ['literal-secret'],
    },
    {
      title: 'are not literal from .env, but may be weak',
      files: {
        'compose.yaml': 'services:\n  db:\n    build: .\n    environment: [POSTGRES_PASSWORD]',
        '.env': 'POSTGRES_PASSWORD=changeit',
      },
      has: ['db has default-credentials @4:19'],
      lacks: ['literal-secret', 'changeit'],
    },
    {
      title: 'are found in addresses',
      web: ['environment: ["URL=postgres://me:hT7kq2@db/x"]'],
      has: ['web has literal-secret @4:19'],
      lacks: ['hT7kq2'],
    },
    {
      title: 'are one credential when two services hold the same',
      files: {
        'compose.yaml':
          'services:\n  a:\n    build: .\n    environment: [DB_PASSWORD=hT7kq2]\n  b:\n    build: .\n    environment: [POSTGRES_PASSWORD=hT7kq2]',
      },
      has: ['credential credential/a/db-password password in a b opens account/b/administrator @4:19'],
    },
    {
      title: 'are not paths, flags or lengths',
      web: [
        'environment: [DB_PASSWORD_FILE=/run/secrets/x, TOKEN_TTL=60, ALLOW_PASSWORD=true, X_TOKEN=/etc/x]',
      ],
      lacks: ['literal-secret', 'credential'],
    },
    {
      title: 'are absent where authentication is off',
      web: ['environment: [POSTGRES_HOST_AUTH_METHOD=trust]'],
      has: ['web has no-authentication @4:19'],
    },
    {
      title: 'are kept by the daemon',
      files: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    secrets: [db_password]\nsecrets:\n  db_password:\n    file: x',
      },
      has: ['credential credential/web/db-password password in web @4:15'],
    },
  ]);
});

describe('calls between services', () => {
  const call = (variable: string, more = '') => ({
    'compose.yaml': `services:\n  web:\n    build: .\n    environment: ['${variable}'${more}]\n  payment:\n    build: .\n    hostname: pay\n`,
  });
  tests([
    {
      title: 'are hinted at by an address',
      files: call('PAYMENT_ADDR=payment:50051'),
      has: ['flow web > payment 50051 @4:19 inferred 0.9', 'payment listens 50051 @4:19 inferred 0.9'],
    },
    {
      title: 'are hinted at by a URL, with the port of its scheme',
      files: call('X=https://payment/api'),
      has: ['flow web > payment 443 @4:19 inferred 0.9'],
    },
    {
      title: 'are hinted at by host and port apart',
      files: call('PAYMENT_HOST=payment', ', PAYMENT_PORT=81'),
      has: ['flow web > payment 81 @4:19 inferred 0.85'],
    },
    {
      title: 'are hinted at by a connection text',
      files: call('DB=Host=payment;Port=5432;Username=x'),
      has: ['flow web > payment 5432 @4:19 inferred 0.9'],
    },
    {
      title: 'are hinted at by a host name',
      files: call('X_URL=tcp://pay:7'),
      has: ['flow web > payment 7 @4:19 inferred 0.9'],
    },
    {
      title: 'are hinted at by the name of a variable alone',
      files: call('PAYMENT_ADDR'),
      has: ['flow web > payment @4:19 inferred 0.5'],
    },
    {
      title: 'are hinted at by the name of an unknown variable',
      files: call('X=http://${PAYMENT_HOST}/'),
      has: ['flow web > payment @4:19 inferred 0.5'],
    },
    {
      title: 'are not hinted at by any mention',
      files: call('OTEL_SERVICE_NAME=payment', ', TOPIC=payment'),
      lacks: ['flow'],
    },
    {
      title: 'lead to a system of others when the name is public',
      files: call('STRIPE_URL=https://api.stripe.com/v1'),
      has: [
        'asset api.stripe.com external-system @4:19 inferred 0.6',
        'api.stripe.com in internet',
        'flow web > api.stripe.com 443 @4:19 inferred 0.6',
      ],
      lacks: ['gap web flows'],
    },
    {
      title: 'are gaps when their target is not here',
      files: call('SEARCH_URL=http://search:9200'),
      has: ['gap web flows @4:19'],
      lacks: ['flow web'],
    },
    {
      title: 'are gaps when their address is not known, one a service',
      files: call('SEARCH_HOST', ', "X_URL=http://${Y}/"'),
      has: ['gap web flows @4:19'],
      lacks: ['flow web', 'gap web flows @4:32'],
    },
    {
      title: 'are not what a program says of itself',
      files: call('LISTEN_ADDR=0.0.0.0:80', ', BASE_URL=https://shop.example.com, API_HOST=localhost'),
      lacks: ['flow', 'gap web credentials', 'external'],
    },
    {
      title: 'are not stated by depends_on',
      files: {
        'compose.yaml': 'services:\n  web:\n    build: .\n    depends_on: [db]\n  db:\n    build: .\n',
      },
      has: ['dependency web needs db start @4:18'],
      lacks: ['flow'],
    },
    {
      title: 'are stated by links',
      files: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    links: ["db:sql"]\n  db:\n    build: .\n    expose: [5432]\n',
      },
      has: ['flow web > db 5432 @4:13 inferred 0.7'],
    },
  ]);
});
