// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { contextOf } from '../guess.ts';
import { otmImporter } from './index.ts';

describe('broken Open Threat Model input', () => {
  // What is wrong, the input, whether anything of it is imported, and every problem with its place.
  it.each<[string, string, boolean, string[]]>([
    [
      'another document',
      'a: 1',
      false,
      ['1:1 error OTM_NOT_A_MODEL The document is not an Open Threat Model: expected `otmVersion`'],
    ],
    [
      'a list',
      '- otmVersion',
      false,
      ['1:1 error OTM_NOT_A_MODEL The document is not an Open Threat Model: expected `otmVersion`'],
    ],
    [
      'another version',
      'otmVersion: 3.0.0',
      false,
      [
        '1:13 error OTM_VERSION The document is of version the text `3.0.0`: expected Open Threat Model 0.1 or 0.2',
      ],
    ],
    [
      'broken YAML',
      'otmVersion: 0.2.0\nproject: [',
      false,
      [
        '2:11 error DOCUMENT_YAML_SYNTAX Cannot read this as YAML: unexpected end of the stream within a flow collection',
      ],
    ],
    [
      'components that are a text',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ncomponents: none',
      true,
      ['3:13 error IMPORT_WRONG_TYPE Cannot use `none` as `components`: expected a list'],
    ],
    [
      'a component without an id',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ncomponents:\n  - name: x',
      true,
      ['4:5 error OTM_NO_ID A component has no id: expected `id` with a text'],
    ],
    [
      'two components with one id',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ncomponents:\n  - { id: a, name: x, parent: { trustZone: z } }\n  - { id: a, name: y }\ntrustZones:\n  - { id: z, name: z }',
      true,
      ['5:11 error OTM_TWIN_ID The id `a` is given to two components: expected it once'],
    ],
    [
      'an unknown trust zone',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ncomponents:\n  - { id: a, name: x, parent: { trustZone: nowhere } }',
      true,
      [
        '4:31 warning OTM_UNKNOWN_ID No trust zone or component has the id `nowhere`: expected one of the document',
      ],
    ],
    [
      'an unknown parent component',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ncomponents:\n  - { id: a, name: x, parent: { component: nowhere } }',
      true,
      [
        '4:31 warning OTM_UNKNOWN_ID No trust zone or component has the id `nowhere`: expected one of the document',
      ],
    ],
    [
      'a trust zone without an id',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ntrustZones:\n  - name: x',
      true,
      ['4:5 error OTM_NO_ID A trust zone has no id: expected `id` with a text'],
    ],
    [
      'two trust zones with one id',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ntrustZones:\n  - { id: a, name: x }\n  - { id: a, name: y }',
      true,
      ['5:11 error OTM_TWIN_ID The id `a` is given to two trust zones: expected it once'],
    ],
    [
      'an unknown enclosing trust zone',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ntrustZones:\n  - { id: a, name: x, parent: { trustZone: b } }',
      true,
      ['4:44 warning OTM_UNKNOWN_ID No trust zone has the id `b`: expected one of a'],
    ],
    [
      'a flow from nowhere',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ndataflows:\n  - { id: f, name: f, source: a, destination: b }',
      true,
      [
        '4:31 error OTM_UNKNOWN_ID No component has the id `a`: expected one of the document',
        '4:47 error OTM_UNKNOWN_ID No component has the id `b`: expected one of the document',
      ],
    ],
    [
      'a flow without ends',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ndataflows:\n  - { id: f, name: f }',
      true,
      [
        '4:5 error OTM_UNKNOWN_ID A data flow has no `source`: expected the id of a component',
        '4:5 error OTM_UNKNOWN_ID A data flow has no `destination`: expected the id of a component',
      ],
    ],
    [
      'an unknown threat',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ntrustZones:\n  - { id: z, name: z }\ncomponents:\n  - { id: a, name: x, parent: { trustZone: z }, threats: [{ threat: t, state: exposed }] }',
      true,
      ['6:69 warning OTM_UNKNOWN_ID No threat has the id `t`: expected one of `threats`'],
    ],
    [
      'unknown data',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ntrustZones:\n  - { id: z, name: z }\ncomponents:\n  - { id: a, name: x, parent: { trustZone: z }, assets: { stored: [cards] } }',
      true,
      ['6:68 warning OTM_UNKNOWN_ID No asset has the id `cards`: expected one of `assets`'],
    ],
    [
      'data without an id',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\nassets:\n  - name: x',
      true,
      ['4:5 error OTM_NO_ID An asset has no id: expected `id` with a text'],
    ],
    [
      'a name that is a list',
      'otmVersion: 0.2.0\nproject: { name: p, id: p }\ntrustZones:\n  - { id: a, name: [x] }',
      true,
      ['4:20 error IMPORT_WRONG_TYPE Cannot use a list of 1 as `trustZones[0].name`: expected a text'],
    ],
  ])('reports %s', (_, text, isRead, expected) => {
    const { value, problems } = otmImporter.read(
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
