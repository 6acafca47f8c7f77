// SPDX-License-Identifier: Apache-2.0
// A learnt rule as a policy with a hit and a miss of the data; it counts only when the matcher agrees with both.
import type { ChainEvent, EventTypeSource, Pack, PolicySource } from '../../model/index.ts';
import { type Condition, meets, type Rule } from '../induce/table.ts';
import type { Example, FeatureTable } from '../table/build.ts';
import type { Feature } from '../table/feature.ts';
import { agrees, compiledPolicy, type Drafted } from './compile.ts';
import { type Written, writeConditions } from './expression.ts';
import { MAX_STORY, storyOf } from './story.ts';

export interface Draft {
  readonly id: string;
  readonly type: EventTypeSource;
  readonly rule: Rule;
  readonly table: FeatureTable;
  readonly examples: readonly Example[];
  readonly pack: Pack;
  /** What the rule was learnt to see. */
  readonly purpose: string;
}

/** Undefined: no story of the data shows the rule, because it takes more events than anybody reads. */
export function draftPolicy(draft: Draft): Drafted | undefined {
  const { rule, table, examples, type, pack } = draft;
  const written = writeConditions(rule, table.features, table.columns);
  const rows = [...examples.keys()];
  const right = rows.filter(
    (row) => table.labels[row] === 1 && rule.every((each) => meets(table, each, row)),
  );
  const per =
    written.per.length > 0
      ? written.per
      : keysOfAll(
          type,
          right.map((row) => eventAt(examples, row)),
        );
  if (per.length === 0) return undefined;
  const near = nearest(draft, rows);
  if (near === undefined) return undefined;
  for (const row of shortestFirst(draft, right)) {
    const source = sourceOf(draft, written, per, storyAt(draft, row), storyAt(draft, near));
    const policy = compiledPolicy(pack, source);
    if (policy !== undefined && agrees(policy, source)) return { source, policy };
  }
  return undefined;
}

/** How many of the shortest stories are tried. */
const TRIED = 5;

function shortestFirst(draft: Draft, rows: readonly number[]): readonly number[] {
  return rows
    .map((row) => ({ row, length: positionsOf(draft, row).length }))
    .filter(({ length }) => length <= MAX_STORY)
    .sort((a, b) => a.length - b.length)
    .slice(0, TRIED)
    .map(({ row }) => row);
}

/** The usual event that meets most of the conditions, of those the one with the shortest story. */
function nearest(draft: Draft, rows: readonly number[]): number | undefined {
  const { rule, table } = draft;
  let [best, most, length] = [undefined as number | undefined, -1, 0];
  for (const row of rows) {
    if (table.labels[row] === 1) continue;
    const met = rule.filter((each) => meets(table, each, row)).length;
    if (met === rule.length || met < most) continue;
    const mine = positionsOf(draft, row).length;
    if (mine <= MAX_STORY && (met > most || mine < length)) [best, most, length] = [row, met, mine];
  }
  return best;
}

function eventAt(examples: readonly Example[], row: number): ChainEvent {
  const { lookup, position } = examples[row] as Example;
  return lookup.events[position] as ChainEvent;
}

/** The event and all that its windows hold. */
function positionsOf({ rule, table, examples }: Draft, row: number): readonly number[] {
  const { lookup, position } = examples[row] as Example;
  const windows = rule
    .map(({ column }: Condition) => table.features[column] as Feature)
    .flatMap((feature) => ('window' in feature ? [...lookup.around(feature.window, position)] : []));
  return [...new Set([...windows, position])].sort((a, b) => a - b);
}

function storyAt(draft: Draft, row: number): PolicySource['hit'] {
  const { rule, table, examples, pack } = draft;
  const { lookup } = examples[row] as Example;
  const asked = new Set(
    rule.flatMap(({ column }) => {
      const feature = table.features[column] as Feature;
      if (feature.kind === 'field' || feature.kind === 'excess') return [feature.field];
      return feature.kind !== 'trust' && feature.window.where !== undefined
        ? [feature.window.where.field]
        : [];
    }),
  );
  const types = new Map(pack.events.map((type) => [type.id as string, type as EventTypeSource]));
  return storyOf(
    positionsOf(draft, row).map((position) => lookup.events[position] as ChainEvent),
    types,
    asked,
  );
}

/** The first keys that all of the events carry. */
function keysOfAll(type: EventTypeSource, events: readonly ChainEvent[]): readonly string[] {
  return type.keys.filter((key) => events.every(({ keys }) => keys[key] !== undefined)).slice(0, 1);
}

function sourceOf(
  { id, type, purpose, pack }: Draft,
  { own, around, windows }: Written,
  per: readonly string[],
  hit: PolicySource['hit'],
  miss: PolicySource['miss'],
): PolicySource {
  const conditions = [...own, ...around].join(' and ');
  return {
    id,
    title: { en: `Learnt: ${type.title['en'] ?? type.id}, as in ${purpose}` },
    threats: [],
    stage: type.stage ?? [...pack.words.stage.keys()][0] ?? 'learnt',
    level: 'medium',
    explain: {
      en: `Learnt from events labelled ${purpose}: ${conditions}. It sees nothing that differs in one of these.`,
    },
    references: [`Learnt from labelled events of ${purpose}`],
    per: [...per],
    on: { event: type.id, ...(own.length === 0 ? {} : { where: own.join(' and ') }) },
    ...(Object.keys(windows).length === 0 ? {} : { windows: { ...windows } }),
    must: [
      {
        that: around.length === 0 ? 'false' : `not (${around.join(' and ')})`,
        say: { en: `As in ${purpose}: ${conditions.replaceAll(/[{}]/g, '')}.` },
      },
    ],
    quiet: '1h',
    hit,
    miss,
  };
}
