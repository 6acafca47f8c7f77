// SPDX-License-Identifier: Apache-2.0
import { hasErrors, type Parsed, type Problem } from '../core/problem.ts';
import {
  nearest,
  type Pack,
  type Path,
  readDocuments,
  type SourceDocument,
  shapeProblems,
} from '../model/index.ts';
import { type Step, Traffic } from './schema.ts';

/** A description of traffic from YAML or JSON, with all problems; `pack` says which events there are. */
export function readTraffic(bytes: Uint8Array, file: string, pack?: Pack): Parsed<Traffic> {
  const { value: documents, problems } = readDocuments(bytes, file);
  const [document] = documents ?? [];
  if (document === undefined || hasErrors(problems)) return { problems };
  const result = Traffic.safeParse(document.value);
  if (!result.success)
    return { problems: [...problems, ...shapeProblems(result.error.issues, Traffic, document, 'TRAFFIC')] };
  const unknown = pack === undefined ? [] : eventProblems(result.data, document, pack);
  return unknown.length > 0 ? { problems: [...problems, ...unknown] } : { value: result.data, problems };
}

function eventProblems(traffic: Traffic, document: SourceDocument, pack: Pack): Problem[] {
  const types = new Map(pack.events.map((event) => [event.id, event]));
  const problem = (path: Path, message: string, wrong: string, known: readonly string[]): Problem => {
    const name = nearest(wrong, known);
    return {
      code: 'TRAFFIC_UNKNOWN_EVENT',
      severity: 'error',
      message,
      at: document.locate(path),
      ...(name === undefined ? {} : { hint: `Did you mean \`${name}\`?` }),
    };
  };
  const visit = (steps: readonly Step[], above: Path): Problem[] =>
    steps.flatMap((step, index): Problem[] => {
      const path = [...above, index];
      if (!('event' in step)) return inner(step).flatMap(([key, below]) => visit(below, [...path, key]));
      const type = types.get(step.event);
      if (type === undefined)
        return [
          problem(
            [...path, 'event'],
            `Cannot find \`${step.event}\`: expected an event type of the pack ${pack.id}`,
            step.event,
            [...types.keys()],
          ),
        ];
      const keys = Array.isArray(step.keys) ? (step.keys as readonly string[]) : Object.keys(step.keys ?? {});
      return keys
        .filter((key) => !type.keys.includes(key))
        .map((key) =>
          problem(
            [...path, 'keys'],
            `An event ${step.event} carries no \`${key}\`: expected ${type.keys.join(', ')}`,
            key,
            type.keys,
          ),
        );
    });
  return (['processes', 'attacks'] as const).flatMap((section) =>
    traffic[section].flatMap((each, index) => visit(each.do, [section, index, 'do'])),
  );
}

function inner(step: Step): readonly (readonly [string, readonly Step[]])[] {
  if ('beside' in step) return [['beside', step.beside]];
  const lists: (readonly [string, readonly Step[]])[] = [];
  if ('do' in step) lists.push(['do', step.do]);
  if ('else' in step && step.else !== undefined) lists.push(['else', step.else]);
  return lists;
}
