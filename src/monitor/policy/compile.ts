// SPDX-License-Identifier: Apache-2.0
// Policies of a pack → compiled policies. Everything that is wrong with them is reported, each at its place.
import type { Parsed, Problem } from '../../core/problem.ts';
import type { EventTypeSource, Pack, Placed, PolicySource } from '../../model/index.ts';
import { durationOf } from './duration.ts';
import { type CompiledExpression, compileExpression } from './expression/compile.ts';
import type { Names, WindowNames } from './expression/names.ts';
import { eachNode } from './expression/node.ts';
import { vocabularyOf } from './expression/vocabulary.ts';
import type { Obligation, Policy, Window } from './policy.ts';
import type { Report } from './report.ts';
import { compileTemplate } from './template.ts';
import { compileWindow } from './window.ts';

/** A policy with a problem is left out; the others are compiled. */
export function compilePolicies(pack: Pick<Pack, 'policies' | 'events'>): Parsed<readonly Policy[]> {
  const types = new Map(pack.events.map((type) => [type.id as string, type as EventTypeSource]));
  const problems: Problem[] = [];
  const value = pack.policies.flatMap((source) => {
    const report = createReport(source);
    const policy = compilePolicy(source, types, report);
    problems.push(...report.problems);
    return policy === undefined || report.problems.length > 0 ? [] : [policy];
  });
  return { value, problems };
}

function createReport(source: Placed<PolicySource>): Report {
  const problems: Problem[] = [];
  const report: Report = {
    problems,
    add(code, message, path, hint) {
      const at = source.locate(path);
      problems.push({
        code,
        severity: 'error',
        message: `Policy \`${source.id}\`: ${message}`,
        at,
        ...(hint === undefined ? {} : { hint }),
      });
    },
    fault({ message, offset, hint }, text, path) {
      const near = text.slice(offset, offset + 24);
      const place = near === '' ? 'at the end' : `at character ${offset + 1}, \`${near}\``;
      report.add('POLICY_EXPRESSION', `${message} (${place})`, path, hint);
    },
    expression(text, names, path, wanted = 'boolean') {
      const compiled = compileExpression(text, names, wanted);
      return 'fault' in compiled ? report.fault(compiled.fault, text, path) : compiled.value;
    },
  };
  return report;
}

function compilePolicy(
  source: Placed<PolicySource>,
  types: ReadonlyMap<string, EventTypeSource>,
  report: Report,
): Policy | undefined {
  const on = vocabularyOf(typesOf(source.on.event, types));
  source.per.forEach((key, index) => {
    const lacks = typesOf(source.on.event, types).filter(({ keys }) => !keys.includes(key));
    if (lacks.length > 0)
      report.add('POLICY_KEY', `${lacks.map(({ id }) => id).join(', ')} has no key \`${key}\``, [
        'per',
        index,
      ]);
  });
  const own: Names = { it: on, on, windows: new Map() };
  const where =
    source.on.where === undefined ? undefined : report.expression(source.on.where, own, ['on', 'where']);
  const windows: Window[] = [];
  const known = new Map<string, WindowNames>();
  for (const [name, pattern] of Object.entries(source.windows ?? {})) {
    const vocabulary = vocabularyOf(typesOf(pattern.event, types));
    const window = compileWindow({ name, pattern, vocabulary, on, per: source.per, known }, report);
    known.set(name, { index: windows.length, vocabulary });
    if (window !== undefined) windows.push(window);
  }
  // Numbers of windows are those of the source only when all of them compile.
  if (windows.length !== known.size) return undefined;
  return judged(source, { on, windows: known }, where, windows, report);
}

function judged(
  source: Placed<PolicySource>,
  names: Names,
  where: CompiledExpression | undefined,
  windows: readonly Window[],
  report: Report,
): Policy {
  const unless = (source.unless ?? []).flatMap(
    (text, index) => report.expression(text, names, ['unless', index]) ?? [],
  );
  const must = source.must.flatMap((each, index) => obligationOf(each, names, index, report) ?? []);
  const used = new Set([
    ...unless.flatMap((each) => windowsIn(each, names)),
    ...must.flatMap((each) => [
      ...each.windows,
      ...each.say.expressions.flatMap((part) => windowsIn(part, names)),
    ]),
    ...windows.flatMap(({ since, until }) => [since, until]),
  ]);
  windows.forEach(({ name }, index) => {
    if (!used.has(index))
      report.add('POLICY_UNUSED_WINDOW', `nothing asks for the window \`${name}\``, ['windows', name]);
  });
  return {
    head: {
      id: source.id,
      kind: 'policy',
      title: source.title['en'] as string,
      level: source.level,
      techniques: source.techniques ?? [],
      threats: source.threats,
    },
    types: listOf(source.on.event),
    where,
    per: source.per,
    windows,
    unless,
    must,
    wait: Math.max(0, ...windows.map(({ to }) => to)),
    quiet: source.quiet === undefined ? 0 : (durationOf(source.quiet) ?? 0),
  };
}

function obligationOf(
  { that, say }: PolicySource['must'][number],
  names: Names,
  index: number,
  report: Report,
): Obligation | undefined {
  const condition = report.expression(that, names, ['must', index, 'that']);
  const text = say['en'] as string;
  const template = compileTemplate(text, names);
  if ('fault' in template) return report.fault(template.fault, text, ['must', index, 'say', 'en']);
  return condition && { that: condition, say: template.value, windows: windowsIn(condition, names) };
}

function windowsIn({ node }: CompiledExpression, { windows }: Names): readonly number[] {
  const found = new Set<number>();
  eachNode(node, (part) => {
    if (part.kind !== 'name') return;
    const window = windows.get(part.of ?? part.name);
    if (window !== undefined) found.add(window.index);
  });
  return [...found];
}

function typesOf(
  event: string | readonly string[],
  types: ReadonlyMap<string, EventTypeSource>,
): readonly EventTypeSource[] {
  return listOf(event).flatMap((id) => types.get(id) ?? []);
}

export function listOf(event: string | readonly string[]): readonly string[] {
  return typeof event === 'string' ? [event] : event;
}
