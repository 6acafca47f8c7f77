// SPDX-License-Identifier: Apache-2.0
// `assets` of an Open Threat Model are data. Its classes are those of the pack, so a name has to be understood.
import type { Assumption, Source } from '../../schema.ts';
import { dataClassOf } from '../data-class.ts';
import { type Ids, textOf } from '../ids.ts';
import type { ImportContext } from '../importer.ts';
import type { Node } from '../node.ts';

export interface DataFacts {
  /** The class of a piece of data and its name, by the id in the document. */
  readonly byKey: ReadonlyMap<string, { readonly name: string; readonly dataClass: string | undefined }>;
  readonly assumptions: readonly Assumption[];
}

/** Data of the document. What fits no class stays visible: no attack on it is looked for. */
export function readData(model: Node, ids: Ids, context: ImportContext): DataFacts {
  const byKey = new Map<string, { name: string; dataClass: string | undefined }>();
  const assumptions: Assumption[] = [];
  for (const node of model.records('assets')) {
    const key = node.text('id');
    if (key === undefined) {
      node.report({
        code: 'OTM_NO_ID',
        severity: 'error',
        message: 'An asset has no id: expected `id` with a text',
      });
      continue;
    }
    const name = node.text('name') ?? key;
    const dataClass = dataClassOf(name, context) ?? dataClassOf(node.text('description') ?? '', context);
    byKey.set(key, { name, dataClass });
    if (dataClass !== undefined) continue;
    const text = `The data "${name}" fits no class that we know, so no attack on it is looked for; give it a class of the pack under \`stores\` or \`carries\``;
    assumptions.push({
      id: ids.take(`data/${name}`, 'data'),
      text: textOf(text) ?? name,
      source: node.source('inferred', 0.5),
    });
  }
  return { byKey, assumptions };
}

/** Data that an element names by id: classes as words with sources, and the names of the rest. */
export function dataNamed(
  nodes: readonly Node[],
  data: DataFacts,
): {
  readonly words: { readonly id: string; readonly source: Source }[];
  readonly others: readonly string[];
} {
  const words = new Map<string, { id: string; source: Source }>();
  const others: string[] = [];
  for (const node of nodes) {
    const known = data.byKey.get(node.value as string);
    if (known === undefined) {
      node.report({
        code: 'OTM_UNKNOWN_ID',
        severity: 'warning',
        message: `No asset has the id \`${String(node.value).slice(0, 80)}\`: expected one of \`assets\``,
      });
    }
    if (known?.dataClass === undefined) others.push(known?.name ?? String(node.value));
    else words.set(known.dataClass, { id: known.dataClass, source: node.source('inferred', 0.6) });
  }
  return { words: [...words.values()], others };
}
