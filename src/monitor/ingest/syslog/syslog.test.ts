// SPDX-License-Identifier: Apache-2.0
// RFC 5424, and the messages that devices send under the name of RFC 3164. No text is refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSyslog } from './syslog.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const read = (text: string, now = NOW) => {
  const { record, time } = readSyslog(text, now);
  return { ...record, ...(time !== undefined && { time: new Date(time).toISOString() }) };
};

describe('RFC 5424', () => {
  test.each<[string, string, object]>([
    [
      'its first example',
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed for lonvick on /dev/pts/8",
      {
        facility: 'auth',
        severity: 'critical',
        time: '2003-10-11T22:14:15.003Z',
        host: 'mymachine.example.com',
        app: 'su',
        msgid: 'ID47',
        message: "'su root' failed for lonvick on /dev/pts/8",
      },
    ],
    [
      'an offset and microseconds',
      "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
      {
        facility: 'local4',
        severity: 'notice',
        time: '2003-08-24T12:14:15.000Z',
        host: '192.0.2.1',
        app: 'myproc',
        pid: '8710',
        message: "%% It's time to make the do-nuts.",
      },
    ],
    [
      'two elements of structured data and no message',
      '<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application"][examplePriority@32473 class="high"]',
      {
        structured: {
          'exampleSDID@32473': { iut: '3', eventSource: 'Application' },
          'examplePriority@32473': { class: 'high' },
        },
        message: '',
      },
    ],
    [
      'escapes, brackets and repeated names in structured data',
      '<13>1 - - - - - [a@1 x="q\\"u\\\\o\\]te" x="2" y="\\n"] after',
      { structured: { 'a@1': { x: ['q"u\\o]te', '2'], y: '\\n' } }, message: 'after' },
    ],
    [
      'nothing but what must be there',
      '<0>1 - - - - - -',
      { facility: 'kern', severity: 'emergency', message: '' },
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  test.each([
    ['a time that is none', '<13>1 2003-13-40T00:00:00Z h a - - - x'],
    ['structured data that does not close', '<13>1 2003-10-11T22:14:15Z h a - - [a@1 x="1 y'],
    ['another version', '<13>2 2003-10-11T22:14:15Z h a - - - x'],
  ])('%s is kept as content', (_, text) => {
    expect(read(text)['message' as never]).toBe(text.slice(4));
  });
});

describe('RFC 3164 and its kin', () => {
  test.each<[string, string, object]>([
    [
      'its example',
      "<34>Oct 11 22:14:15 mymachine su: 'su root' failed",
      {
        facility: 'auth',
        severity: 'critical',
        time: '2025-10-11T22:14:15.000Z',
        host: 'mymachine',
        app: 'su',
        message: "'su root' failed",
      },
    ],
    [
      'a process id',
      '<38>Feb  3 07:12:01 web1 sshd[812]: Failed',
      { time: '2026-02-03T07:12:01.000Z', host: 'web1', app: 'sshd', pid: '812', message: 'Failed' },
    ],
    ['no priority', 'Feb  3 07:12:01 web1 cron[1]: job', { host: 'web1', app: 'cron', message: 'job' }],
    [
      'no host',
      '<13>Feb  3 07:12:01 app[7]: hello',
      { app: 'app', pid: '7', message: 'hello', time: '2026-02-03T07:12:01.000Z' },
    ],
    ['no tag', '<13>Feb  3 07:12:01 web1 hello there', { host: 'web1', message: 'hello there' }],
    [
      'a year',
      '<13>Feb  3 2019 07:12:01 fw %ASA-6-302013: Built',
      { time: '2019-02-03T07:12:01.000Z', host: 'fw', app: '%ASA-6-302013', message: 'Built' },
    ],
    ['a year after', '<13>Feb  3 07:12:01 2019: %LINK-3-UPDOWN: up', { time: '2019-02-03T07:12:01.000Z' }],
    [
      'milliseconds and a zone name',
      '<189>29: *Feb  3 07:12:01.123 UTC: %SYS-5-CONFIG_I: Configured',
      { time: '2026-02-03T07:12:01.123Z', app: '%SYS-5-CONFIG_I' },
    ],
    [
      'an ISO time',
      '<13>2026-02-03T07:12:01.5+01:00 web1 app: x',
      { time: '2026-02-03T06:12:01.500Z', host: 'web1', app: 'app', message: 'x' },
    ],
    [
      'a time with a space',
      '<13>2026-02-03 07:12:01,250 web1 app: x',
      { time: '2026-02-03T07:12:01.250Z', host: 'web1' },
    ],
    ['IPv6 as host', '<13>Feb  3 07:12:01 2001:db8::7 app: x', { host: '2001:db8::7', app: 'app' }],
    [
      'only content',
      '<13>something happened',
      { facility: 'user', severity: 'notice', message: 'something happened' },
    ],
    ['a priority that is too large', '<999>x', { message: '<999>x' }],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  test('takes the year that puts the message closest before it came, a day of clock drift allowed', () => {
    const year = (stamp: string, now: string) =>
      read(`<13>${stamp} h a: x`, Date.parse(now)).time?.slice(0, 10);
    expect(year('Dec 31 23:59:59', '2026-01-01T00:00:05Z')).toBe('2025-12-31');
    expect(year('Jan  1 00:00:05', '2025-12-31T23:59:00Z')).toBe('2026-01-01');
    expect(year('Jan  3 00:00:00', '2025-12-31T23:59:00Z')).toBe('2025-01-03');
    expect(year('Feb 29 12:00:00', '2026-03-01T00:00:00Z')).toBe('2024-02-29');
    expect(read('<13>Feb 30 12:00:00 h a: x').time).toBeUndefined();
  });
});

test('any text is a message, in time that grows with its length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
      expect(typeof readSyslog(text, NOW).record['message']).toBe('string');
    }),
  );
  const took = (count: number, text: string) => {
    const message = `<13>1 - - - - - [a@1${text.repeat(count / text.length)}`;
    const start = performance.now();
    readSyslog(message, NOW);
    return performance.now() - start;
  };
  for (const text of [' x="1"', ' x="', '[a', 'Feb  3 07:12:01 ', ': ', '\\"', '1'])
    expect(took(400_000, text)).toBeLessThan(40 * Math.max(took(100_000, text), 2));
});
