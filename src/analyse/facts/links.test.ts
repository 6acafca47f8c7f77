// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { tinyModel, tinyPack } from '../../../test/support/tiny.ts';
import { inputFacts } from './index.ts';

const pack = tinyPack();

/** `link` and `denied` facts of a model with zones a, b, c; b listens on 80, c on 22 and 80. */
function links(rest: string, zones = ''): readonly string[] {
  const model = `ensuresec: 1
name: Links
pack: tiny
zones:
  - { id: a, type: network }
  - { id: b, type: network${zones} }
  - { id: c, type: network${zones} }
${zones === '' ? '' : '  - { id: all, type: network, open: true }\n'}assets:
  - { id: pa, type: host, zone: a }
  - { id: pb, type: host, zone: b, listens: [80] }
  - { id: pc, type: host, zone: c, listens: [22, { port: 80, accepts: staff }] }
${rest}`;
  return inputFacts(tinyModel(model, pack), pack, '2026-01-01')
    .filter((fact) => fact.predicate === 'link' || fact.predicate === 'denied')
    .map(({ predicate, args }) => (predicate === 'link' ? args.join(' ') : `not ${args.join(' ')}`))
    .sort();
}

const INSIDE = ['b b 80/tcp anyone', 'c c 22/tcp anyone', 'c c 80/tcp anyone'];

const CASES: readonly (readonly [what: string, rest: string, expected: readonly string[]])[] = [
  ['no flow', '', []],
  [
    'a flow between zones, any port',
    'flows: [{ from: a, to: c }]',
    ['a c 22/tcp anyone', 'a c 80/tcp anyone'],
  ],
  ['a flow between zones, one port', 'flows: [{ from: a, to: c, port: 443 }]', ['a c 443/tcp anyone']],
  ['a flow to an asset, any port', 'flows: [{ from: a, to: pb }]', ['a b 80/tcp anyone']],
  ['a flow to an asset that does not listen', 'flows: [{ from: b, to: pa }]', []],
  ['a flow between assets', 'flows: [{ from: pa, to: pb, port: 80 }]', ['a b 80/tcp anyone']],
  ['a flow for staff', 'flows: [{ from: a, to: b, port: 80, requires: staff }]', ['a b 80/tcp staff']],
  ['a passage into a zone where nothing listens', 'flows: [{ from: b, to: a }]', ['b a any anyone']],
  ['a named passage', 'flows: [{ from: b, to: a, port: gate }]', ['b a gate anyone']],
  ['a barrier without flow', 'barriers: [{ id: w, type: firewall }]', []],
  [
    'a barrier around one zone',
    'flows: [{ from: a, to: b }, { from: a, to: c }]\nbarriers: [{ id: w, type: firewall, to: [c] }]',
    ['a b 80/tcp anyone', 'a c 22/tcp anyone', 'a c 80/tcp anyone', 'not a c 22/tcp', 'not a c 80/tcp'],
  ],
  [
    'a barrier with a port excepted',
    'flows: [{ from: a, to: c }]\nbarriers: [{ id: w, type: firewall, to: [c], except: [{ ports: [22] }] }]',
    ['a c 22/tcp anyone', 'a c 80/tcp anyone', 'not a c 80/tcp'],
  ],
  [
    'a barrier with a peer excepted',
    'flows: [{ from: a, to: c }, { from: b, to: c }]\nbarriers: [{ id: w, type: firewall, to: [c], except: [{ from: [b] }] }]',
    [
      'a c 22/tcp anyone',
      'a c 80/tcp anyone',
      'b c 22/tcp anyone',
      'b c 80/tcp anyone',
      'not a c 22/tcp',
      'not a c 80/tcp',
    ],
  ],
  [
    'a barrier on the way out',
    'flows: [{ from: a, to: b }, { from: b, to: c, port: 22 }]\nbarriers: [{ id: w, type: firewall, from: [b] }]',
    ['a b 80/tcp anyone', 'b c 22/tcp anyone', 'not b c 22/tcp'],
  ],
];

describe('linkFacts', () => {
  test.each(CASES)('%s', (_, rest, expected) => {
    expect(links(rest)).toEqual([...expected, ...INSIDE].sort());
  });

  test('links the zones of an open zone with each other', () => {
    expect(links('', ', within: all')).toEqual(
      [
        'b c 22/tcp anyone',
        'b c 80/tcp anyone',
        'c b 80/tcp anyone',
        ...['b', 'c', 'all'].flatMap((from) =>
          ['b', 'c'].flatMap((to) =>
            from === 'all'
              ? INSIDE.filter((link) => link.startsWith(to)).map((link) => link.replace(to, 'all'))
              : [],
          ),
        ),
      ]
        .concat(INSIDE)
        .sort(),
    );
  });

  test('keeps assets of an isolated zone apart', () => {
    expect(links('', ', isolated: true, within: a')).toEqual([]);
  });
});
