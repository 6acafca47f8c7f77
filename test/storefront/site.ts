// SPDX-License-Identifier: Apache-2.0
// Pages on loopback. Other names are other ports of it, so that nothing leaves the machine.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

export interface Answer {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
}

export interface Site {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** What it answers, by path without query. */
  readonly pages: Map<string, Answer>;
  /** Other answers for a visitor whose User-Agent is the key. */
  readonly variants: Map<string, ReadonlyMap<string, Answer>>;
  readonly server: Server;
}

/** Sites that live as long as the tests of a file. */
export function useSites<N extends string>(...names: readonly N[]): Readonly<Record<N, Site>> {
  const sites = {} as Record<N, Site>;
  beforeAll(async () => {
    for (const name of names) sites[name] = await serve();
  });
  afterAll(() => {
    for (const name of names) {
      sites[name].server.closeAllConnections();
      sites[name].server.close();
    }
  });
  return sites;
}

async function serve(): Promise<Site> {
  const pages = new Map<string, Answer>();
  const variants: Site['variants'] = new Map();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const variant = variants.get(request.headers['user-agent'] ?? '');
    answer(path, variant?.get(path) ?? pages.get(path), request, response);
  });
  // A command works in this thread for seconds at a time: a connection that it keeps must not be closed under it.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages, variants, server };
}

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', gif: 'image/gif' };

function answer(
  path: string,
  page: Answer | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  request.resume();
  const type = TYPES[path.split('.').at(-1) ?? 'html'] ?? 'text/html';
  response.writeHead(page === undefined ? 404 : (page.status ?? 200), {
    'content-type': `${type}; charset=utf-8`,
    'access-control-allow-origin': '*',
    ...page?.headers,
  });
  response.end(page?.body ?? '');
}
