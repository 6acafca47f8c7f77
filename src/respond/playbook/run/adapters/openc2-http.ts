// SPDX-License-Identifier: Apache-2.0
// Commands of the type openc2-http (CACAO 2.0 §5): OpenC2 over HTTPS, 1.0 and 1.1. Who gets them may know a command again by
// its id; only the operator can say that a consumer does.
import type { Certainty } from '../../certainty.ts';
import type { Adapter, Attempt, Did, Planned, Probed, Resolved, Work } from '../adapter.ts';
import { answerValues } from './answer-values.ts';
import { aimOf, didOf, type HttpMeans, type HttpSent, sendTo } from './http-call.ts';
import { idOfKey } from './key-id.ts';
import { isOpenc2Question, openc2Answer, openc2Command, openc2Request } from './openc2-message.ts';
import { personAdapter } from './person.ts';

type Request = NonNullable<Resolved['request']>;

export function openc2Adapter(means: HttpMeans): Adapter {
  const ask = (key: string, work: Work, request: Request | undefined, attempt: Attempt) =>
    sendTo(means, key, work, request === undefined ? undefined : openc2Request(request, key), attempt);
  return {
    takes: (type) => type === 'openc2-http',
    plan: (work) => planned(means, work),
    do: async (key, work, attempt) => {
      const reason = byHand(means, work);
      if (reason !== undefined) return { status: 'parked', reason };
      return answered(await ask(key, work, work.command.request, attempt), attempt, work);
    },
    probe: async (key, work, attempt) => {
      const question = work.probe?.request ?? questionOf(work.command.request, key);
      return probed(await ask(`${key}/probe`, work, question, attempt), work);
    },
    undo: async (key, work, attempt) => {
      if (work.undo === undefined) return personAdapter.undo(key, work, attempt);
      return answered(await ask(`${key}/undo`, work, work.undo.request, attempt), attempt, work);
    },
  };
}

function byHand({ hosts }: HttpMeans, work: Work): string | undefined {
  const { request } = work.command;
  const aim = aimOf(hosts, work, request?.path);
  if ('refused' in aim) return aim.refused;
  // HTTPS 1.1 §3.2.1: POST and nothing else.
  if (request?.method !== 'POST') return `OpenC2 is sent with POST, and the command says ${request?.method}`;
  return openc2Command(request.body) === undefined
    ? 'Its content is no OpenC2 command: expected JSON with an action and a target'
    : undefined;
}

function planned(means: HttpMeans, work: Work): Planned {
  const { command, probe, undo } = work;
  const reason = byHand(means, work);
  const aim = aimOf(means.hosts, work, command.request?.path);
  if (reason !== undefined || 'refused' in aim)
    return { text: reason ?? '', certainty: 'idempotent', touches: [] };
  const certainty = (request: Request | undefined, canProbe: boolean): Certainty => {
    if (aim.host['idempotency-key'] === true || isOpenc2Question(request?.body)) return 'idempotent';
    return canProbe ? 'probeable' : 'blind';
  };
  const { action, target } = openc2Command(command.request?.body) ?? {};
  return {
    text: `POST ${aim.url.href}: ${String(action)} ${JSON.stringify(target ?? {})}`,
    certainty: certainty(command.request, probe !== undefined || aim.host['command-id'] === true),
    touches: [aim.host.host],
    ...(undo === undefined
      ? {}
      : { undo: certainty(undo.request, false) === 'blind' ? 'blind' : 'idempotent' }),
  };
}

/** Asks what became of a command (OpenC2 1.0 §3.3.1.2: the target `command` is a reference to an earlier one). */
function questionOf(request: Request | undefined, key: string): Request | undefined {
  const id = openc2Command(request?.body)?.['command_id'] ?? idOfKey(key);
  return request === undefined
    ? undefined
    : { ...request, body: JSON.stringify({ action: 'query', target: { command: id } }) };
}

/** OpenC2 1.0 §3.3.2.1: 102 has been received and goes on. */
const PROCESSING = 102;

function answered(sent: HttpSent, attempt: Attempt, work: Work): Did {
  const did = didOf(sent, 'POST', attempt, work);
  if ('notSent' in sent || did.status !== 'done') return did;
  const answer = openc2Answer(sent.text);
  const { status = sent.status, text = '', results = sent.text } = answer ?? {};
  if (status === PROCESSING)
    return { status: 'unknown', reason: `It answered ${status}, so it goes on: ${text}` };
  if (status >= 200 && status < 300)
    return { status: 'done', values: answerValues(work.outArgs, results), note: `It answered ${status}` };
  return { status: status === 500 ? 'unknown' : 'failed', reason: `It answered ${status}: ${text}` };
}

function probed(sent: HttpSent, work: Work): Probed {
  if ('notSent' in sent) return { seen: 'unknown', reason: sent.notSent };
  const answer = openc2Answer(sent.text);
  const status = sent.status >= 200 && sent.status < 300 ? (answer?.status ?? sent.status) : sent.status;
  if (status >= 200 && status < 300)
    return { seen: 'done', values: answerValues(work.outArgs, answer?.results ?? '') };
  return status === 404 ? { seen: 'absent' } : { seen: 'unknown', reason: `It answered ${status}` };
}
