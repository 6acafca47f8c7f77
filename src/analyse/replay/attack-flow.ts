// SPDX-License-Identifier: Apache-2.0
// MITRE Attack Flow 2 and 3 as a STIX 2.1 bundle: what was done, in which order. The extension's own objects have no
// meaning of their own in STIX; `attack-action`, `attack-condition` and `attack-operator` refer to what comes next.
import type { Parsed, Position, Problem } from '../../core/problem.ts';
import { isRecord, readDocuments, type SourceDocument } from '../../model/index.ts';

export interface FlowNode {
  readonly id: string;
  readonly kind: 'action' | 'condition' | 'all' | 'any';
  readonly name: string;
  /** ATT&CK id, when the action has one. */
  readonly technique?: string;
  readonly tactic?: string;
  /** Indices of what may come right before it. */
  readonly after: readonly number[];
  readonly at: Position;
}

export interface AttackFlow {
  readonly name: string;
  /** Every node comes after those that lead to it, but for loops. */
  readonly nodes: readonly FlowNode[];
}

const MAX_NODES = 10_000;
const TECHNIQUE = /^T\d{4}(\.\d{3})?$/;
const KINDS = ['attack-action', 'attack-condition', 'attack-operator'];
const NEXT = ['effect_refs', 'on_true_refs', 'on_false_refs'];

type Item = Readonly<Record<string, unknown>>;
interface Found {
  readonly item: Item;
  readonly at: Position;
}

/** Reads a flow. Never throws. */
export function readAttackFlow(bytes: Uint8Array, file: string): Parsed<AttackFlow> {
  const read = readDocuments(bytes, file);
  const document = read.value?.[0];
  if (document === undefined) return { problems: read.problems };
  const objects = isRecord(document.value) ? document.value['objects'] : undefined;
  if (!Array.isArray(objects))
    return refuse(
      read.problems,
      'FLOW_NOT_A_BUNDLE',
      'Cannot find the objects of a STIX 2.1 bundle: expected `{"type": "bundle", "objects": […]}`',
      document.locate([]),
    );
  const problems = [...read.problems];
  const steps = stepsOf(objects, document);
  const first = steps[0];
  if (first === undefined || !steps.some(({ item }) => item['type'] === 'attack-action'))
    return refuse(
      problems,
      'FLOW_NO_ACTIONS',
      'Cannot find an `attack-action` in the bundle: expected one or more',
      document.locate(['objects']),
    );
  if (steps.length > MAX_NODES)
    return refuse(
      problems,
      'FLOW_TOO_LARGE',
      `The flow has ${steps.length} nodes: expected at most ${MAX_NODES}`,
      first.at,
    );
  const titles = objects.filter((each) => isRecord(each) && each['type'] === 'attack-flow') as Item[];
  const nodes = connected(steps, patternsOf(objects), problems);
  return { value: { name: textOf(titles[0]?.['name']) ?? file, nodes }, problems };
}

function refuse(
  problems: readonly Problem[],
  code: string,
  message: string,
  at: Position,
): { readonly problems: readonly Problem[] } {
  return { problems: [...problems, { code, severity: 'error', message, at }] };
}

/** The nodes with an id; of two with one id the first. */
function stepsOf(objects: readonly unknown[], document: SourceDocument): readonly Found[] {
  const found = new Map<string, Found>();
  objects.forEach((item, at) => {
    if (!isRecord(item) || !KINDS.includes(String(item['type']))) return;
    const id = textOf(item['id']);
    if (id !== undefined && !found.has(id)) found.set(id, { item, at: document.locate(['objects', at]) });
  });
  return [...found.values()];
}

/** Technique ids of attack patterns, for actions that refer to one. */
function patternsOf(objects: readonly unknown[]): ReadonlyMap<string, string> {
  const patterns = new Map<string, string>();
  for (const item of objects) {
    if (!isRecord(item) || item['type'] !== 'attack-pattern') continue;
    const references: readonly unknown[] = Array.isArray(item['external_references'])
      ? item['external_references']
      : [];
    const technique = references
      .map((each) => (isRecord(each) ? techniqueIn(each['external_id']) : undefined))
      .find((each) => each !== undefined);
    if (technique !== undefined) patterns.set(String(item['id']), technique);
  }
  return patterns;
}

function connected(
  steps: readonly Found[],
  patterns: ReadonlyMap<string, string>,
  problems: Problem[],
): readonly FlowNode[] {
  const places = new Map(steps.map(({ item }, at) => [item['id'], at]));
  const before: number[][] = steps.map(() => []);
  const next = steps.map(({ item, at }, from) =>
    NEXT.flatMap((key) => listOf(item[key])).flatMap((ref) => {
      const to = places.get(ref);
      if (to === undefined) {
        problems.push({
          code: 'FLOW_UNKNOWN_REFERENCE',
          severity: 'warning',
          message: `\`${textOf(item['id'])}\` leads to \`${ref}\`, which is no action, condition or operator of the bundle: it is left out`,
          at,
        });
        return [];
      }
      before[to]?.push(from);
      return [to];
    }),
  );
  const order = inOrder(next, before);
  const place = new Map(order.map((step, at) => [step, at]));
  return order.map((step): FlowNode => {
    const { item, at } = steps[step] as Found;
    const technique = techniqueIn(item['technique_id']) ?? patterns.get(String(item['technique_ref']));
    const tactic = textOf(item['tactic_id']);
    return {
      id: String(item['id']),
      kind: kindOf(item),
      name: textOf(item['name']) ?? textOf(item['description']) ?? technique ?? '',
      ...(technique === undefined ? {} : { technique }),
      ...(tactic === undefined ? {} : { tactic }),
      after: [...new Set((before[step] as number[]).map((each) => place.get(each) as number))],
      at,
    };
  });
}

/** Kahn's order; what is only in loops comes last, as it stands. */
function inOrder(
  next: readonly (readonly number[])[],
  before: readonly (readonly number[])[],
): readonly number[] {
  const waiting = before.map((list) => list.length);
  const order = [...waiting.keys()].filter((step) => waiting[step] === 0);
  for (let at = 0; at < order.length; at++) {
    for (const to of next[order[at] as number] as readonly number[]) {
      waiting[to] = (waiting[to] as number) - 1;
      if (waiting[to] === 0) order.push(to);
    }
  }
  const seen = new Set(order);
  return [...order, ...[...waiting.keys()].filter((step) => !seen.has(step))];
}

function kindOf(item: Item): FlowNode['kind'] {
  if (item['type'] === 'attack-action') return 'action';
  if (item['type'] === 'attack-condition') return 'condition';
  return String(item['operator']).toUpperCase() === 'AND' ? 'all' : 'any';
}

function techniqueIn(value: unknown): string | undefined {
  return typeof value === 'string' && TECHNIQUE.test(value.trim()) ? value.trim() : undefined;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 500) : undefined;
}
