// SPDX-License-Identifier: Apache-2.0
// Files of our own, as nearly every browser takes them: packed. They are in memory once, and unpacked for who cannot do that.
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface PackedFile {
  /** Media type. */
  readonly type: string;
  readonly gzip: Buffer;
}

const unpack = promisify(gunzip);

export function packFile(type: string, content: string | Buffer): PackedFile {
  return { type, gzip: gzipSync(content) };
}

/** Answers with the file, as the one who asks can read it (RFC 9110 §12.5.3). */
export async function sendFile(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { type, gzip }: PackedFile,
): Promise<FastifyReply> {
  reply.header('vary', 'accept-encoding').type(type);
  if (!/\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))) return reply.send(await unpack(gzip));
  return reply.header('content-encoding', 'gzip').send(gzip);
}
