// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { within } from '../../../test/support/patience.ts';
import { readXml } from './xml.ts';

const read = (text: string) => readXml(new TextEncoder().encode(text), 'in.xml');

describe('readXml', () => {
  it('keeps elements, attributes, texts and places', () => {
    const { value } = read('\ufeff<a x="1&amp;2">\r\n  <b>t<![CDATA[<u>]]></b>\r\n  <c/></a>');
    expect(value?.attributes.get('x')).toBe('1&2');
    expect(value?.children.map(({ name, text, at }) => [name, text, at.line, at.column])).toEqual([
      ['b', 't<u>', 2, 3],
      ['c', '', 3, 3],
    ]);
  });

  it.each([
    [
      'an internal subset',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'XML_ENTITIES',
    ],
    ['a billion laughs', '<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "ha">]><a>&b;</a>', 'XML_ENTITIES'],
    ['an entity nobody defines', '<a>&b;</a>', 'XML_SYNTAX'],
    ['nesting without end', '<a>'.repeat(100), 'XML_TOO_DEEP'],
    ['no element', '<!-- -->', 'XML_SYNTAX'],
    ['a prefix that claims a prototype', '<a __proto__="x"', 'XML_SYNTAX'],
  ])('refuses %s', (_, text, code) => {
    expect(read(text).problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('refuses bytes that are not UTF-8, at their place', () => {
    expect(readXml(new Uint8Array([0x3c, 0x61, 0x3e, 0xff]), 'in.xml').problems[0]).toMatchObject({
      code: 'XML_NOT_UTF8',
      at: { line: 1, column: 4 },
    });
  });

  it('refuses a million elements quickly', () => {
    const text = `<a>${'<b/>'.repeat(1_000_001)}</a>`;
    const { problems } = within(5_000, 'the document', () => read(text));
    expect(problems[0]?.code).toBe('XML_TOO_MANY_ELEMENTS');
  });

  it('takes no prototype from attributes', () => {
    expect(read('<a __proto__="x" constructor="y"/>').value?.attributes.get('constructor')).toBe('y');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
