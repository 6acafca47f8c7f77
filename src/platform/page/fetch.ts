// SPDX-License-Identifier: Apache-2.0
// A page without a browser: what the server answers, bounded in time, bytes and number.

export interface Fetched {
  /** After redirections. */
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The bound on bytes was met. */
  readonly cut: boolean;
}

export interface FetchOptions {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Ends it sooner. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * GET of an http or https address; follows redirections.
 *
 * @throws Error with a message for people: no such host, no answer in time, no http.
 */
export async function fetchText(
  address: string,
  { timeoutMs, maxBytes, signal: ended }: FetchOptions,
): Promise<Fetched> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(address, {
      signal: ended === undefined ? signal : AbortSignal.any([signal, ended]),
      headers: {
        accept: 'text/html,*/*;q=0.8',
        'user-agent': 'Mozilla/5.0 (compatible; ENSURESEC page check)',
      },
    });
    const { text, cut } = await readBounded(response.body, maxBytes);
    return {
      url: response.url || address,
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text,
      cut,
    };
  } catch (error) {
    throw new Error(
      `Cannot fetch ${address}: ${signal.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<{ text: string; cut: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    chunks.push(length > maxBytes ? chunk.subarray(0, chunk.length - (length - maxBytes)) : chunk);
    if (length > maxBytes) break;
  }
  return { text: new TextDecoder().decode(Buffer.concat(chunks)), cut: length > maxBytes };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code || (cause instanceof Error ? cause.message : String(cause));
}
