// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { detect } from './detect.ts';
import { importers, sniffFormat } from './importers.ts';

const file = (path: string, text = '') => ({ path, head: new TextEncoder().encode(text) });

describe('detect', () => {
  it.each([
    ['sbom/web.json', '{ "bomFormat": "CycloneDX", "specVersion": "1.5" }', 'cyclonedx'],
    ['compose.yaml', 'services:\n  a:\n    image: b\n', 'compose'],
    ['stack.yml', 'services:\n  a:\n    image: b\n', 'compose'],
    ['k8s/web.yaml', 'apiVersion: v1\nkind: Pod\n', 'kubernetes'],
    ['web.json', '{"kind":"Pod","apiVersion":"v1"}', 'kubernetes'],
    ['scan.xml', '<?xml version="1.0"?><nmaprun scanner="nmap">', 'nmap'],
    ['model.otm', 'otmVersion: 0.2.0', 'otm'],
    [
      'threats.json',
      '{ "summary": {}, "detail": { "diagrams": [{ "diagramType": "STRIDE" }] } }',
      'threat-dragon',
    ],
  ])('recognises %s', (path, text, format) => {
    const [finding] = detect([file(path, text)]);
    expect(finding).toMatchObject({ path, format, importable: true });
    expect(finding?.reason).toMatch(/^its (?:name and its )?content fits? |content fit /);
    expect(sniffFormat({ file: path, bytes: new TextEncoder().encode(text) })?.importer.id).toBe(format);
  });

  it.each([
    ['.env', '', 'env'],
    ['app/.env.production', '', 'env'],
    ['nginx.conf', '', 'nginx'],
    ['infra/main.tf', '', 'terraform'],
    ['Dockerfile', '', 'dockerfile'],
    ['web/package-lock.json', '{}', 'npm-lock'],
    ['go.sum', '', 'go-modules'],
    ['Chart.yaml', '', 'helm'],
    ['out.spdx.json', '{ "spdxVersion": "SPDX-2.3" }', 'spdx'],
    ['stack.yaml', 'AWSTemplateFormatVersion: "2010-09-09"', 'cloudformation'],
  ])('lists %s as seen, not read yet', (path, text, format) => {
    const [finding] = detect([file(path, text)]);
    expect(finding).toMatchObject({ path, format, importable: false });
    expect(finding?.reason).toContain('not read yet');
  });

  it.each([['README.md'], ['src/index.ts'], ['node_modules/x/package-lock.json'], ['data.json']])(
    'leaves out %s',
    (path) => {
      expect(detect([file(path, '{}')])).toEqual([]);
    },
  );

  it.each<[string[], string[]]>([
    [
      ['compose.yaml', 'compose.override.yaml', 'compose.prod.yaml'],
      ['compose.override.yaml', 'compose.yaml'],
    ],
    [['a/b/compose.yaml', 'c/docker-compose.yml'], ['c/docker-compose.yml']],
    [['docker-compose.yml', 'compose.yml'], ['compose.yml']],
    [['stack.dev.yaml', 'stack.prod.yaml'], ['stack.dev.yaml']],
  ])('chooses one Compose project of %j', (paths, expected) => {
    const findings = detect(paths.map((path) => file(path, 'services:\n  a:\n    image: b\n')));
    expect(findings.every(({ importable }) => importable)).toBe(true);
    const chosen = findings.filter((finding) => finding.chosen).map(({ path }) => path);
    expect(chosen.sort()).toEqual(expected);
    expect(findings.find((finding) => !finding.chosen)?.reason ?? 'another').toContain('another');
  });

  it('puts what can be imported first, then by path', () => {
    const files = [file('b/.env'), file('a/.env'), file('z.xml', '<nmaprun>')];
    expect(detect(files).map(({ path }) => path)).toEqual(['z.xml', 'a/.env', 'b/.env']);
  });
});

describe('importers', () => {
  it('are sorted, and sure of nothing about other files', () => {
    const ids = importers.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    for (const importer of importers) {
      expect(importer.title).not.toBe('');
      for (const text of ['', '{}', '[]', 'a: 1', '<a/>', '\u0000\u0001'])
        expect(importer.sniff({ file: 'x', bytes: new TextEncoder().encode(text) })).toBeLessThan(0.5);
    }
  });
});
