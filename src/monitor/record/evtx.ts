// SPDX-License-Identifier: Apache-2.0
// Windows events as JSON become flat records with the field names that Sigma uses (rules specification 2.0.0, "Field
// Usage"): `Provider_Name`, `EventID`, and the names of the `Data` elements. Converters from XML disagree on where they
// put attributes and texts; all common ways are read.
import type { EventRecord } from '../sigma/match/record.ts';
import { type Row, recordOf, rowOf } from '../sigma/match/row.ts';
import { flattenEven } from './even-event.ts';
import { attributesOf, isAttribute, isSection, only, type Section, soleAttributes, textIn } from './xml.ts';

export interface FlatEvent {
  readonly record: EventRecord;
  /**
   * The channel that the event stands in, when the event also tells of another: rules ask for the one it tells of
   * (a log was cleared), its source is the one it stands in.
   */
  readonly channel?: unknown;
}

/** The flat record; the record itself when it is no Windows event. */
export function flattenWindowsEvent(record: EventRecord): FlatEvent {
  const found = flatten(record);
  return 'row' in found ? { record: recordOf(found.row) } : found;
}

/** The same as a row. */
export function windowsRow(record: EventRecord): { readonly row: Row; readonly channel?: unknown } {
  const found = flatten(record);
  return 'row' in found ? found : { ...found, row: rowOf(found.record) };
}

function flatten(record: EventRecord): FlatEvent | { readonly row: Row } {
  const event = sectionAt(record, 'Event') ?? record;
  const system = sectionAt(event, 'System');
  if (system === undefined) return { record: flattenBeat(record) };
  // `System` and `EventData` may stand alone; then one of the two that are always there must be.
  if (event === record && system['EventID'] === undefined && system['Channel'] === undefined)
    return { record };
  const row = flattenEven(event, system);
  return row === undefined ? flattenAny(event, system) : { row };
}

function flattenAny(event: Section | EventRecord, system: Section): FlatEvent {
  const flat = flatBody(event);
  const told = flat['Channel'];
  addSystem(flat, system);
  const rendering = sectionAt(event, 'RenderingInfo');
  if (rendering !== undefined) addData(flat, rendering, 0);
  const channel = only(system['Channel']);
  return told === undefined || told === channel ? { record: flat } : { record: flat, channel };
}

function flatBody(event: Section | EventRecord): Section {
  const flat: Section = {};
  for (const name of ['EventData', 'UserData']) {
    const body = event[name];
    if (body !== undefined && body !== null) addBody(flat, body);
  }
  return flat;
}

/** Winlogbeat and Elastic Agent: `winlog.channel`, `winlog.event_id`, `winlog.event_data`. */
function flattenBeat(record: EventRecord): EventRecord {
  const winlog = sectionAt(record, 'winlog');
  if (winlog === undefined) return record;
  const flat: Section = { ...record };
  const names = {
    Channel: 'channel',
    EventID: 'event_id',
    Provider_Name: 'provider_name',
    Computer: 'computer_name',
  };
  for (const [name, beat] of Object.entries(names))
    if (winlog[beat] !== undefined) flat[name] ??= winlog[beat];
  for (const body of ['event_data', 'user_data'])
    if (winlog[body] !== undefined && winlog[body] !== null) addBody(flat, winlog[body]);
  return flat;
}

function addSystem(flat: Section, system: Section): void {
  for (const name in system) {
    const value = only(system[name]);
    if (!isSection(value)) {
      if (value !== null && value !== undefined && !isAttribute(name)) addHeader(flat, name, value);
      continue;
    }
    // `Provider_attributes: {Name}`: some converters keep attributes beside the element.
    const own = name.endsWith('_attributes') ? name.slice(0, -'_attributes'.length) : name;
    const alone = soleAttributes(value);
    const text = alone === undefined ? textIn(value, true) : undefined;
    if (text !== undefined && text !== null && own === name) addHeader(flat, name, text);
    const attributes = alone ?? attributesOf(value);
    for (const attribute in attributes) addHeader(flat, `${own}_${attribute}`, attributes[attribute]);
  }
}

/** Rules mean the id and the provider of the header, even when the body has fields of the same name. */
function addHeader(flat: Section, name: string, value: unknown): void {
  if (name === 'EventID' || name === 'Provider_Name') flat[name] = value;
  else flat[name] ??= value;
}

const MAX_DEPTH = 8;

function addBody(flat: Section, value: unknown, depth = 0): void {
  if (Array.isArray(value)) {
    const isNamed = value.some((each) => !isSection(each) || nameOf(each) !== undefined);
    if (isNamed) addNamed(flat, value);
    else if (depth < MAX_DEPTH) for (const each of value) addBody(flat, each, depth + 1);
  } else if (isSection(value)) addData(flat, value, depth);
  else addNamed(flat, [value]);
}

/** `Data` elements by their name; elements of other names as they are, whatever section they stand in. */
function addData(flat: Section, section: Section, depth: number): void {
  for (const name in section) {
    if (isAttribute(name) || name === 'xmlns' || name.endsWith('_attributes')) continue;
    const value = section[name];
    if (name === 'Data') addNamed(flat, Array.isArray(value) ? (value as readonly unknown[]) : [value]);
    else if (typeof value !== 'object' || value === null) flat[fieldName(name)] ??= value;
    else addElement(flat, name, only(value), depth);
  }
}

function addElement(flat: Section, name: string, value: unknown, depth: number): void {
  const text = isSection(value) ? textIn(value, false) : value;
  if (isSection(value) && text === undefined) {
    if (depth < MAX_DEPTH) addData(flat, value, depth + 1);
  } else flat[fieldName(name)] ??= text;
}

function addNamed(flat: Section, data: readonly unknown[]): void {
  const unnamed: unknown[] = [];
  for (const each of data) {
    const name = isSection(each) ? nameOf(each) : undefined;
    const text = isSection(each) ? textIn(each, true) : each;
    // An element without text is there, and empty.
    if (name !== undefined) flat[fieldName(name)] ??= text === undefined ? '' : text;
    else if (isSection(each) && Array.isArray(text)) unnamed.push(...(text as readonly unknown[]));
    else if (text !== undefined) unnamed.push(text);
  }
  if (unnamed.length > 0) flat['Data'] ??= unnamed.length === 1 ? unnamed[0] : unnamed;
}

/** "Strip all spaces" (rules specification 2.0.0, "Field Usage", 2). */
function fieldName(name: string): string {
  return name.includes(' ') ? name.replaceAll(' ', '') : name;
}

function nameOf(section: Section): string | undefined {
  const name = attributesOf(section)['Name'];
  return typeof name === 'string' ? name : undefined;
}

function sectionAt(section: Section | EventRecord, key: string): Section | undefined {
  const value = Object.hasOwn(section, key) ? only(section[key]) : undefined;
  return isSection(value) ? value : undefined;
}
