// SPDX-License-Identifier: Apache-2.0
// Syslog messages: RFC 5424, or one of the many forms that RFC 3164 describes. No message is refused: what has no
// header that can be read is content (RFC 3164 §4.3.3).
import type { EventRecord } from '../../sigma/match/record.ts';
import { bsdMessage } from './bsd.ts';
import { structuredMessage } from './structured.ts';

const SEVERITIES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];
const FACILITIES = [
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock',
  'local0 local1 local2 local3 local4 local5 local6 local7',
]
  .join(' ')
  .split(' ');

export interface SyslogMessage {
  /** `facility`, `severity`, `host`, `app`, `pid`, `msgid`, `structured`, `message`: those that are there. */
  readonly record: EventRecord;
  readonly time?: number;
}

/** @param receivedAt Milliseconds since 1970; tells the year, which RFC 3164 leaves out. */
export function readSyslog(text: string, receivedAt: number): SyslogMessage {
  const [start, digits] = /^<(\d{1,3})>/.exec(text) ?? [''];
  const priority = digits === undefined || Number(digits) > 191 ? undefined : Number(digits);
  const rest = priority === undefined ? text : text.slice(start.length);
  const header = structuredMessage(rest) ?? bsdMessage(rest, receivedAt);
  const { time, ...fields } = header;
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    record: {
      ...(priority !== undefined && {
        facility: FACILITIES[priority >> 3],
        severity: SEVERITIES[priority & 7],
      }),
      ...Object.fromEntries(given),
    },
    ...(time !== undefined && { time }),
  };
}

/** Whether a line has a priority, or the length before it that RFC 6587 puts there. */
export function looksLikeSyslog(line: string): boolean {
  return /^(?:\d{1,6} )?<\d{1,3}>/.test(line);
}

/** The line without the length of octet counting (RFC 6587 §3.4.1). */
export function withoutLength(line: string): string {
  return line.replace(/^\d{1,6} (?=<\d{1,3}>)/, '');
}
