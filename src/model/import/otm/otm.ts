// SPDX-License-Identifier: Apache-2.0
// Open Threat Model 0.2 (and 0.1, which differs in nothing we read), YAML or JSON.
import type { Parsed, Problem } from '../../../core/problem.ts';
import { written } from '../../words.ts';
import { createIds, type Ids } from '../ids.ts';
import type { ImportContext, Importer, ImportInput, ModelPart } from '../importer.ts';
import { distinctProblems, type Node, openDocument } from '../node.ts';
import { readComponents } from './components.ts';
import { readData } from './data.ts';
import { readFlows } from './flows.ts';
import { threatCatalogue } from './threats.ts';
import { readTrustZones } from './zones.ts';

/** Threat models in the Open Threat Model format. */
export const otmImporter: Importer = { id: 'otm', title: 'Open Threat Model', sniff, read };

function sniff({ bytes }: ImportInput): number {
  const head = new TextDecoder().decode(bytes.subarray(0, 65_536));
  return /^[ \t]*otmVersion[ \t]*:/m.test(head) || /"otmVersion"[ \t]*:/.test(head) ? 1 : 0;
}

function read(inputs: readonly ImportInput[], context: ImportContext): Parsed<ModelPart> {
  const problems: Problem[] = [];
  const ids = createIds();
  const parts = inputs.flatMap((input) => {
    const model = openDocument(input, problems);
    return model !== undefined && isModel(model) ? [readModel(model, ids, context)] : [];
  });
  const value: ModelPart = {
    zones: parts.flatMap((part) => part.zones ?? []),
    assets: parts.flatMap((part) => part.assets ?? []),
    flows: parts.flatMap((part) => part.flows ?? []),
    assumptions: parts.flatMap((part) => part.assumptions ?? []),
    gaps: parts.flatMap((part) => part.gaps ?? []),
  };
  return parts.length === 0
    ? { problems: distinctProblems(problems) }
    : { value, problems: distinctProblems(problems) };
}

function isModel(model: Node): boolean {
  const version = model.field('otmVersion');
  if (version === undefined) {
    model.report({
      code: 'OTM_NOT_A_MODEL',
      severity: 'error',
      message: 'The document is not an Open Threat Model: expected `otmVersion`',
    });
    return false;
  }
  // YAML reads an unquoted 0.2 as a number.
  const { value } = version;
  if ((typeof value === 'string' || typeof value === 'number') && /^0\.[12](?:\.\d+)?$/.test(`${value}`))
    return true;
  version.report({
    code: 'OTM_VERSION',
    severity: 'error',
    message: `The document is of version ${written(version.value)}: expected Open Threat Model 0.1 or 0.2`,
  });
  return false;
}

function readModel(model: Node, ids: Ids, context: ImportContext): ModelPart {
  const threats = threatCatalogue(model);
  const data = readData(model, ids, context);
  const zones = readTrustZones(model, ids);
  const components = readComponents(model, { zones, data, threats, ids, context });
  const flows = readFlows(model, { zones, data, threats, ids, assets: components.byKey });
  return {
    zones: [...zones.zones],
    assets: components.assets.map((asset) => ({ ...asset, ...flows.listenersOf(asset.id) })),
    flows: [...flows.flows],
    assumptions: [...data.assumptions],
    gaps: [...components.gaps, ...flows.gaps],
  };
}
