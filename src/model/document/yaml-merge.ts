// SPDX-License-Identifier: Apache-2.0
import { type BareRecord, isRecord } from './bare-record.ts';
import { openPlace, type Places } from './places.ts';
import { Refusal } from './refusal.ts';
import type { Builder, Built, Frame } from './yaml-builder.ts';

/** Merges into merges grow with the square of the text; the largest Compose files we saw merge a few hundred keys. */
const MAX_MERGED_KEYS = 100_000;

/** The merge key of YAML 1.1 (yaml.org/type/merge.html), which Compose files use: keys written out win, then earlier merges. */
export function merge(builder: Builder, into: Frame, built: Built, offset: number): void {
  const sources = Array.isArray(built.value) ? (built.value as unknown[]) : [built.value];
  const nodes = Array.isArray(built.value) ? childNodes(builder.places, built.node) : [built.node];
  sources.forEach((source, index) => {
    if (!isRecord(source)) {
      builder.report(
        new Refusal(
          'DOCUMENT_BAD_MERGE',
          'Cannot merge this with `<<`: expected a section or a list of sections',
          offset,
        ),
      );
      return;
    }
    for (const child of childNodes(builder.places, nodes[index] as number))
      mergeMember(builder, into, source, child, offset);
  });
}

function mergeMember(builder: Builder, into: Frame, source: BareRecord, child: number, offset: number): void {
  const key = builder.places.keys[child] as string;
  if (into.keys.has(key) || !Object.hasOwn(source, key)) return;
  if (++builder.mergedKeys > MAX_MERGED_KEYS) {
    const message = `Stopped after ${MAX_MERGED_KEYS} keys merged with \`<<\`: expected at most that many`;
    throw new Refusal('DOCUMENT_TOO_MANY_NODES', message, offset);
  }
  into.keys.add(key);
  into.record[key] = source[key];
  const node = openPlace(
    builder.places,
    builder.places.offsets[child] as number,
    key,
    builder.places.keyOffsets[child] as number,
  );
  builder.places.links.set(node, builder.places.links.get(child) ?? child);
}

function childNodes(places: Places, parent: number): number[] {
  const target = places.links.get(parent) ?? parent;
  const nodes: number[] = [];
  for (let child = target + 1; child < (places.ends[target] as number); child = places.ends[child] as number)
    nodes.push(child);
  return nodes;
}
