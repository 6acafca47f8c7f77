// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSyslogFramer } from './framing.ts';

const text = (messages: readonly Uint8Array[]): readonly string[] =>
  messages.map((message) => new TextDecoder().decode(message));

describe('syslog framing', () => {
  test.each([
    ['lines', '<1>a\n<2>b\n', ['<1>a', '<2>b']],
    ['a last line without an end', '<1>a\n<2>b', ['<1>a', '<2>b']],
    ['empty lines', '\n\n<1>a\n\n', ['<1>a']],
    ['octet counting', '4 <1>a5 <2>bc', ['<1>a', '<2>bc']],
    ['line ends inside a counted message', '6 <1>a\nb4 <2>c', ['<1>a\nb', '<2>c']],
    ['both, message by message', '4 <1>a<2>b\n4 <3>c', ['<1>a', '<2>b', '<3>c']],
    ['a counted message that the connection cut', '9 <1>a', []],
    ['a line that begins with digits but no count', '12:00 hello\n', ['12:00 hello']],
    ['a count that begins with zero', '04 x\n', ['04 x']],
    ['bytes of several lengths', '<1>é📦\n', ['<1>é📦']],
  ])('reads %s', (_name, sent, wanted) => {
    const framer = createSyslogFramer();
    expect(text([...framer.push(Buffer.from(sent)), ...framer.end()])).toEqual(wanted);
  });

  test.each([
    ['a line', `${'x'.repeat(30)}\n<1>a\n`],
    ['a counted message', `30 ${'x'.repeat(30)}<1>a\n`],
  ])('cuts %s that is too long, and goes on behind it', (_name, sent) => {
    for (const size of [1, 7, 1000]) {
      const framer = createSyslogFramer(10);
      const messages: Uint8Array[] = [];
      for (let at = 0; at < sent.length; at += size)
        messages.push(...framer.push(Buffer.from(sent.slice(at, at + size))));
      expect(text(messages)).toEqual(
        ['x'.repeat(10), '<1>a'].map((each, at) => (at === 0 ? expect.stringMatching(/^x{10,11}$/) : each)),
      );
      expect(framer.cut).toBe(1);
    }
  });

  test('reads the same however the stream is cut', () => {
    const message = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .map((each) => `<13>${each.replaceAll('\n', ' ')}`);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(message, fc.boolean()), { maxLength: 8 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (sent, sizes) => {
          const stream = Buffer.concat(
            sent.map(([each, counted]) =>
              Buffer.from(counted ? `${Buffer.byteLength(each)} ${each}` : `${each}\n`),
            ),
          );
          const framer = createSyslogFramer();
          const got: Uint8Array[] = [];
          for (let at = 0; at < stream.length; ) {
            const size = sizes.next().value as number;
            got.push(...framer.push(stream.subarray(at, at + size)));
            at += size;
          }
          expect(text([...got, ...framer.end()])).toEqual(sent.map(([each]) => each));
        },
      ),
    );
  });
});
