// SPDX-License-Identifier: Apache-2.0
// One server that plays what playbooks call: a consumer of OpenC2 that keeps the ids of commands, an Elasticsearch, a Caldera,
// and an API that keeps `Idempotency-Key`.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface SecurityServices {
  readonly port: number;
  readonly asked: readonly Asked[];
  /** What took place, each once a time: `openc2 deny …`, `operation <id>`, `hold`. */
  readonly effects: readonly string[];
  /** The answer is lost from now on, after the work was done. */
  breakAnswers(isBroken: boolean): void;
  close(): void;
}

type Fields = Record<string, unknown>;
type Answer = { readonly status: number; readonly body?: unknown };

const OPENC2 = 'application/openc2+json;version=1.0';

export async function securityServices(): Promise<SecurityServices> {
  const asked: Asked[] = [];
  const effects: string[] = [];
  const held = {
    commands: new Set<string>(),
    adversaries: new Map<string, Fields>(),
    operations: new Map<string, Fields>(),
    keys: new Set<string>(),
  };
  let isBroken = false;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const one = { line: `${request.method} ${request.url}`, headers: request.headers, body };
      asked.push(one);
      const answer = answerTo(one, held, effects);
      if (isBroken && request.method !== 'GET' && !/"query"/.test(body)) request.socket.destroy();
      else reply(response, one, answer);
    });
  });
  await listening(server);
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    effects,
    breakAnswers: (next) => {
      isBroken = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function reply(response: ServerResponse, { line }: Asked, { status, body = {} }: Answer): void {
  response.writeHead(status, {
    'content-type': line.includes('openc2') ? OPENC2 : 'application/json',
  });
  response.end(JSON.stringify(body));
}

interface Held {
  readonly commands: Set<string>;
  readonly adversaries: Map<string, Fields>;
  readonly operations: Map<string, Fields>;
  readonly keys: Set<string>;
}

function answerTo(asked: Asked, held: Held, effects: string[]): Answer {
  const [, path = ''] = asked.line.split(' ');
  if (path === '/.well-known/openc2') return openc2(asked, held, effects);
  if (path.startsWith('/api/v2/')) return caldera(asked, path, held, effects);
  if (path.endsWith('_search'))
    return {
      status: 200,
      body: { took: 3, hits: { total: { value: 2 }, hits: [{ _source: { ip: '192.0.2.9' } }] } },
    };
  const key = String(asked.headers['idempotency-key']);
  if (asked.line.startsWith('POST') && !held.keys.has(key)) {
    held.keys.add(key);
    effects.push('hold');
  }
  return { status: 200, body: { case: 7 } };
}

/** Transfer of OpenC2 via HTTPS 1.1, messages and statuses; a second command of an id is done a second time. */
function openc2({ headers, body }: Asked, held: Held, effects: string[]): Answer {
  const message = JSON.parse(body) as { headers: Fields; body: { openc2: { request: Fields } } };
  if (headers['content-type'] !== OPENC2 || headers['x-request-id'] !== message.headers['request_id'])
    return { status: 400 };
  const { request } = message.body.openc2;
  const { command } = request['target'] as { command?: string };
  let status = 200;
  if (request['action'] === 'query' && command !== undefined) status = held.commands.has(command) ? 200 : 404;
  else if (request['action'] !== 'query') {
    held.commands.add(String(request['command_id']));
    effects.push(`openc2 ${String(request['action'])}`);
  }
  const response = { status, results: { slpf: { rule_number: 1234 } } };
  return { status, body: { headers: message.headers, body: { openc2: { response } } } };
}

/** REST API v2 of Caldera: an id that is there already is refused with 400. */
function caldera({ line, headers, body }: Asked, path: string, held: Held, effects: string[]): Answer {
  if (headers['key'] !== 'hunter2/+') return { status: 401 };
  const [, kind = '', id] = /^\/api\/v2\/(adversaries|operations)(?:\/(.+))?$/.exec(path) ?? [];
  const [name, store] =
    kind === 'adversaries'
      ? (['adversary_id', held.adversaries] as const)
      : (['id', held.operations] as const);
  if (line.startsWith('GET')) {
    const found = store.get(id ?? '');
    return found === undefined ? { status: 404, body: { error: 'not found' } } : { status: 200, body: found };
  }
  const sent = JSON.parse(body) as Fields;
  if (line.startsWith('PATCH')) {
    const found = store.get(id ?? '');
    if (found === undefined) return { status: 404 };
    store.set(id ?? '', { ...found, ...sent });
    return { status: 200, body: { ...found, ...sent } };
  }
  const key = String(sent[name]);
  if (store.has(key))
    return { status: 400, body: { error: `Operation with given id already exists: ${key}` } };
  // Over when it is next asked for.
  store.set(key, { ...sent, state: 'finished', chain: [{ status: 0 }] });
  if (kind === 'operations') effects.push(`operation ${String(sent['group'])}`);
  return { status: 200, body: { ...store.get(key), state: 'running', chain: [] } };
}
