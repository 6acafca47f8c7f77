// SPDX-License-Identifier: Apache-2.0
// RFC 3164 and what devices make of it: years, fractions, zones, ISO times, sequence numbers, no host, no tag.
import { rfc3339 } from '../timestamp.ts';
import type { Header } from './header.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = 86_400_000;

/** Some routers put a sequence number, a dot or a star before the time when their clock is not set. */
const STAMP = new RegExp(
  `^(?:\\d{1,10}: )?[*.]?(?:(${MONTHS.join('|')})  ?(\\d{1,2}) (?:(\\d{4}) )?(\\d{2}):(\\d{2}):(\\d{2})(\\.\\d{1,9})?(?: (\\d{4})(?=[ :]|$))?(?: ([A-Z]{3,4})(?=[ :]))?|(\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?:Z|[+-]\\d{2}:?\\d{2})?))(:?)(?= |$)`,
);

const TAG = /^([A-Za-z0-9_./@%()-]{1,64})(?:\[([^\]\s]{1,32})\])?:(?: |$)/;
const HOST = /^([A-Za-z0-9][A-Za-z0-9_.:-]{0,254}) /;

export function bsdMessage(text: string, receivedAt: number): Header {
  const stamp = STAMP.exec(text);
  if (stamp === null) return tagged(text);
  const time = timeOf(stamp, receivedAt);
  const rest = text.slice(stamp[0].length).replace(/^ /, '');
  const hasHost = stamp[11] === '' && TAG.exec(rest) === null;
  const host = hasHost ? HOST.exec(rest) : null;
  return host === null
    ? { time, ...tagged(rest) }
    : { time, host: host[1] as string, ...tagged(rest.slice(host[0].length)) };
}

function tagged(text: string): Header {
  const [all, app, pid] = TAG.exec(text) ?? [];
  return all === undefined ? { message: text } : { app, pid, message: text.slice(all.length) };
}

function timeOf(stamp: RegExpExecArray, receivedAt: number): number | undefined {
  const [, month, day, before, hour, minute, second, fraction, after, , iso] = stamp;
  if (iso !== undefined) return isoTime(iso);
  const number = String(MONTHS.indexOf(month ?? '') + 1).padStart(2, '0');
  const clock = `${number}-${String(day).padStart(2, '0')}T${hour}:${minute}:${second}${fraction ?? ''}Z`;
  const year = before ?? after;
  return year === undefined ? inferred(clock, receivedAt) : rfc3339(`${year}-${clock}`);
}

/** The last year in which the time is not more than a day after the message came. Leap days may be years back. */
function inferred(clock: string, receivedAt: number): number | undefined {
  const now = new Date(receivedAt).getUTCFullYear();
  for (let year = now + 1; year > now - 8; year--) {
    const time = rfc3339(`${String(year).padStart(4, '0')}-${clock}`);
    if (time !== undefined && time <= receivedAt + DAY) return time;
  }
  return undefined;
}

function isoTime(text: string): number | undefined {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`;
  return rfc3339(
    zoned
      .replace(' ', 'T')
      .replace(',', '.')
      .replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
  );
}
