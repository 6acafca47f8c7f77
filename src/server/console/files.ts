// SPDX-License-Identifier: Apache-2.0
// The built console as files. They hold nothing of anybody: who sees what is decided where they ask.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type PackedFile, packFile, sendFile } from '../packed-file.ts';

/** No inline script or style, no other host, no frame (CSP Level 3). */
export const FILES_POLICY = [
  "default-src 'none'",
  ...['script-src', 'style-src', 'img-src', 'font-src', 'connect-src'].map((name) => `${name} 'self'`),
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
const PAGE = '/index.html';

/**
 * Adds the console of a folder. Its files are read here once; what is not one of them, and is asked for as a page outside
 * `/v1`, is the first page, which knows its own addresses. Without a folder nothing is added.
 */
export function bindConsole(app: FastifyInstance, folder: string | undefined): void {
  const files = folder === undefined ? new Map<string, PackedFile>() : readAll(folder);
  const page = files.get(PAGE);
  if (page === undefined) return;
  app.get('/*', (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const file = files.get(path);
    if (file !== undefined) return answer(request, reply, file, path);
    if (!wantsPage(request, path)) return reply.callNotFound();
    return answer(request, reply, page, PAGE);
  });
}

/**
 * An address without an ending that a browser shows, and none of the API: a typing error there is no page. The first page
 * is for programs too that take anything (RFC 9110 §12.5.1).
 */
function wantsPage({ headers: { accept = '*/*' } }: FastifyRequest, path: string): boolean {
  const isApi = path === '/v1' || path.startsWith('/v1/');
  if (path === '/' && /(?:text|\*)\/\*/.test(accept)) return true;
  return !isApi && extname(path) === '' && accept.includes('text/html');
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  file: PackedFile,
  path: string,
): Promise<FastifyReply> {
  // Names below /assets have a digest of what is in them.
  const keeps = path.startsWith('/assets/');
  reply
    .header('content-security-policy', FILES_POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', keeps ? 'public, max-age=31536000, immutable' : 'no-cache');
  return sendFile(request, reply, file);
}

function readAll(folder: string): ReadonlyMap<string, PackedFile> {
  const files = new Map<string, PackedFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length).replaceAll('\\', '/');
    files.set(name, packFile(type, readFileSync(path)));
  }
  return files;
}
