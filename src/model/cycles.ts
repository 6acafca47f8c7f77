// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../core/problem.ts';
import { isRecord, type Path, type SourceDocument } from './document/index.ts';
import { eachElement } from './element-walk.ts';
import { ELEMENT_SECTIONS, type Section } from './reference-table.ts';
import { quoted } from './words.ts';

interface Edge {
  readonly to: string;
  readonly path: Path;
}

/** One problem for each loop that `key` makes between the elements of a section, where the first of them says so. */
export function cycleProblems(document: SourceDocument, section: Section, key: string): readonly Problem[] {
  const edges = edgesOf(document, section, key);
  const problems: Problem[] = [];
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const walk = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !done.has(at) && !walk.has(at)) {
      walk.add(at);
      at = edges.get(at)?.to;
    }
    if (at !== undefined && walk.has(at)) {
      const ids = [...walk];
      problems.push(loopProblem(ids.slice(ids.indexOf(at)), edges, section, key, document));
    }
    for (const id of walk) done.add(id);
  }
  return problems;
}

function edgesOf(document: SourceDocument, section: Section, key: string): ReadonlyMap<string, Edge> {
  const edges = new Map<string, Edge>();
  eachElement(document.value, section, (element, path) => {
    if (!isRecord(element)) return;
    const { id, [key]: to } = element;
    if (typeof id === 'string' && typeof to === 'string' && !edges.has(id))
      edges.set(id, { to, path: [...path, key] });
  });
  return edges;
}

function loopProblem(
  loop: readonly string[],
  edges: ReadonlyMap<string, Edge>,
  section: Section,
  key: string,
  document: SourceDocument,
): Problem {
  const first = loop[0] as string;
  const shown = loop.length > 6 ? [...loop.slice(0, 6), '…'] : loop;
  return {
    code: 'MODEL_CYCLE',
    severity: 'error',
    message: `The ${ELEMENT_SECTIONS[section]} ${quoted(first)} comes back to itself through \`${key}\`: ${[...shown, first].join(' → ')}, expected no loop`,
    at: document.locate(edges.get(first)?.path ?? []),
  };
}
