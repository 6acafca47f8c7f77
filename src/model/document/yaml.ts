// SPDX-License-Identifier: Apache-2.0
// YAML 1.2.2 events of js-yaml → values and places in one pass. Building them here, not in the library, keeps the offset
// of every node, counts what aliases stand for, and makes objects that inherit nothing.
import {
  type AliasEvent,
  type DocumentEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  YAMLException,
} from 'js-yaml';
import { bareRecord, FORBIDDEN_KEY } from './bare-record.ts';
import type { ReadLimits } from './document.ts';
import { closePlace, openPlace, type Places } from './places.ts';
import { badNumber, duplicateKey, forbiddenKey, loneSurrogate, Refusal, tooDeep } from './refusal.ts';
import { type Builder, type Built, type Frame, frame, top, type YamlDocument } from './yaml-builder.ts';
import { merge } from './yaml-merge.ts';
import { fitsCollection, fullTag, resolvePlain, resolveTagged, UNFIT } from './yaml-scalar.ts';

/**
 * The documents of a YAML stream (YAML 1.2.2 §9.2), their nodes added to `places`.
 *
 * @throws Refusal at the first place where the text is not YAML or passes a limit.
 */
export function readYaml(
  text: string,
  limits: ReadLimits,
  places: Places,
  report: (refusal: Refusal) => void,
): readonly YamlDocument[] {
  const builder: Builder = {
    text,
    limits,
    places,
    report,
    frames: [],
    documents: [],
    anchors: new Map(),
    handles: new Map(),
    last: 0,
    total: 0,
    mergedKeys: 0,
  };
  for (const event of eventsOf(text, limits)) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        openDocument(builder, event);
        break;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING:
        openCollection(builder, event);
        break;
      case EVENT_ID.SCALAR:
        addScalar(builder, event);
        break;
      case EVENT_ID.ALIAS:
        addAlias(builder, event);
        break;
      case EVENT_ID.POP:
        close(builder);
    }
  }
  return builder.documents;
}

function eventsOf(text: string, limits: ReadLimits): readonly Event[] {
  try {
    // The library counts scalars as a level, too; our own count is the exact one.
    return parseEvents(text, { maxDepth: limits.maxDepth + 2 });
  } catch (error) {
    // The library documents that it may throw more than its own exceptions.
    if (!(error instanceof YAMLException))
      throw new Refusal('DOCUMENT_YAML_SYNTAX', `Cannot read this as YAML: ${String(error)}`, 0);
    const offset = Math.min(error.mark?.position ?? 0, text.length);
    if (error.reason.startsWith('nesting exceeded')) throw tooDeep(limits, offset);
    throw new Refusal('DOCUMENT_YAML_SYNTAX', `Cannot read this as YAML: ${error.reason}`, offset);
  }
}

function openDocument(builder: Builder, event: DocumentEvent): void {
  builder.anchors = new Map();
  builder.handles = new Map();
  for (const directive of event.directives) {
    if (directive.kind === 'tag') builder.handles.set(directive.handle, directive.prefix);
  }
  builder.frames.push(frame('document', -1, undefined));
}

function openCollection(builder: Builder, event: SequenceEvent | MappingEvent): void {
  const kind = event.type === EVENT_ID.MAPPING ? 'map' : 'seq';
  const parent = top(builder);
  if (parent.kind === 'section' && parent.key === undefined) {
    throw new Refusal(
      'DOCUMENT_KEY_NOT_TEXT',
      'A list or section stands as a key: expected a word',
      event.start,
    );
  }
  if (builder.frames.length > builder.limits.maxDepth) throw tooDeep(builder.limits, event.start);
  if (event.tagStart >= 0 && !fitsCollection(tagOf(builder, event), kind))
    builder.report(unknownTag(builder, event));
  const anchor = anchorOf(builder, event);
  if (anchor !== undefined) builder.anchors.set(anchor, 'open');
  const opened = frame(
    kind === 'map' ? 'section' : 'list',
    openPlace(builder.places, event.start, parent.key, parent.keyOffset),
    anchor,
  );
  builder.frames.push(kind === 'map' ? { ...opened, record: bareRecord(), keys: new Set() } : opened);
  builder.last = event.start;
}

function anchorOf(builder: Builder, event: SequenceEvent | MappingEvent | ScalarEvent): string | undefined {
  return event.anchorStart < 0 ? undefined : builder.text.slice(event.anchorStart, event.anchorEnd);
}

function tagOf(builder: Builder, event: { readonly tagStart: number; readonly tagEnd: number }): string {
  return fullTag(builder.text.slice(event.tagStart, event.tagEnd), builder.handles);
}

function unknownTag(
  builder: Builder,
  event: { readonly tagStart: number; readonly tagEnd: number },
): Refusal {
  const written = builder.text.slice(event.tagStart, event.tagEnd);
  return new Refusal(
    'DOCUMENT_UNKNOWN_TAG',
    `Cannot use the tag \`${written}\`: expected a tag of the core schema that fits the value`,
    event.tagStart,
  );
}

