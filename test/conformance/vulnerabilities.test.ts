// SPDX-License-Identifier: Apache-2.0
// The published SBOM of a shop and the VEX statements of CISA's use cases through `vulnerabilities scan`. What must be
// found was read from the SBOM by hand, against the ranges that the advisories of GitHub state.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import { corpus } from './corpora.ts';

const FEEDS = path.resolve(import.meta.dirname, '../../examples/known-flaws/feeds');
const SBOM = 'cyclonedx/SBOM/juice-shop/v11.1.2/bom.json';
const VEX = 'cyclonedx/VEX/CISA-Use-Cases';
const LOG4SHELL = 'GHSA-jfh8-c2jp-5v3q';

interface Found {
  readonly advisory: string;
  readonly purl: string;
  readonly status: string;
}

async function scan(files: readonly string[]) {
  const { code, stdout } = await ensuresec(
    ['vulnerabilities', 'scan', ...files, '--feed', FEEDS, '--json', '-q'],
    { cwd: path.resolve(import.meta.dirname, '../..') },
  );
  return { code, ...(JSON.parse(stdout) as { components: number; findings: readonly Found[] }) };
}

describe.skipIf(corpus(SBOM) === undefined)('the SBOM of juice-shop', () => {
  test('has the versions that the advisories name, and no others', async () => {
    const { code, components, findings } = await scan([corpus(SBOM) ?? '']);
    const found = findings.map(({ advisory, purl }) => `${advisory} ${purl.replace('pkg:npm/', '')}`);
    expect([code, components]).toEqual([1, 841]);
    expect(found.sort()).toEqual([
      'GHSA-35jh-r3h4-6jhm lodash@2.4.2',
      'GHSA-35jh-r3h4-6jhm lodash@4.17.19',
      'GHSA-c2qf-rxjj-qqgw semver@5.7.1',
      'GHSA-c2qf-rxjj-qqgw semver@6.3.0',
      'GHSA-c2qf-rxjj-qqgw semver@7.3.2',
      'GHSA-c4w7-xm78-47vh y18n@4.0.0',
      'GHSA-hrpp-h998-j3pp qs@6.5.2',
      'GHSA-hrpp-h998-j3pp qs@6.7.0',
      'GHSA-wc69-rhjr-hc9g moment@2.27.0',
    ]);
  });
});

describe.skipIf(corpus(VEX) === undefined)('VEX statements', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-vex-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** An SBOM of a product of the use cases, with the library that the statements are about. */
  function productWithLog4j(name: string, version: string): string {
    const file = path.join(folder, `${name}-${version}.cdx.json`);
    const library = {
      type: 'library',
      name: 'log4j-core',
      version: '2.14.1',
      purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
    };
    const metadata = { component: { type: 'application', name, version, 'bom-ref': `product-${name}` } };
    writeFileSync(
      file,
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.5',
        version: 1,
        metadata,
        components: [library],
      }),
    );
    return file;
  }

  test.each([
    ['Case-1/vex-affected.json', 'DEF', '1.0', 'affected', 1],
    ['Case-1/vex-fixed.json', 'DEF', '1.1', 'fixed', 0],
    ['Case-1/vex-not_affected.json', 'ABC', '4.2', 'not_affected', 0],
    ['Case-1/vex-under_investigation.json', 'GHI', '17.4', 'under_investigation', 1],
  ])('%s', async (vex, name, version, status, code) => {
    const found = await scan([productWithLog4j(name, version), corpus(`${VEX}/${vex}`) ?? '']);
    expect(found.findings).toMatchObject([{ advisory: LOG4SHELL, status }]);
    expect(found.code).toBe(code);
  });

  test('a statement about another flaw changes nothing', async () => {
    const found = await scan([productWithLog4j('ABC', '4.2'), corpus(`${VEX}/Case-2/vex.json`) ?? '']);
    expect(found.findings).toMatchObject([{ advisory: LOG4SHELL, status: 'affected' }]);
  });
});
