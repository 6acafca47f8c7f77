// SPDX-License-Identifier: Apache-2.0
// A search of Elasticsearch that takes long: it is begun, asked for until it is over, and taken away (REST API, async search).
import { isRecord } from '../../../../model/index.ts';
import type { Resolved } from '../adapter.ts';
import type { HttpSent } from './http-call.ts';

type Request = NonNullable<Resolved['request']>;

/** Elasticsearch answers when the search is over, or after so long: less than a connection may be silent. */
const WAIT = '20s';
/** An hour of them, as long as a program may take; `KEEP` forgets what a crash leaves behind. */
const MAX_ROUNDS = 180;
const KEEP = '2h';

/** The last answer; it says `is_running` when the time was over. @throws what `ask` does. */
export async function searchLong(
  request: Request,
  ask: (request: Request) => Promise<HttpSent>,
): Promise<HttpSent> {
  const path = withDefaults(request.path, { wait_for_completion_timeout: WAIT, keep_alive: KEEP });
  let last = await ask({ ...request, path });
  const id = idIn(last);
  if (id === undefined) return last;
  const own = `/_async_search/${encodeURIComponent(id)}`;
  for (let round = 0; round < MAX_ROUNDS && isRunning(last); round++)
    last = await ask(bare('GET', `${own}?wait_for_completion_timeout=${WAIT}`));
  // Ours alone. Where it cannot be taken away it goes by itself, and what was found stays found.
  await ask(bare('DELETE', own)).catch(() => undefined);
  return last;
}

/** What the command says itself counts. */
function withDefaults(path: string, defaults: Readonly<Record<string, string>>): string {
  const stated = new URLSearchParams(path.split('?')[1]);
  const more = Object.entries(defaults).filter(([name]) => !stated.has(name));
  return more.reduce(
    (whole, [name, value]) => `${whole}${whole.includes('?') ? '&' : '?'}${name}=${value}`,
    path,
  );
}

function bare(method: string, path: string): Request {
  return { method, path, headers: {} };
}

function idIn(sent: HttpSent): string | undefined {
  const id = fieldsIn(sent)['id'];
  return typeof id === 'string' ? id : undefined;
}

function isRunning(sent: HttpSent): boolean {
  return fieldsIn(sent)['is_running'] === true;
}

function fieldsIn(sent: HttpSent): Readonly<Record<string, unknown>> {
  if ('notSent' in sent || sent.status !== 200) return {};
  try {
    const value: unknown = JSON.parse(sent.text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
