// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';

const ClientData = z.object({ challenge: z.string(), crossOrigin: z.boolean().optional() });

/**
 * The challenge that an answer of a browser is to (CollectedClientData, WebAuthn Level 3 §5.8.1); undefined when it has none
 * or comes out of a frame of another site. Not yet proved by a signature: it only says which challenge is used up.
 *
 * @param encoded JSON in base64url.
 */
export function challengeIn(encoded: string): string | undefined {
  try {
    const data = ClientData.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'))).data;
    return data?.crossOrigin === true ? undefined : data?.challenge;
  } catch {
    return undefined;
  }
}
