// SPDX-License-Identifier: Apache-2.0
// What is open while the events of a YAML stream become values.
import { type BareRecord, bareRecord } from './bare-record.ts';
import type { ReadLimits } from './document.ts';
import type { Places } from './places.ts';
import type { Refusal } from './refusal.ts';

/** A value with what an alias to it costs. */
export interface Built {
  readonly value: unknown;
  readonly node: number;
  /** Nodes, aliases counted as copies. */
  readonly size: number;
  /** Levels of lists and sections. */
  readonly height: number;
}

export interface Frame {
  readonly kind: 'document' | 'list' | 'section';
  readonly node: number;
  readonly items: unknown[];
  readonly record: BareRecord;
  readonly keys: Set<string>;
  readonly merges: { readonly built: Built; readonly offset: number }[];
  readonly anchor: string | undefined;
  key: string | undefined;
  keyOffset: number;
  isMerge: boolean;
  size: number;
  height: number;
}

export interface Builder {
  readonly text: string;
  readonly limits: ReadLimits;
  readonly places: Places;
  readonly report: (refusal: Refusal) => void;
  readonly frames: Frame[];
  readonly documents: YamlDocument[];
  anchors: Map<string, Built | 'open'>;
  handles: Map<string, string>;
  /** Offset of the event before, for nodes that have no text of their own. */
  last: number;
  mergedKeys: number;
  /** Nodes of the documents read so far, aliases counted as copies. */
  total: number;
}

export interface YamlDocument {
  readonly value: unknown;
  /** Its root in the places. */
  readonly node: number;
}

/** A collection without content; a section gets a record and keys of its own. */
export function frame(kind: Frame['kind'], node: number, anchor: string | undefined): Frame {
  return {
    kind,
    node,
    anchor,
    items: [],
    record: NOTHING,
    keys: NO_KEYS,
    merges: [],
    key: undefined,
    keyOffset: 0,
    isMerge: false,
    size: 1,
    height: 1,
  };
}

const NOTHING: BareRecord = bareRecord();
const NO_KEYS = new Set<string>();

/** The innermost collection. */
export function top(builder: Builder): Frame {
  return builder.frames[builder.frames.length - 1] as Frame;
}
