// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { contextOf } from '../guess.ts';
import { threatDragonImporter } from './index.ts';

describe('broken Threat Dragon input', () => {
  // What is wrong, the input, whether anything of it is imported, and every problem with its place.
  it.each<[string, string, boolean, string[]]>([
    [
      'a text',
      '"model"',
      false,
      [
        '1:1 error THREAT_DRAGON_NOT_A_MODEL The document is not a Threat Dragon model: expected an object with `summary` and `detail.diagrams`',
      ],
    ],
    [
      'no detail',
      '{\n  "summary": {}\n}',
      false,
      [
        '1:1 error THREAT_DRAGON_NOT_A_MODEL The document is not a Threat Dragon model: expected an object with `summary` and `detail.diagrams`',
      ],
    ],
    [
      'diagrams that are missing',
      '{"summary": {},\n "detail": { "contributors": [] } }',
      false,
      [
        '1:1 error THREAT_DRAGON_NOT_A_MODEL The document is not a Threat Dragon model: expected an object with `summary` and `detail.diagrams`',
      ],
    ],
    [
      'diagrams that are an object',
      '{"summary": {},\n "detail": { "diagrams": {} } }',
      true,
      [
        '2:26 error IMPORT_WRONG_TYPE Cannot use an empty section as `detail.diagrams`: expected a list',
        '2:26 warning THREAT_DRAGON_EMPTY The model has no diagram: nothing to import',
      ],
    ],
    [
      'no diagram',
      '{"summary": {},\n "detail": { "diagrams": [] } }',
      true,
      ['2:26 warning THREAT_DRAGON_EMPTY The model has no diagram: nothing to import'],
    ],
    [
      'version 1',
      '{"summary": {}, "version": "1.6.0",\n "detail": { "diagrams": [{ "diagramJson": { "cells": [] } }] } }',
      false,
      ['1:28 error THREAT_DRAGON_VERSION The model is of Threat Dragon 1: expected version 2'],
    ],
    [
      'version 1 without its number',
      '{"summary": {},\n "detail": { "diagrams": [{ "diagramJson": { "cells": [] } }] } }',
      false,
      ['2:26 error THREAT_DRAGON_VERSION The model is of Threat Dragon 1: expected version 2'],
    ],
    [
      'version 3',
      '{"summary": {},\n "version": "3.0",\n "detail": { "diagrams": [] } }',
      false,
      ['2:13 error THREAT_DRAGON_VERSION The model is of Threat Dragon 3.0: expected version 2'],
    ],
    [
      'cells that are a text',
      '{"version": "2.0", "summary": {}, "detail": { "diagrams": [\n  { "cells": "x" } ] } }',
      true,
      ['2:14 error IMPORT_WRONG_TYPE Cannot use `x` as `detail.diagrams[0].cells`: expected a list'],
    ],
    [
      'a cell that is a number',
      '{"version": "2.3.0", "summary": {}, "detail": { "diagrams": [{ "title": "d", "cells": [\n  7\n] }] } }',
      true,
      ['2:3 error IMPORT_WRONG_TYPE Cannot use `7` as `detail.diagrams[0].cells[0]`: expected an object'],
    ],
    [
      'a cell of unknown kind',
      '{"version": "2.3.0", "summary": {}, "detail": { "diagrams": [{ "title": "d", "cells": [\n  { "id": "1", "shape": "cloud" }\n] }] } }',
      true,
      [
        '2:3 warning THREAT_DRAGON_UNKNOWN_CELL Cannot use `cloud` as the kind of a cell: expected an actor, process, store, flow, boundary or text',
      ],
    ],
    [
      'data that is a list',
      '{"version": "2.3.0", "summary": {}, "detail": { "diagrams": [{ "title": "d", "cells": [\n  { "id": "1", "shape": "store", "data": [] }\n] }] } }',
      true,
      [
        '2:42 error IMPORT_WRONG_TYPE Cannot use an empty list as `detail.diagrams[0].cells[0].data`: expected an object',
      ],
    ],
    [
      'a flag that is a text',
      '{"version": "2.3.0", "summary": {}, "detail": { "diagrams": [{ "title": "d", "cells": [\n  { "id": "1", "shape": "store", "data": { "name": "s", "isALog": "yes" } }\n] }] } }',
      true,
      [
        '2:67 error IMPORT_WRONG_TYPE Cannot use `yes` as `detail.diagrams[0].cells[0].data.isALog`: expected `true` or `false`',
      ],
    ],
    [
      'threats that are an object',
      '{"version": "2.3.0", "summary": {}, "detail": { "diagrams": [{ "title": "d", "cells": [\n  { "id": "1", "shape": "store", "data": { "name": "s", "threats": {} } }\n] }] } }',
      true,
      [
        '2:68 error IMPORT_WRONG_TYPE Cannot use an empty section as `detail.diagrams[0].cells[0].data.threats`: expected a list',
      ],
    ],
  ])('reports %s', (_, text, isRead, expected) => {
    const { value, problems } = threatDragonImporter.read(
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
