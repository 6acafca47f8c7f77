// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { contextOf } from '../guess.ts';
import { nmapImporter } from './index.ts';

describe('broken nmap input', () => {
  // What is wrong, the input, whether anything of it is imported, and every problem with its place.
  it.each<[string, string, boolean, string[]]>([
    [
      'no XML',
      'not xml',
      false,
      ['1:7 error XML_SYNTAX The XML ends or breaks here: text data outside of root node'],
    ],
    [
      'an empty file',
      '',
      false,
      ['1:1 error XML_SYNTAX The XML ends or breaks here: document must contain a root element'],
    ],
    [
      'a cut-off file',
      '<nmaprun>\n  <host>',
      false,
      ['2:8 error XML_SYNTAX The XML ends or breaks here: unclosed tag: host'],
    ],
    [
      'tags that cross',
      '<nmaprun>\n  <host></nmaprun></host>',
      false,
      ['2:18 error XML_SYNTAX The XML ends or breaks here: unexpected close tag'],
    ],
    [
      'two equal roots',
      '<nmaprun/>\n<nmaprun/>',
      false,
      ['2:9 error XML_SYNTAX The XML ends or breaks here: documents may contain only one root'],
    ],
    [
      'an entity of its own',
      '<?xml version="1.0"?>\n<!DOCTYPE nmaprun [<!ENTITY a "b">]>\n<nmaprun>&a;</nmaprun>',
      false,
      [
        '2:1 error XML_ENTITIES The document type declares its own entities: expected a plain `<!DOCTYPE name>` or none',
      ],
    ],
    [
      'an unknown entity',
      '<nmaprun>\n  &lol;\n</nmaprun>',
      false,
      ['2:7 error XML_SYNTAX The XML ends or breaks here: undefined entity'],
    ],
    [
      'another root',
      '<?xml version="1.0"?>\n<!-- x -->\n<report/>',
      false,
      [
        '3:1 error NMAP_NOT_A_SCAN The root element is `report`: expected `nmaprun`, the output of `nmap -oX`',
      ],
    ],
    [
      'no host',
      '<nmaprun>\n</nmaprun>',
      true,
      ['1:1 warning NMAP_NO_HOST The scan found no host that is up: nothing to import'],
    ],
    [
      'hosts that are down',
      '<nmaprun>\n  <host><status state="down"/></host>\n</nmaprun>',
      true,
      ['1:1 warning NMAP_NO_HOST The scan found no host that is up: nothing to import'],
    ],
    [
      'a host without an address',
      '<nmaprun>\n  <host><status state="up"/></host>\n</nmaprun>',
      true,
      ['2:3 error NMAP_NO_ADDRESS A host has no address: expected `<address addr="…"/>`'],
    ],
    [
      'a port without a number',
      '<nmaprun>\n<host><status state="up"/><address addr="192.0.2.1"/>\n<ports><port protocol="tcp"><state state="open"/></port></ports></host></nmaprun>',
      true,
      ['3:8 error NMAP_BAD_PORT A port has no number: expected 0 to 65535 in `portid`'],
    ],
    [
      'a port beyond the last',
      '<nmaprun>\n<host><status state="up"/><address addr="192.0.2.1"/>\n<ports><port portid="65536"/></ports></host></nmaprun>',
      true,
      ['3:8 error NMAP_BAD_PORT Cannot use `65536` as the number of a port: expected 0 to 65535 in `portid`'],
    ],
    [
      'a port that is a word',
      '<nmaprun>\n<host><status state="up"/><address addr="192.0.2.1"/>\n<ports>\n  <port portid="http"/></ports></host></nmaprun>',
      true,
      ['4:3 error NMAP_BAD_PORT Cannot use `http` as the number of a port: expected 0 to 65535 in `portid`'],
    ],
    [
      'an attribute without quotes',
      '<nmaprun>\n<host a=b/></nmaprun>',
      false,
      ['2:9 error XML_SYNTAX The XML ends or breaks here: unquoted attribute value'],
    ],
  ])('reports %s', (_, text, isRead, expected) => {
    const { value, problems } = nmapImporter.read(
      [{ file: 'in', bytes: new TextEncoder().encode(text) }],
      contextOf([]),
    );
    expect(
      problems.map(
        ({ at, severity, code, message }) => `${at.line}:${at.column} ${severity} ${code} ${message}`,
      ),
    ).toEqual(expected);
    expect(value !== undefined).toBe(isRead);
  });
});
