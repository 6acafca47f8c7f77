// SPDX-License-Identifier: Apache-2.0
// Commands of the type caldera-cmd (CACAO 2.0 §5.4): one ability of a Caldera server on one group of its agents, as an
// operation whose id is ours (REST API v2). It is done once the operation is over and its agents have carried it out.
import type { Adapter, Attempt, Did, Planned, Resolved, Work } from '../adapter.ts';
import { toldOf } from './caldera-operation.ts';
import { aimOf, calledParty, didOf, type HttpMeans, type HttpSent, sendTo } from './http-call.ts';
import { idOfKey } from './key-id.ts';

type Request = NonNullable<Resolved['request']>;
type Order =
  | { readonly ability: string; readonly group: string; readonly host: string }
  | { readonly refused: string };

/** An id, as it is or as `id: …`. */
const ABILITY = /^\s*(?:id:\s*)?([A-Za-z0-9][A-Za-z0-9_-]{0,99})\s*$/;
const GROUP = /^\P{Cc}{1,200}$/u;

/** Resolves after so many milliseconds. @throws Error when the signal comes first. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

const POLL_MS = 2000;
/** An hour of them, as long as a program may take. */
const MAX_POLLS = 1800;

export function calderaAdapter(means: HttpMeans, pause: Pause): Adapter {
  const ask = (key: string, work: Work, request: Request, attempt: Attempt) =>
    sendTo(means, key, work, request, attempt);
  return {
    takes: (type) => type === 'caldera-cmd',
    plan: (work) => planned(means, work),
    do: async (key, work, attempt) => {
      const order = orderOf(means, work);
      if ('refused' in order) return { status: 'parked', reason: order.refused };
      const id = idOfKey(key);
      const adversary = await ensured(order.ability, id, (request) =>
        ask(`${key}/adversary`, work, request, attempt),
      );
      if (adversary !== undefined) return adversary;
      const refused = refusalOf(await ask(key, work, operation(order, id), attempt), attempt);
      if (refused !== undefined) return refused;
      for (let poll = 0; poll < MAX_POLLS; poll++) {
        const told = toldOf(await ask(`${key}/look`, work, look(operationPath(key)), attempt), id, work);
        if (told !== undefined) return told;
        await pause(POLL_MS, attempt.signal);
      }
      return { status: 'parked', reason: `The operation ${id} has not ended within an hour` };
    },
    probe: async (key, work, attempt) => {
      const sent = await ask(`${key}/probe`, work, look(operationPath(key)), attempt);
      if ('notSent' in sent) return { seen: 'unknown', reason: sent.notSent };
      // One that goes on is found under its id by `do`, which waits for its end, as is one that failed.
      if (sent.status === 404) return { seen: 'absent' };
      if (sent.status !== 200) return { seen: 'unknown', reason: `It answered ${sent.status}` };
      const told = toldOf(sent, idOfKey(key), work);
      return told?.status === 'done' ? { seen: 'done', values: told.values ?? {} } : { seen: 'absent' };
    },
    undo: async (key, work, attempt) => {
      const end = change('PATCH', operationPath(key), { state: 'cleanup' });
      const sent = await ask(`${key}/undo`, work, end, attempt);
      // One that is over has cleaned up by itself.
      return !('notSent' in sent) && sent.status === 400 && /already finished/i.test(sent.text)
        ? { status: 'done', note: 'The operation is over' }
        : didOf(sent, 'PATCH', attempt, { outArgs: {} });
    },
  };
}

function planned(means: HttpMeans, work: Work): Planned {
  const order = orderOf(means, work);
  if ('refused' in order) return { text: order.refused, certainty: 'idempotent', touches: [] };
  return {
    text: `let the Caldera at ${order.host} use the ability ${order.ability} on the group ${order.group}`,
    certainty: 'probeable',
    touches: [order.host, order.group],
    undo: 'idempotent',
  };
}

function orderOf({ hosts }: HttpMeans, work: Work): Order {
  const aim = aimOf(hosts, work, '/api/v2/operations');
  if ('refused' in aim) return aim;
  const [, ability] = ABILITY.exec(work.command.script ?? '') ?? [];
  if (ability === undefined)
    return { refused: 'It brings an ability of its own: expected the id of one that Caldera has' };
  // Without a group an operation is for all agents.
  const called = calledParty(work).id;
  const group = work.targets.find(({ id }) => id !== called)?.name;
  return group === undefined || !GROUP.test(group)
    ? {
        refused:
          'It names no group of agents: expected a target without an address, with the name of the group',
      }
    : { ability, group, host: aim.host.host };
}

/** The adversary that has this ability alone; what is there already stays. Undefined when it is there. */
async function ensured(
  ability: string,
  id: string,
  ask: (request: Request) => Promise<HttpSent>,
): Promise<Did | undefined> {
  const known = await ask(look(`/api/v2/adversaries/${id}`));
  if (!('notSent' in known) && known.status === 200) return undefined;
  if (!('notSent' in known) && known.status !== 404) return notBegun(known);
  const profile = { adversary_id: id, name: `ensuresec ${id}`, atomic_ordering: [ability] };
  const made = 'notSent' in known ? known : await ask(change('POST', '/api/v2/adversaries', profile));
  return !('notSent' in made) && made.status >= 200 && made.status < 300 ? undefined : notBegun(made);
}

/** Nothing acts before the operation, so whatever went wrong here, nothing took place. */
function notBegun(sent: HttpSent): Did {
  const why =
    'notSent' in sent ? sent.notSent : `it answered ${sent.status}: ${sent.text.trim().slice(0, 300)}`;
  return { status: 'failed', reason: `Caldera did not take the adversary: ${why}` };
}

function operation({ group }: Exclude<Order, { refused: string }>, id: string): Request {
  return change('POST', '/api/v2/operations', {
    id,
    name: `ensuresec ${id}`,
    group,
    adversary: { adversary_id: id },
    auto_close: true,
  });
}

/** Undefined when the operation is there, whoever has begun it. */
function refusalOf(sent: HttpSent, attempt: Attempt): Did | undefined {
  if (!('notSent' in sent) && sent.status === 400 && /already exists/i.test(sent.text)) return undefined;
  const did = didOf(sent, 'POST', attempt, { outArgs: {} });
  return did.status === 'done' ? undefined : did;
}

function operationPath(key: string): string {
  return `/api/v2/operations/${idOfKey(key)}`;
}

function look(path: string): Request {
  return { method: 'GET', path, headers: {} };
}

function change(method: string, path: string, body: object): Request {
  return { method, path, headers: {}, body: JSON.stringify(body) };
}
