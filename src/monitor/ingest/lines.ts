// SPDX-License-Identifier: Apache-2.0
// Plain lines: formats of packs first, then syslog headers around them.
import { timeOf } from '../record/time.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import type { LineParser } from '../source/format.ts';
import { type ReadOrRefused, refused } from './received.ts';
import { bsdMessage } from './syslog/bsd.ts';
import { looksLikeSyslog, readSyslog, type SyslogMessage, withoutLength } from './syslog/syslog.ts';

interface Line {
  readonly line: number;
  readonly text: string;
}

/** A line that a format of the pack reads, on its own or as the message of a syslog line. */
export function readLine(at: Line, parse: LineParser, receivedAt: number): ReadOrRefused {
  if (looksLikeSyslog(at.text)) return readSyslogLine(at, parse, receivedAt);
  const plain = parsed(at.text, at, parse, receivedAt);
  if (plain !== undefined && plain.fallback !== true) return plain;
  const { time, host, ...rest } = bsdMessage(at.text, receivedAt);
  if (time !== undefined && host !== undefined)
    return syslogRecord({ record: { host, ...defined(rest) }, time }, at, parse, receivedAt);
  return plain ?? refused('INGEST_NO_FORMAT', 'No format of the pack reads the line', at);
}

/** A syslog message, which is always kept; formats of the pack say more about it when they read it. */
export function readSyslogLine(at: Line, parse: LineParser, receivedAt: number): ReadOrRefused {
  return syslogRecord(readSyslog(withoutLength(at.text), receivedAt), at, parse, receivedAt);
}

function syslogRecord(
  { record, time }: SyslogMessage,
  at: Line,
  parse: LineParser,
  receivedAt: number,
): ReadOrRefused {
  const line = parsed(asLogLine(record, time ?? receivedAt), at, parse, receivedAt);
  const message = parsed(String(record['message']), at, parse, receivedAt);
  const inner = [line, message].find((each) => each !== undefined && each.fallback !== true);
  if (inner === undefined)
    return {
      format: 'syslog',
      record: stamped(record, time),
      line: at.line,
      ...(time !== undefined && { time }),
    };
  const found = inner.time ?? time;
  return {
    ...inner,
    record: stamped({ ...record, ...inner.record }, found),
    ...(found !== undefined && { time: found }),
  };
}

/** As daemons write it to a file, which is what formats of packs read. */
function asLogLine(record: EventRecord, time: number): string {
  const { host = '-', app, pid, message } = record;
  const tag = app === undefined ? '' : `${app}${pid === undefined ? '' : `[${pid}]`}: `;
  return `${new Date(time).toISOString()} ${host} ${tag}${message}`;
}

function parsed(text: string, at: Line, parse: LineParser, receivedAt: number) {
  const read = parse(text);
  if (read === undefined) return undefined;
  const record = { ...read.record, message: read.record['message'] ?? text };
  const time = timeOf(record) ?? bsdTime(read.record['time'], receivedAt);
  return {
    format: read.format,
    record: stamped(record, time),
    line: at.line,
    source: read.source,
    ...(read.fallback === true && { fallback: true as const }),
    ...(time !== undefined && { time }),
  };
}

function bsdTime(value: unknown, receivedAt: number): number | undefined {
  return typeof value === 'string' ? bsdMessage(`${value} `, receivedAt).time : undefined;
}

function stamped(record: EventRecord, time: number | undefined): EventRecord {
  return time === undefined ? record : { ...record, time: new Date(time).toISOString() };
}

function defined(fields: object): EventRecord {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
