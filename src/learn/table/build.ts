// SPDX-License-Identifier: Apache-2.0
// Events of one type as a table: those of an attack against usual ones.
import type { Random } from '../../core/random.ts';
import type { ChainEvent } from '../../model/index.ts';
import type { Column, Table } from '../induce/table.ts';
import type { Episode } from './episode.ts';
import { askedOf, type Feature } from './feature.ts';
import { createLookup, type Lookup } from './window.ts';

export interface Example {
  readonly lookup: Lookup;
  readonly position: number;
  readonly label: 0 | 1;
}

export interface FeatureTable extends Table {
  /** The feature of each column. */
  readonly features: readonly Feature[];
}

export function lookupsOf(episodes: readonly Episode[]): readonly Lookup[] {
  return episodes.map(({ events, since }) => createLookup(events, since));
}

/** Events of the type: all of the attack, and at most `most` usual ones, drawn evenly. Events of other attacks are left out. */
export function examplesOf(
  episodes: readonly Episode[],
  lookups: readonly Lookup[],
  type: string,
  attack: string,
  most: number,
  random: Random,
): readonly Example[] {
  const right: Example[] = [];
  const usual: Example[] = [];
  let met = 0;
  episodes.forEach(({ events, attackOf }, number) => {
    const lookup = lookups[number] as Lookup;
    events.forEach((event: ChainEvent, position) => {
      if (event.type !== type) return;
      const of = attackOf.get(event.id);
      if (of === attack) right.push({ lookup, position, label: 1 });
      if (of !== undefined) return;
      const example: Example = { lookup, position, label: 0 };
      // Reservoir: each usual event is kept with the same chance.
      if (usual.length < most) usual.push(example);
      else {
        const place = random.below(met + 1);
        if (place < most) usual[place] = example;
      }
      met++;
    });
  });
  return [...right, ...usual];
}

/** Columns that tell nothing are left out: constant ones, and copies of an earlier one. */
export function buildTable(examples: readonly Example[], features: readonly Feature[]): FeatureTable {
  const columns: Column[] = [];
  const kept: Feature[] = [];
  const known = new Set<string>();
  for (const feature of features) {
    const column = columnOf(examples, feature);
    if (column === undefined) continue;
    const content = fingerprint(column.cells);
    if (known.has(content)) continue;
    known.add(content);
    columns.push(column);
    kept.push(feature);
  }
  return { columns, features: kept, labels: Uint8Array.from(examples, ({ label }) => label) };
}

function columnOf(examples: readonly Example[], feature: Feature): Column | undefined {
  const categories = new Map<string, number>();
  const cells = new Float64Array(examples.length);
  let differs = false;
  for (let row = 0; row < examples.length; row++) {
    const { lookup, position } = examples[row] as Example;
    const value = askedOf(feature, lookup, position);
    if (typeof value === 'string') {
      const code = categories.get(value) ?? categories.size;
      categories.set(value, code);
      cells[row] = code;
    } else cells[row] = value ?? Number.NaN;
    differs ||= !Object.is(cells[row], cells[0]);
  }
  if (!differs) return undefined;
  const name = JSON.stringify(feature);
  return categories.size === 0 ? { name, cells } : { name, cells, categories: [...categories.keys()] };
}

/** Two columns with the same fingerprint have the same cells but for chance of one in 2^60. */
function fingerprint(cells: Float64Array): string {
  const words = new Uint32Array(cells.buffer, cells.byteOffset, cells.length * 2);
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as number;
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b + word, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${a >>> 0} ${b >>> 0}`;
}
