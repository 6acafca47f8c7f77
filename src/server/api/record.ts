// SPDX-License-Identifier: Apache-2.0
// What is recorded of a request before it is answered.
import type { Json } from '../../core/canonical-json.ts';
import { HttpRefusal } from '../../platform/index.ts';
import type { Audit, Deed } from '../access/audit.ts';
import type { Caller } from './gate.ts';
import { type Asking, TABLE } from './table.ts';

export interface Recorded {
  readonly asking: Asking;
  readonly access: 'read' | 'write';
  readonly caller: Caller;
  /** Parameters of path and query. */
  readonly asked: { readonly params?: unknown; readonly query?: unknown };
}

/**
 * Does the work when it is recorded. A change is recorded before it is made and again with how it ended; a reading of what
 * may tell of persons before it is answered; other readings are not.
 *
 * @throws HttpRefusal 503 when it cannot be recorded: then nothing is done.
 */
export async function recorded<T>(audit: Audit, deed: Recorded, work: () => Promise<T>): Promise<T> {
  const { asking, access, caller } = deed;
  if (TABLE[asking].unrecorded === true) return work();
  if (access === 'read' && TABLE[asking].personal !== true) return work();
  await keep(audit, { ...deedOf(deed), kind: access === 'read' ? 'api.read' : 'api.write' });
  if (access === 'read') return work();
  const ended = (status: number): Promise<void> =>
    // That it was begun is on disk already; who made the change is not told that it was not.
    audit.record({ ...written(asking, caller), body: { status } }).catch(() => undefined);
  try {
    const answer = await work();
    await ended(200);
    return answer;
  } catch (error) {
    await ended(error instanceof HttpRefusal ? error.status : 500);
    throw error;
  }
}

async function keep(audit: Audit, deed: Deed): Promise<void> {
  await audit.record(deed).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new HttpRefusal(503, `Nothing was done, because it cannot be recorded: ${why}`, 5000);
  });
}

function deedOf({ asking, caller, asked: { params, query } }: Recorded): Omit<Deed, 'kind'> {
  const id = (params as { readonly id?: string } | undefined)?.id;
  const searched = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return {
    actor: actorOf(caller),
    subject: asking,
    body: id === undefined ? {} : { id },
    personal: {
      address: caller.address,
      ...(searched.length === 0 ? {} : { query: Object.fromEntries(searched) as Json }),
    },
  };
}

function written(asking: Asking, caller: Caller): Omit<Deed, 'body'> {
  return { actor: actorOf(caller), kind: 'api.written', subject: asking, personal: {} };
}

/** Names may change and be given again; ids are not. */
export function actorOf({ principal }: Caller): string {
  if (principal === undefined) return 'nobody';
  return principal.kind === 'machine' ? 'machine' : `${principal.kind}:${principal.id}`;
}
