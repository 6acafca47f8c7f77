// SPDX-License-Identifier: Apache-2.0
// An alert as a record of the log of alerts. Its id follows from what fired on what, so an alert that is found again
// after a restart is the same one, and the log leaves it out.
import { createHash } from 'node:crypto';
import type { NewRecord } from '../../core/ports/index.ts';
import type { Alert, EventPlace } from '../../monitor/index.ts';
import type { Silent } from '../ingest/silence.ts';

const ALERT_SCHEMA = 'ensuresec/alert/1';

/** Events that are named with an alert beside the one that made it fire. */
const MAX_BECAUSE = 20;
/** Characters of an event that an alert carries; the log has all of it. */
const MAX_EVENT_CHARS = 64 * 1024;

export function alertRecord({ rule, record, at, time, keys, because, reasons }: Alert): NewRecord {
  const event = JSON.stringify(record);
  const places = because?.slice(-MAX_BECAUSE).map((each): EventPlace => each.at);
  return toRecord(
    `${rule.id} ${at.file} ${at.line} ${JSON.stringify(keys)}`,
    Object.values(keys)[0] ?? rule.id,
    {
      rule: rule.id,
      kind: rule.kind,
      title: rule.title,
      level: rule.level,
      techniques: rule.techniques,
      ...(time === undefined ? {} : { time: new Date(time).toISOString() }),
      ...(event.length > MAX_EVENT_CHARS
        ? { eventLeftOut: 'longer than 64 Ki characters' }
        : { event: record }),
      at,
      keys,
      ...(places === undefined ? {} : { because: places }),
      ...(reasons === undefined ? {} : { reasons }),
    },
  );
}

/** @param now When it was noticed, in milliseconds since 1970. */
export function silenceRecord({ source, since, cadence }: Silent, now: number): NewRecord {
  return toRecord(`silent ${source} ${since}`, source, {
    rule: 'ensuresec/source-silent',
    kind: 'watch',
    title: 'A source of events is silent for longer than it should be',
    level: 'high',
    techniques: [],
    time: new Date(now).toISOString(),
    keys: {},
    source,
    reasons: [
      `\`${source}\` has sent nothing since ${new Date(since).toISOString()}; its cadence is ${cadence / 1000} s`,
    ],
  });
}

function toRecord(identity: string, key: string, alert: object): NewRecord {
  const id = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  return { source: 'ensuresec', id, key, body: JSON.stringify({ schema: ALERT_SCHEMA, id, ...alert }) };
}
