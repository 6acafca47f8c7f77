// SPDX-License-Identifier: Apache-2.0
// What an operation of Caldera says of itself (REST API v2, GET /api/v2/operations/{id}).
import { counted } from '../../../../core/counted.ts';
import { isRecord } from '../../../../model/index.ts';
import type { Did, Work } from '../adapter.ts';
import { answerValues } from './answer-values.ts';
import type { HttpSent } from './http-call.ts';

/** Nothing begins in it any more; `cleanup` takes back what was done. */
const OVER = new Set(['finished', 'out_of_time', 'cleanup']);

/** What became of an operation that has begun; undefined while it goes on. */
export function toldOf(sent: HttpSent, id: string, { outArgs }: Pick<Work, 'outArgs'>): Did | undefined {
  if ('notSent' in sent) return { status: 'unknown', reason: sent.notSent };
  if (sent.status !== 200)
    return { status: 'unknown', reason: `Asked for the operation ${id}, it answered ${sent.status}` };
  const operation = parsed(sent.text);
  if (operation === undefined || typeof operation['state'] !== 'string')
    return { status: 'parked', reason: `It does not say how the operation ${id} goes, or more than is read` };
  if (!OVER.has(operation['state'])) return undefined;
  const links = linksIn(operation);
  if (links.length === 0)
    return { status: 'failed', reason: `No agent of the group took the operation ${id}` };
  const done = links.filter((status) => status === 0).length;
  const ended = `The operation ${id} has ended (${operation['state']}): ${done} of ${counted(links.length, 'command')} of agents succeeded`;
  // Above 0 is an error of the command or its time that ran out; below 0 it was not carried out.
  return done === 0 || links.some((status) => status > 0) || operation['state'] === 'out_of_time'
    ? { status: 'failed', reason: ended }
    : { status: 'done', values: answerValues(outArgs, sent.text), note: ended };
}

/** The status of each link but those that clean up. */
function linksIn({ chain }: Readonly<Record<string, unknown>>): readonly number[] {
  const links = Array.isArray(chain) ? chain.filter(isRecord) : [];
  return links.filter(({ cleanup }) => Number(cleanup ?? 0) === 0).map(({ status }) => Number(status));
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
