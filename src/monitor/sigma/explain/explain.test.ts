// SPDX-License-Identifier: Apache-2.0
// What is told of a rule and an event: where it went, what held, which test decided.
import { describe, expect, test } from 'vitest';
import { compileSources } from '../../source/source.ts';
import { resolveRules } from '../correlate/resolve.ts';
import { parseSigma } from '../parse/document.ts';
import { createExplainer } from './explain.ts';

const RULES = `title: A
id: a
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: [cmd.exe, sh.exe], CommandLine|contains|all: [x, y] }
  filter_main: { User: root }
  condition: selection and not filter_main
---
title: B
id: b
logsource: { product: linux }
detection: { selection: { Image: z }, condition: selection }
---
title: C
id: c
logsource: { product: windows }
detection:
  s1: { Port|gte: 10 }
  s2: { Ip|cidr: 10.0.0.0/8 }
  s3: [needle]
  condition: all of s*
`;

const recognise = compileSources([
  { when: { EventID: 1 }, product: 'windows', services: ['sysmon'], categories: ['process_creation'] },
]);
const explain = createExplainer(
  resolveRules(parseSigma(Buffer.from(RULES), 'r.yml').value ?? []).value ?? { rules: [] },
  recognise,
);
const about = (id: string, event: Record<string, unknown>) => explain(event, new Set([id])).rules[0];

describe('an explanation', () => {
  test.each([
    [
      'a',
      { Image: 'C:\\ps.exe' },
      {
        selection: 'selection',
        words: 'Image ends with "cmd.exe", or 1 more',
        held: false,
        values: ['C:\\ps.exe'],
      },
    ],
    [
      'a',
      { Image: 'cmd.exe', CommandLine: 'x' },
      { selection: 'selection', words: 'CommandLine contains "y"', held: false, values: ['x'] },
    ],
    [
      'a',
      { Image: 'cmd.exe', CommandLine: 'xy', User: 'root' },
      { selection: 'filter_main', words: 'User is "root"', held: true, values: ['root'] },
    ],
    ['c', { Port: 9 }, { selection: 's1', words: 'Port is at least 10', held: false, values: ['9'] }],
    [
      'c',
      { Port: 10 },
      { selection: 's2', words: 'Ip is an address of 10.0.0.0/8', held: false, values: [] },
    ],
    [
      'c',
      { Port: 10, Ip: '10.1.1.1' },
      { selection: 's3', words: 'any value contains "needle"', held: false, values: ['10', '10.1.1.1'] },
    ],
  ])('of %s on %j tells the test that decided', (id, event, expected) => {
    expect(about(id, event)?.reason).toMatchObject(expected);
  });

  test('tells what held, and that a rule fired', () => {
    expect(about('a', { EventID: 1, Image: 'sh.exe', CommandLine: 'yx' })).toMatchObject({
      fired: true,
      notRouted: undefined,
      reason: undefined,
      selections: [
        { id: 'selection', holds: true },
        { id: 'filter_main', holds: false },
      ],
    });
  });

  test('tells why a rule never saw the event', () => {
    expect(about('b', { EventID: 1, Image: 'z' })).toMatchObject({
      holds: true,
      fired: false,
      notRouted: 'It is meant for linux; the event is of windows, sysmon, process_creation',
    });
  });

  test('leaves out rules that had nothing to say', () => {
    const { rules, total, routed } = explain({ EventID: 1, Image: 'z', User: 'root', Port: 11 });
    expect([rules.map(({ rule }) => rule.id), total, routed]).toEqual([['c'], 3, 2]);
  });
});
