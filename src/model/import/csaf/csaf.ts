// SPDX-License-Identifier: Apache-2.0
// CSAF 2.0 and 2.1 documents of any profile that states the status of products (VEX, security advisory). They list
// nothing that runs anywhere: what they say counts for the software that the model holds by then.
import type { Parsed, Problem } from '../../../core/problem.ts';
import type { Model } from '../../schema.ts';
import { createIds } from '../ids.ts';
import type { ImportContext, Importer, ImportInput, ModelPart } from '../importer.ts';
import { distinctProblems, type Node, openDocument } from '../node.ts';
import { holdersOf } from './holders.ts';
import { readProducts } from './products.ts';
import { partOf, readStatements } from './statements.ts';

/** Statements about the software of assets; give them in one import with the SBOM. */
export const csafImporter: Importer = {
  id: 'csaf',
  title: 'CSAF JSON (VEX, advisories)',
  isLast: true,
  sniff,
  read,
};

function sniff({ bytes }: ImportInput): number {
  const head = new TextDecoder().decode(bytes.subarray(0, 65_536));
  return /"csaf_version"\s*:\s*"2\.\d"/.test(head) ? 1 : 0;
}

function read(inputs: readonly ImportInput[], _context: ImportContext, known?: Model): Parsed<ModelPart> {
  const problems: Problem[] = [];
  const roots = inputs.flatMap((input) => openCsaf(input, problems) ?? []);
  if (roots.length === 0) return { problems };
  const holders = holdersOf(known?.assets ?? []);
  const statements = roots.flatMap((root) => readStatements(root, readProducts(root), holders));
  return { value: partOf(statements, createIds()), problems: distinctProblems(problems) };
}

function openCsaf(input: ImportInput, problems: Problem[]): Node | undefined {
  const root = openDocument(input, problems);
  if (root === undefined) return undefined;
  const document = root.record('document');
  const version = document?.text('csaf_version');
  if (version === '2.0' || version === '2.1') return root;
  (document?.field('csaf_version') ?? root).report({
    code: 'CSAF_VERSION',
    severity: 'error',
    message: `The document has ${version === undefined ? 'no `csaf_version`' : `version \`${version.slice(0, 20)}\``}: expected CSAF 2.0 or 2.1`,
  });
  return undefined;
}
