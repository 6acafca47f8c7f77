// SPDX-License-Identifier: Apache-2.0
// Everything that goes out, from pages, frames and workers alike, and what a WebSocket is told.
import type { BrowserContext, CDPSession, Page, Request } from 'playwright-core';
import type { SeenRequest } from '../../core/ports/index.ts';
import { type Limits, MAX_ALL_BODY_BYTES, MAX_BODY_BYTES, MAX_REQUESTS } from './limits.ts';
import type { ScriptRecorder, Stack } from './script-recorder.ts';

export interface RequestRecorder {
  requests(): Promise<readonly SeenRequest[]>;
  /** The script that began the request of an address. */
  beganBy(url: string): string | undefined;
}

export async function recordRequests(
  context: BrowserContext,
  page: Page,
  session: CDPSession,
  scripts: ScriptRecorder,
  limits: Limits,
): Promise<RequestRecorder> {
  const seen: SeenRequest[] = [];
  const initiators = new Map<string, Stack | undefined>();
  let bytes = 0;
  const add = (request: Omit<SeenRequest, 'body'>, body: Uint8Array): void => {
    if (seen.length >= MAX_REQUESTS) {
      limits.meet(`More than ${MAX_REQUESTS} requests`);
      return;
    }
    if (body.length > MAX_BODY_BYTES) limits.meet(`A body of ${body.length} bytes was read in part`);
    bytes += Math.min(body.length, MAX_BODY_BYTES);
    if (bytes > MAX_ALL_BODY_BYTES) {
      limits.meet(`Bodies of more than ${MAX_ALL_BODY_BYTES} bytes`);
      return;
    }
    seen.push({ ...request, body: cut(body) });
  };
  await session.send('Network.enable', { maxPostDataSize: MAX_BODY_BYTES });
  const began = (url: string, initiator: { readonly stack?: unknown } | undefined): void => {
    if (initiators.size < MAX_REQUESTS) initiators.set(url, initiator?.stack as Stack | undefined);
  };
  session.on('Network.requestWillBeSent', ({ request, initiator }) => began(request.url, initiator));
  const late = askForBodies(session);
  session.on('Network.webSocketCreated', ({ url, initiator }) => began(url, initiator));
  context.on('request', (request) => {
    if (!/^(?:data|blob|about):/.test(request.url()))
      add(requestOf(request), request.postDataBuffer() ?? new Uint8Array());
  });
  page.on('websocket', (socket) => {
    const sent = { url: socket.url(), method: 'GET', kind: 'websocket' };
    add(sent, new Uint8Array());
    socket.on('framesent', ({ payload }) => add(sent, Buffer.from(payload)));
  });
  const beganBy = (url: string): string | undefined => scripts.beganBy(initiators.get(url));
  return {
    beganBy,
    async requests() {
      const bodies = await late();
      return seen.map((request) => {
        const by = beganBy(request.url);
        const body = request.body.length > 0 ? request.body : cut(bodies.get(request.url) ?? request.body);
        return { ...request, body, ...(by === undefined ? {} : { by }) };
      });
    },
  };
}

/** A beacon of a Blob tells its body only when it is asked for. @returns Bodies by address, once all have come. */
function askForBodies(session: CDPSession): () => Promise<ReadonlyMap<string, Uint8Array>> {
  const asked: Promise<void>[] = [];
  const bodies = new Map<string, Uint8Array>();
  session.on('Network.requestWillBeSent', ({ request, requestId }) => {
    if (request.hasPostData !== true || asked.length >= MAX_REQUESTS) return;
    asked.push(
      session.send('Network.getRequestPostData', { requestId }).then(
        ({ postData, base64Encoded }) => {
          bodies.set(request.url, Buffer.from(postData, base64Encoded === true ? 'base64' : 'utf8'));
        },
        () => undefined,
      ),
    );
  });
  return async () => {
    await Promise.all(asked);
    return bodies;
  };
}

function cut(body: Uint8Array): Uint8Array {
  return Uint8Array.from(body.subarray(0, MAX_BODY_BYTES));
}

function requestOf(request: Request): Omit<SeenRequest, 'body'> {
  return { url: request.url(), method: request.method(), kind: request.resourceType() };
}
