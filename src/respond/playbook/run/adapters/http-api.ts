// SPDX-License-Identifier: Apache-2.0
// Commands of the type http-api (CACAO 2.0 §5.4), to hosts that the operator names and to no others.
import { certaintyOf } from '../../certainty.ts';
import type { Adapter, Planned, Resolved, Work } from '../adapter.ts';
import type { HttpHost } from '../operator.ts';
import { answerValues } from './answer-values.ts';
import { aimOf, didOf, type HttpMeans, sendTo } from './http-call.ts';
import { personAdapter } from './person.ts';

export function httpAdapter(means: HttpMeans): Adapter {
  return {
    takes: (type) => type === 'http-api',
    plan: (work) => planned(means.hosts, work),
    do: async (key, work, attempt) => {
      const { request } = work.command;
      const aim = aimOf(means.hosts, work, request?.path);
      if ('refused' in aim) return { status: 'parked', reason: aim.refused };
      return didOf(await sendTo(means, key, work, request, attempt), request?.method, attempt, work);
    },
    probe: async (key, work, attempt) => {
      if (work.probe === undefined) return { seen: 'unknown', reason: 'The step has no probe' };
      const answer = await sendTo(means, `${key}/probe`, work, work.probe.request, attempt);
      if ('notSent' in answer) return { seen: 'unknown', reason: answer.notSent };
      if (answer.status >= 200 && answer.status < 300)
        return { seen: 'done', values: answerValues(work.outArgs, answer.text) };
      return answer.status === 404 || answer.status === 410
        ? { seen: 'absent' }
        : { seen: 'unknown', reason: `It answered ${answer.status}` };
    },
    undo: async (key, work, attempt) => {
      if (work.undo === undefined) return personAdapter.undo(key, work, attempt);
      const { request } = work.undo;
      const sent = await sendTo(means, `${key}/undo`, work, request, attempt);
      return didOf(sent, request?.method, attempt, work);
    },
  };
}

function planned(hosts: readonly HttpHost[], work: Work): Planned {
  const { command, probe, undo } = work;
  const aim = aimOf(hosts, work, command.request?.path);
  if ('refused' in aim) return { text: aim.refused, certainty: 'idempotent', touches: [] };
  // A host that honours the key does a thing once, whatever the method.
  const hasKey = aim.host['idempotency-key'] === true;
  const certainty = (each: Resolved, canProbe: boolean) =>
    hasKey ? 'idempotent' : certaintyOf(each.type, each.request?.method ?? '', canProbe);
  return {
    text: `${command.request?.method} ${aim.url.href}`,
    certainty: certainty(command, probe !== undefined),
    touches: [aim.host.host],
    ...(undo === undefined ? {} : { undo: certainty(undo, false) === 'blind' ? 'blind' : 'idempotent' }),
  };
}