function addScalar(builder: Builder, event: ScalarEvent): void {
  const offset = offsetOf(builder, event);
  const source = getScalarValue(builder.text, event);
  if (!event.fast && !source.isWellFormed()) builder.report(loneSurrogate(offset));
  const parent = top(builder);
  const value = scalarValue(builder, event, source, offset);
  const isKey = parent.kind === 'section' && parent.key === undefined;
  const node = isKey ? -1 : openPlace(builder.places, offset, parent.key, parent.keyOffset);
  const anchor = anchorOf(builder, event);
  if (anchor !== undefined)
    builder.anchors.set(anchor, { value: isKey ? source : value, node, size: 1, height: 0 });
  builder.last = offset;
  if (isKey)
    addKey(
      builder,
      parent,
      source,
      offset,
      event.style === SCALAR_STYLE.PLAIN && source === '<<' && event.tagStart < 0,
    );
  else add(builder, { value, node, size: 1, height: 0 }, offset);
}

/** Where a person sees the scalar start: at its quote, or the first letter of a block. */
function offsetOf(builder: Builder, event: ScalarEvent): number {
  if (event.valueStart < 0)
    return event.tagStart >= 0
      ? event.tagStart
      : event.anchorStart >= 0
        ? event.anchorStart - 1
        : builder.last;
  switch (event.style) {
    case SCALAR_STYLE.PLAIN:
      return event.valueStart;
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return event.valueStart - 1;
    default:
      return firstLetter(builder.text, event.valueStart, event.valueEnd);
  }
}

function firstLetter(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) <= 0x20) at++;
  return at < end ? at : start;
}

function scalarValue(builder: Builder, event: ScalarEvent, source: string, offset: number): unknown {
  if (event.tagStart >= 0) {
    const value = resolveTagged(tagOf(builder, event), source);
    if (value !== undefined && value !== UNFIT) return finite(builder, value, source, offset);
    builder.report(unknownTag(builder, event));
    return source;
  }
  return event.style === SCALAR_STYLE.PLAIN ? finite(builder, resolvePlain(source), source, offset) : source;
}

function finite(builder: Builder, value: unknown, source: string, offset: number): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) builder.report(badNumber(source, offset));
  return value;
}

function addKey(builder: Builder, parent: Frame, key: string, offset: number, isMerge: boolean): void {
  parent.key = key;
  parent.keyOffset = offset;
  parent.isMerge = isMerge;
  const taken = isMerge ? parent.merges.length > 0 : parent.keys.has(key);
  if (key === FORBIDDEN_KEY) builder.report(forbiddenKey(offset));
  else if (taken) builder.report(duplicateKey(key, offset));
}

function addAlias(builder: Builder, event: AliasEvent): void {
  const offset = event.anchorStart - 1;
  const name = builder.text.slice(event.anchorStart, event.anchorEnd);
  const target = builder.anchors.get(name);
  if (target === undefined)
    throw new Refusal(
      'DOCUMENT_UNKNOWN_ALIAS',
      `The alias \`*${name}\` stands for nothing: expected \`&${name}\` before it`,
      offset,
    );
  if (target === 'open')
    throw new Refusal(
      'DOCUMENT_RECURSIVE_ALIAS',
      `The alias \`*${name}\` stands inside what it stands for: expected no loop`,
      offset,
    );
  const parent = top(builder);
  builder.last = offset;
  if (parent.kind === 'section' && parent.key === undefined) {
    if (typeof target.value === 'object' && target.value !== null)
      throw new Refusal(
        'DOCUMENT_KEY_NOT_TEXT',
        `The alias \`*${name}\` stands as a key for a list or section: expected a word`,
        offset,
      );
    addKey(builder, parent, String(target.value), offset, false);
    return;
  }
  if (builder.frames.length - 1 + target.height > builder.limits.maxDepth)
    throw tooDeep(builder.limits, offset);
  const node = openPlace(builder.places, offset, parent.key, parent.keyOffset);
  builder.places.links.set(node, builder.places.links.get(target.node) ?? target.node);
  add(builder, { ...target, node }, offset);
}

/** Puts a finished value into the collection that is open. */
function add(builder: Builder, built: Built, offset: number): void {
  const parent = top(builder);
  parent.size += built.size;
  // What is merged becomes part of its parent and does not nest in it.
  parent.height = Math.max(parent.height, parent.isMerge ? built.height : built.height + 1);
  if (builder.total + parent.size > builder.limits.maxNodes) {
    throw new Refusal(
      'DOCUMENT_TOO_MANY_NODES',
      `Stopped after ${builder.limits.maxNodes} values, aliases counted as copies: expected at most that many`,
      offset,
    );
  }
  if (parent.kind === 'section') addMember(builder, parent, built, offset);
  else if (parent.kind === 'list') parent.items.push(built.value);
  else builder.documents.push({ value: built.value, node: built.node });
}

function addMember(builder: Builder, parent: Frame, built: Built, offset: number): void {
  const key = parent.key as string;
  if (parent.isMerge) parent.merges.push({ built, offset });
  else if (key !== FORBIDDEN_KEY && !parent.keys.has(key)) {
    parent.keys.add(key);
    parent.record[key] = built.value;
  }
  parent.key = undefined;
  parent.isMerge = false;
  if (parent.merges.length > 0) builder.last = offset;
}

function close(builder: Builder): void {
  const closed = builder.frames.pop() as Frame;
  if (closed.kind === 'document') {
    builder.total += closed.size;
    return;
  }
  for (const { built, offset } of closed.merges) merge(builder, closed, built, offset);
  closePlace(builder.places, closed.node);
  const value = closed.kind === 'section' ? closed.record : closed.items;
  const built: Built = { value, node: closed.node, size: closed.size, height: closed.height };
  if (closed.anchor !== undefined) builder.anchors.set(closed.anchor, built);
  add(builder, built, builder.places.offsets[closed.node] as number);
}
