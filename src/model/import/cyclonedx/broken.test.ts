// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { contextOf } from '../guess.ts';
import { cyclonedxImporter } from './index.ts';

describe('broken CycloneDX input', () => {
  // What is wrong, the input, whether anything of it is imported, and every problem with its place.
  it.each<[string, string, boolean, string[]]>([
    [
      'a list',
      '[]',
      false,
      [
        '1:1 error CYCLONEDX_NOT_A_BOM The document is not CycloneDX: expected an object with `"bomFormat": "CycloneDX"`',
      ],
    ],
    [
      'another format',
      '{\n  "bomFormat": "SPDX"\n}',
      false,
      [
        '2:16 error CYCLONEDX_NOT_A_BOM The document is not CycloneDX: expected an object with `"bomFormat": "CycloneDX"`',
      ],
    ],
    [
      'no format',
      '{\n  "specVersion": "1.5"\n}',
      false,
      [
        '1:1 error CYCLONEDX_NOT_A_BOM The document is not CycloneDX: expected an object with `"bomFormat": "CycloneDX"`',
      ],
    ],
    [
      'no version',
      '{\n  "bomFormat": "CycloneDX"\n}',
      false,
      ['1:1 error CYCLONEDX_VERSION The document has no `specVersion`: expected CycloneDX 1.4, 1.5 or 1.6'],
    ],
    [
      'a future version',
      '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "2.0"\n}',
      false,
      ['3:18 error CYCLONEDX_VERSION The document has version `2.0`: expected CycloneDX 1.4, 1.5 or 1.6'],
    ],
    [
      'an old version',
      '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.2"\n}',
      true,
      [
        '3:18 warning CYCLONEDX_OLD_VERSION CycloneDX 1.2 is older than what we test: expected 1.4, 1.5 or 1.6; it is read as 1.4',
      ],
    ],
    [
      'a version that is a number',
      '{\n  "bomFormat": "CycloneDX",\n  "specVersion": 1.5\n}',
      false,
      [
        '3:18 error IMPORT_WRONG_TYPE Cannot use `1.5` as `specVersion`: expected a text',
        '3:18 error CYCLONEDX_VERSION The document has no `specVersion`: expected CycloneDX 1.4, 1.5 or 1.6',
      ],
    ],
    [
      'XML',
      '<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>',
      false,
      ['1:1 error CYCLONEDX_XML Cannot read CycloneDX in XML: expected CycloneDX in JSON'],
    ],
    [
      'Protocol Buffers',
      '\n\u00031.5\u0018\u0001',
      false,
      ['1:1 error CYCLONEDX_PROTOBUF Cannot read CycloneDX in Protocol Buffers: expected CycloneDX in JSON'],
    ],
    [
      'cut-off JSON',
      '{\n  "bomFormat": "CycloneDX",\n  "components": [',
      false,
      ['3:18 error DOCUMENT_JSON_SYNTAX Cannot read this as JSON: the text ends here, expected a value'],
    ],
    [
      'components that are an object',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "components": {}}',
      true,
      ['2:17 error IMPORT_WRONG_TYPE Cannot use an empty section as `components`: expected a list'],
    ],
    [
      'a component that is a text',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "components": ["log4j"]}',
      true,
      ['2:18 error IMPORT_WRONG_TYPE Cannot use `log4j` as `components[0]`: expected an object'],
    ],
    [
      'a component without a name',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "components": [\n    { "type": "application" }\n  ]}',
      true,
      ['3:5 error CYCLONEDX_NO_NAME A component has no name: expected `name` with a text'],
    ],
    [
      'a name that is a number',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "components": [\n    { "type": "library", "name": 7 }\n  ]}',
      true,
      ['3:34 error IMPORT_WRONG_TYPE Cannot use `7` as `components[0].name`: expected a text'],
    ],
    [
      'a bad package URL',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "metadata": { "component": { "type": "application", "name": "a" } },\n  "components": [\n    { "type": "library", "name": "x", "purl": "npm/x" }\n  ]}',
      true,
      ['4:47 warning CYCLONEDX_BAD_PURL Package URL `npm/x` does not start with `pkg:`'],
    ],
    [
      'a twin bom-ref',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "metadata": { "component": { "type": "application", "name": "a", "bom-ref": "r" } },\n  "components": [\n    { "type": "library", "name": "x", "bom-ref": "r" }\n  ]}',
      true,
      [
        '4:50 warning CYCLONEDX_TWIN_REF The `bom-ref` `r` is given twice: expected it to be unique in the document',
      ],
    ],
    [
      'a vulnerability without an id',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "vulnerabilities": [\n    { "affects": [] }\n  ]}',
      true,
      ['3:5 error CYCLONEDX_NO_ID A vulnerability has no id: expected `id` such as `CVE-2021-44228`'],
    ],
    [
      'a vulnerability with an unusable id',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "vulnerabilities": [\n    { "id": "???" }\n  ]}',
      true,
      [
        '3:13 error CYCLONEDX_NO_ID Cannot use `???` as the id of a vulnerability: expected one word such as `CVE-2021-44228`',
      ],
    ],
    [
      'a vulnerability that affects nothing',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "vulnerabilities": [\n    { "id": "CVE-2021-1" }\n  ]}',
      true,
      [
        '3:5 warning CYCLONEDX_NOTHING_AFFECTED The vulnerability `CVE-2021-1` affects nothing: expected `affects` with the `ref` of a component',
      ],
    ],
    [
      'an unknown reference',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "vulnerabilities": [\n    { "id": "CVE-2021-1",\n      "affects": [{ "ref": "nothing" }] }\n  ]}',
      true,
      [
        '4:28 warning CYCLONEDX_UNKNOWN_REF No document of this import lists `nothing`: expected the `bom-ref` of a component',
      ],
    ],
    [
      'an entry without a reference',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "vulnerabilities": [\n    { "id": "CVE-2021-1",\n      "affects": [{}] }\n  ]}',
      true,
      [
        '4:19 error CYCLONEDX_NO_REF An entry of `affects` has no `ref`: expected the `bom-ref` of a component',
      ],
    ],
    [
      'an unknown state',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "metadata": { "component": { "type": "application", "name": "a" } },\n  "vulnerabilities": [\n    { "id": "CVE-2021-1", "analysis": { "state": "fine" } }\n  ]}',
      true,
      [
        '4:50 warning CYCLONEDX_BAD_STATE Cannot use `fine` as the state of an analysis: expected one of resolved, resolved_with_pedigree, exploitable, in_triage, false_positive, not_affected',
      ],
    ],
    [
      'an endpoint that is no URL',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "services": [\n    { "name": "pay", "endpoints": ["here"] }\n  ]}',
      true,
      [
        '3:36 warning CYCLONEDX_BAD_ENDPOINT Cannot use `here` as an endpoint: expected a URL with a port, or of http or https',
      ],
    ],
    [
      'contradicting statements',
      '{"bomFormat":"CycloneDX","specVersion":"1.5",\n  "metadata": { "component": { "type": "application", "name": "a" } },\n  "vulnerabilities": [\n    { "id": "CVE-2021-1", "analysis": { "state": "exploitable" } },\n    { "id": "CVE-2021-1", "analysis": { "state": "not_affected" } }\n  ]}',
      true,
      [
        '5:5 warning CYCLONEDX_CONTRADICTION `CVE-2021-1` on `a` is not_affected here and affected at in:4: the worse one counts',
      ],
    ],
  ])('reports %s', (_, text, isRead, expected) => {
    const { value, problems } = cyclonedxImporter.read(
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
