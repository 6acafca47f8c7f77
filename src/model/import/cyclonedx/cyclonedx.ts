// SPDX-License-Identifier: Apache-2.0
// CycloneDX (ECMA-424) 1.4 to 1.6 in JSON: bills of materials, and statements about vulnerabilities (VEX), in one file
// or apart. An SBOM says what software an asset holds; a VEX says which of its known holes are real.
import type { Parsed, Problem } from '../../../core/problem.ts';
import { createIds } from '../ids.ts';
import type { ImportContext, Importer, ImportInput, ModelPart } from '../importer.ts';
import { distinctProblems, type Node, openDocument } from '../node.ts';
import { createInventory, type Inventory, readInventory } from './inventory.ts';
import { readStatements, type StatementFacts } from './statements.ts';

/** Software bills of materials and VEX documents; give both in one import, so that statements find what they speak of. */
export const cyclonedxImporter: Importer = {
  id: 'cyclonedx',
  title: 'CycloneDX JSON (SBOM, VEX)',
  sniff,
  read,
};

const VERSIONS = new Set(['1.4', '1.5', '1.6']);
/** Their components are a subset of those of 1.4, so they are read, and the person is told. */
const OLDER_VERSIONS = new Set(['1.2', '1.3']);

function sniff({ bytes }: ImportInput): number {
  const head = new TextDecoder().decode(bytes.subarray(0, 65_536));
  if (/"bomFormat"\s*:\s*"CycloneDX"/.test(head)) return 1;
  if (/<bom\b[^>]*xmlns(?::\w+)?\s*=\s*["']http:\/\/cyclonedx\.org\/schema\/bom\//.test(head)) return 0.95;
  return /cyclonedx\.org\/schema\/bom-1/.test(head) && /"specVersion"/.test(head) ? 0.9 : 0;
}

function read(inputs: readonly ImportInput[], context: ImportContext): Parsed<ModelPart> {
  const problems: Problem[] = [];
  const ids = createIds();
  const inventory = createInventory();
  const boms = inputs.flatMap((input) => openBom(input, problems) ?? []);
  // All inventories before all statements: a VEX may come first and speak of a later SBOM.
  for (const bom of boms) readInventory(bom, inventory, ids, context);
  const statements = readStatements(boms, inventory, ids);
  if (boms.length === 0) return { problems };
  return { value: partOf(inventory, statements), problems: distinctProblems(problems) };
}

function openBom(input: ImportInput, problems: Problem[]): Node | undefined {
  const start = { file: input.file, line: 1, column: 1 };
  const head = new TextDecoder().decode(input.bytes.subarray(0, 512)).trimStart();
  if (head.startsWith('<')) {
    const message = 'Cannot read CycloneDX in XML: expected CycloneDX in JSON';
    problems.push({
      code: 'CYCLONEDX_XML',
      severity: 'error',
      message,
      at: start,
      hint: 'Convert it: `cyclonedx convert --output-format json`',
    });
    return undefined;
  }
  if (!head.startsWith('{') && input.bytes.subarray(0, 512).some((byte) => byte < 9)) {
    const message = 'Cannot read CycloneDX in Protocol Buffers: expected CycloneDX in JSON';
    problems.push({
      code: 'CYCLONEDX_PROTOBUF',
      severity: 'error',
      message,
      at: start,
      hint: 'Convert it: `cyclonedx convert --output-format json`',
    });
    return undefined;
  }
  const bom = openDocument(input, problems);
  return bom !== undefined && isBom(bom) ? bom : undefined;
}

function isBom(bom: Node): boolean {
  if (bom.text('bomFormat') !== 'CycloneDX') {
    const message = 'The document is not CycloneDX: expected an object with `"bomFormat": "CycloneDX"`';
    (bom.field('bomFormat') ?? bom).report({ code: 'CYCLONEDX_NOT_A_BOM', severity: 'error', message });
    return false;
  }
  const version = bom.text('specVersion');
  const at = bom.field('specVersion') ?? bom;
  if (version !== undefined && VERSIONS.has(version)) return true;
  if (version !== undefined && OLDER_VERSIONS.has(version)) {
    const message = `CycloneDX ${version} is older than what we test: expected 1.4, 1.5 or 1.6; it is read as 1.4`;
    at.report({ code: 'CYCLONEDX_OLD_VERSION', severity: 'warning', message });
    return true;
  }
  const found = version === undefined ? 'no `specVersion`' : `version \`${version.slice(0, 20)}\``;
  at.report({
    code: 'CYCLONEDX_VERSION',
    severity: 'error',
    message: `The document has ${found}: expected CycloneDX 1.4, 1.5 or 1.6`,
  });
  return false;
}

function partOf(inventory: Inventory, statements: StatementFacts): ModelPart {
  const assets = inventory.assets.map(({ asset, software, vulnerabilities }) => ({
    ...asset,
    ...(software.size === 0 ? {} : { software: [...software.values()] }),
    ...(vulnerabilities.size === 0 ? {} : { vulnerabilities: [...vulnerabilities.values()] }),
  }));
  return {
    assets,
    assumptions: [...statements.assumptions],
    gaps: [...inventory.gaps, ...statements.gaps],
  };
}
