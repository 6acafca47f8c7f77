// SPDX-License-Identifier: Apache-2.0
// OWASP Threat Dragon 2 (its `.json` files): data-flow diagrams with trust boundaries and threats.
import type { Parsed, Problem } from '../../../core/problem.ts';
import { createIds, type Ids } from '../ids.ts';
import type { ImportContext, Importer, ImportInput, ModelPart } from '../importer.ts';
import { distinctProblems, type Node, openDocument } from '../node.ts';
import { readDiagram } from './diagram.ts';

/** Threat models drawn with OWASP Threat Dragon 2. */
export const threatDragonImporter: Importer = {
  id: 'threat-dragon',
  title: 'OWASP Threat Dragon 2',
  sniff,
  read,
};

function sniff({ bytes }: ImportInput): number {
  const text = new TextDecoder().decode(bytes.subarray(0, 262_144));
  if (!/"summary"\s*:/.test(text) || !/"detail"\s*:/.test(text)) return 0;
  return /"diagrams"\s*:/.test(text) &&
    /"(?:cells|diagramJson)"\s*:|"(?:threatTop|diagramTop|diagramType)"\s*:/.test(text)
    ? 0.95
    : /"diagrams"\s*:/.test(text)
      ? 0.7
      : 0;
}

function read(inputs: readonly ImportInput[], context: ImportContext): Parsed<ModelPart> {
  const problems: Problem[] = [];
  const ids = createIds();
  const parts = inputs.flatMap((input) => {
    const model = openDocument(input, problems);
    return model !== undefined && isModel(model) ? [readModel(model, ids, context)] : [];
  });
  return parts.length === 0
    ? { problems: distinctProblems(problems) }
    : { value: joined(parts), problems: distinctProblems(problems) };
}

function isModel(model: Node): boolean {
  const diagrams = model.record('detail')?.field('diagrams');
  if (diagrams === undefined) {
    model.report({
      code: 'THREAT_DRAGON_NOT_A_MODEL',
      severity: 'error',
      message:
        'The document is not a Threat Dragon model: expected an object with `summary` and `detail.diagrams`',
    });
    return false;
  }
  const first = model.record('detail')?.records('diagrams')[0];
  const version = model.text('version') ?? first?.text('version') ?? '';
  const isFirst = /^1\./.test(version) || first?.field('diagramJson') !== undefined;
  if (isFirst) {
    const message = 'The model is of Threat Dragon 1: expected version 2';
    (model.field('version') ?? diagrams).report({
      code: 'THREAT_DRAGON_VERSION',
      severity: 'error',
      message,
      hint: 'Open it in Threat Dragon 2 and save it',
    });
    return false;
  }
  if (version === '' || /^2\./.test(version)) return true;
  const message = `The model is of Threat Dragon ${version.slice(0, 20)}: expected version 2`;
  (model.field('version') ?? model).report({ code: 'THREAT_DRAGON_VERSION', severity: 'error', message });
  return false;
}

function readModel(model: Node, ids: Ids, context: ImportContext): ModelPart {
  const diagrams = model.record('detail')?.records('diagrams') ?? [];
  if (diagrams.length === 0) {
    const at = model.record('detail')?.field('diagrams') ?? model;
    at.report({
      code: 'THREAT_DRAGON_EMPTY',
      severity: 'warning',
      message: 'The model has no diagram: nothing to import',
    });
  }
  return joined(diagrams.map((diagram) => readDiagram(diagram, ids, context)));
}

function joined(parts: readonly ModelPart[]): ModelPart {
  return {
    zones: parts.flatMap((part) => part.zones ?? []),
    assets: parts.flatMap((part) => part.assets ?? []),
    flows: parts.flatMap((part) => part.flows ?? []),
    assumptions: parts.flatMap((part) => part.assumptions ?? []),
    gaps: parts.flatMap((part) => part.gaps ?? []),
  };
}
