// SPDX-License-Identifier: Apache-2.0
// Commands of the type elastic (CACAO 2.0 §5): a query to an Elasticsearch that the operator names. It only looks, and waits
// for a search that takes long.
import { counted } from '../../../../core/counted.ts';
import { isRecord } from '../../../../model/index.ts';
import type { Adapter, Did, Planned, Resolved, Work } from '../adapter.ts';
import { exactNumber, parseExact, writeExact } from '../exact-json.ts';
import { answerValues } from './answer-values.ts';
import { searchLong } from './async-search.ts';
import { aimOf, didOf, type HttpMeans, sendTo } from './http-call.ts';
import { FIRST, NOTHING_TO_UNDO } from './looking.ts';

type Request = NonNullable<Resolved['request']>;

/** Not an index whose name looks like it. */
const LONG = /\/_async_search(?:\?|$)/;

export function elasticAdapter(means: HttpMeans): Adapter {
  return {
    takes: (type) => type === 'elastic',
    plan: (work) => planned(means, work),
    do: async (key, work, attempt) => {
      const { request, byHand } = work.command;
      const aim = aimOf(means.hosts, work, request?.path);
      if (byHand !== undefined || 'refused' in aim)
        return { status: 'parked', reason: byHand ?? ('refused' in aim ? aim.refused : '') };
      const ask = (each: Request) => sendTo(means, key, work, each, attempt);
      const sent =
        request !== undefined && LONG.test(request.path)
          ? await searchLong(request, ask)
          : await sendTo(means, key, work, request, attempt);
      const did = didOf(sent, 'POST', attempt, work);
      return 'notSent' in sent || did.status !== 'done' ? did : foundIn(sent.text, work);
    },
    probe: async () => ({ seen: 'absent' }),
    undo: async () => NOTHING_TO_UNDO,
  };
}

function planned({ hosts }: HttpMeans, work: Work): Planned {
  const { request, byHand } = work.command;
  const aim = aimOf(hosts, work, request?.path);
  if (byHand !== undefined || 'refused' in aim)
    return { text: byHand ?? ('refused' in aim ? aim.refused : ''), certainty: 'idempotent', touches: [] };
  return { text: `ask ${aim.url.href}`, certainty: 'idempotent', touches: [aim.host.host] };
}

/** `hits`: how many; `first`: the first of them; and every field of the answer by its name. */
function foundIn(text: string, { outArgs }: Work): Did {
  const whole = parsed(text);
  if (whole === undefined) return { status: 'failed', reason: 'It answered no JSON, or more than is read' };
  if (whole['is_running'] === true)
    return { status: 'failed', reason: 'The search took longer than an hour' };
  // A search that takes long has its answer inside.
  const answer = isRecord(whole['response']) ? whole['response'] : whole;
  if (
    whole['is_partial'] === true ||
    answer['timed_out'] === true ||
    !isZero(fieldsOf(answer['_shards'])['failed'] ?? 0)
  )
    return {
      status: 'failed',
      reason: 'It looked at a part of the data only: shards failed, or time ran out',
    };
  const { total, hits: listed, events } = fieldsOf(answer['hits']);
  const found = [listed, events].find(Array.isArray) ?? [];
  // A number with rest_total_hits_as_int, nothing with track_total_hits: false.
  const hits = [fieldsOf(total)['value'], total, answer['count'], found.length].find(
    (each) => Number.isFinite(each) || exactNumber(each) !== undefined,
  );
  const first = found.slice(0, FIRST).map((each: unknown) => fieldsOf(each)['_source'] ?? each);
  const values = answerValues(outArgs, writeExact({ ...answer, hits, first }));
  return { status: 'done', values, note: counted(Number(exactNumber(hits) ?? hits), 'hit') };
}

function isZero(value: unknown): boolean {
  return Number(exactNumber(value) ?? value) === 0;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function parsed(text: string): Fields | undefined {
  try {
    const value = parseExact(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
