// SPDX-License-Identifier: Apache-2.0
// Games in the browser for whoever comes: free play, and the page behind each link of a campaign. They hold nothing of
// anybody; what a link is good for is asked by POST, so that a mail scanner that follows it uses nothing up.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressOf, type Gate } from '../api/gate.ts';
import { FILES_POLICY } from '../console/files.ts';
import { type PackedFile, packFile, sendFile } from '../packed-file.ts';

export interface PlayFile {
  readonly type: string;
  readonly text: string;
}

const LINK_PAGE = '/play/link';

/** @param files by path; `/play/link` answers for each link. */
export function bindPlay(
  app: FastifyInstance,
  files: ReadonlyMap<string, PlayFile> | undefined,
  gate: Gate,
): void {
  if (files === undefined) return;
  const packed = new Map([...files].map(([path, { type, text }]) => [path, packFile(type, text)]));
  const send = (path: string) => (request: FastifyRequest, reply: FastifyReply) => {
    gate.access.limits.asked.take(`at ${addressOf(gate, request)}`);
    reply
      .header('content-security-policy', FILES_POLICY)
      .header('x-content-type-options', 'nosniff')
      // The address of a page is a credential.
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('cross-origin-resource-policy', 'same-origin')
      .header('cache-control', path === LINK_PAGE ? 'no-store' : 'no-cache');
    return sendFile(request, reply, packed.get(path) as PackedFile);
  };
  for (const path of packed.keys()) if (path !== LINK_PAGE) app.get(path, send(path));
  app.get('/play/:token', send(LINK_PAGE));
}
