// SPDX-License-Identifier: Apache-2.0
// The detections of a pack as Sigma documents that run.
import type { Parsed, Problem } from '../core/problem.ts';
import type { DetectionSource, Pack, Placed } from '../model/index.ts';
import { type RuleSet, resolveRules } from './sigma/correlate/resolve.ts';
import { parseSigmaDocument } from './sigma/parse/document.ts';
import type { SigmaDocument } from './sigma/rule.ts';

/** The rules of a pack, ready for a detector. A detection with a problem is left out whole; the others run. */
export function packRules(pack: Pick<Pack, 'detections'>): Parsed<RuleSet> {
  const documents = packDocuments(pack);
  const rules = resolveRules(documents.value ?? []);
  return { ...rules, problems: [...documents.problems, ...rules.problems] };
}

/** The Sigma documents of a pack, to run together with others. */
function packDocuments(pack: Pick<Pack, 'detections'>): Parsed<readonly SigmaDocument[]> {
  const read = pack.detections.map(readDetection);
  return {
    value: read.flatMap(({ value }) => value ?? []),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/**
 * The last document is the detection: it takes the id of the detection when it states none, and the threats. Names of
 * documents hold within their detection, so that two detections may use the same.
 */
function readDetection(detection: Placed<DetectionSource>): Parsed<readonly SigmaDocument[]> {
  const problems: Problem[] = [];
  const last = detection.sigma.length - 1;
  const read = detection.sigma.map((value, index) => {
    const parsed = parseSigmaDocument({
      value,
      locate: (path) => detection.locate(['sigma', index, ...path]),
    });
    problems.push(...parsed.problems);
    return parsed.value;
  });
  const documents = read.filter((each) => each !== undefined);
  if (documents.length <= last) return { problems };
  const idOf = ({ id, name }: SigmaDocument, index: number): string => {
    if (detection.sigma[index]?.['id'] !== undefined) return id;
    return index === last ? detection.id : `${detection.id}#${name ?? index}`;
  };
  const ids = new Map(
    documents.flatMap((each, index) => namesOf(each).map((name) => [name, idOf(each, index)])),
  );
  return {
    value: documents.map((document, index) => ({
      ...renamed(document, (name) => ids.get(name) ?? name),
      id: idOf(document, index),
      name: undefined,
      ...(index === last ? { threats: detection.threats } : {}),
    })),
    problems,
  };
}

function namesOf({ id, name }: SigmaDocument): readonly string[] {
  return name === undefined ? [id] : [id, name];
}

function renamed(document: SigmaDocument, idOf: (name: string) => string): SigmaDocument {
  if (document.kind === 'rule') return document;
  if (document.kind === 'filter')
    return document.rules === undefined ? document : { ...document, rules: document.rules.map(idOf) };
  const aliases = [...document.aliases].map(
    ([alias, byRule]) => [alias, new Map([...byRule].map(([rule, field]) => [idOf(rule), field]))] as const,
  );
  return { ...document, rules: document.rules.map(idOf), aliases: new Map(aliases) };
}
