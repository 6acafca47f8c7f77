// SPDX-License-Identifier: Apache-2.0
// The quick way for Windows events as evtx_dump writes most of them: a body without lists and sections, and a header of
// texts and attributes. What is flat is gathered in columns and put into a copy of a record with the same names. A record
// that grows field by field costs ten times as much, or becomes a hash table; which of them depends on the events before.
import type { EventRecord } from '../sigma/match/record.ts';
import { isAttribute, isSection, type Section } from './xml.ts';

/** What is known of a name; the same few come with every event. */
interface Name {
  readonly name: string;
  /** Whether a field of the body is called what its element is, and whether an element of the header is. */
  readonly isPlain: boolean;
  readonly isElement: boolean;
  /** The header has the last word. */
  readonly isHeaders: boolean;
  /** Fields that its attributes become. */
  readonly attributes: Map<string, Name>;
  /** The event that has it, and its place there. */
  event: number;
  place: number;
}

const MAX_NAMES = 4096;
const known = new Map<string, Name>();
let event = 0;
let size = 0;
const columns: { readonly names: string[]; readonly values: unknown[] } = { names: [], values: [] };

/** Undefined: the event is not of this kind. */
export function flattenEven(given: Section | EventRecord, system: Section): EventRecord | undefined {
  const body = given['EventData'];
  if (!isSection(body) || (given['UserData'] ?? null) !== null || Object.hasOwn(given, 'RenderingInfo'))
    return undefined;
  event++;
  size = 0;
  return addBody(body) && addHeader(system) ? recordOf() : undefined;
}

function addBody(body: Section): boolean {
  for (const key in body) {
    const value = body[key];
    if (typeof value === 'object' && value !== null) return false;
    const name = nameOf(key);
    if (name?.isPlain !== true) return false;
    push(name, value);
  }
  return true;
}

function addHeader(system: Section): boolean {
  for (const key in system) {
    const value = system[key];
    if (value === null) continue;
    const name = nameOf(key);
    if (name?.isElement !== true) return false;
    if (typeof value !== 'object') put(name, value);
    else if (!addAttributes(name, value)) return false;
  }
  return true;
}

function addAttributes(of: Name, element: unknown): boolean {
  if (!isSection(element)) return false;
  for (const key in element) if (key !== '#attributes') return false;
  const attributes = element['#attributes'];
  if (!isSection(attributes)) return false;
  for (const key in attributes) {
    let name = of.attributes.get(key);
    if (name === undefined) {
      name = nameOf(`${of.name}_${key}`);
      if (name === undefined) return false;
      of.attributes.set(key, name);
    }
    put(name, attributes[key]);
  }
  return true;
}

/** Rules mean the id and the provider of the header, even when the body has fields of the same name. */
function put(name: Name, value: unknown): void {
  if (name.event !== event) push(name, value);
  else if (name.isHeaders || (columns.values[name.place] ?? null) === null)
    columns.values[name.place] = value;
}

function push(name: Name, value: unknown): void {
  name.event = event;
  name.place = size;
  columns.names[size] = name.name;
  columns.values[size++] = value;
}

/** Undefined: there are too many, and the event goes the other way. */
function nameOf(name: string): Name | undefined {
  const found = known.get(name);
  if (found !== undefined || known.size >= MAX_NAMES) return found;
  const isOrdinary = name !== '__proto__' && !isAttribute(name) && !name.endsWith('_attributes');
  const made: Name = {
    name,
    // A channel that the body tells of is not the one that the event stands in.
    isPlain: isOrdinary && !['Data', 'Channel', 'xmlns'].includes(name) && !name.includes(' '),
    isElement: isOrdinary,
    isHeaders: name === 'EventID' || name === 'Provider_Name',
    attributes: new Map(),
    event: 0,
    place: 0,
  };
  known.set(name, made);
  return made;
}

/** Records with names in a certain order; copies of them are filled. */
interface Template {
  readonly names: readonly string[];
  readonly record: Readonly<Record<string, unknown>>;
}

const templates = new Map<number, Template[]>();
/** Kept of each number of names; of events with more names none is kept. */
const MOST_ALIKE = 16;
const MOST_NAMES = 256;

function recordOf(): EventRecord {
  const record = size > MOST_NAMES ? {} : { ...templateOf().record };
  for (let at = 0; at < size; at++) record[columns.names[at] as string] = columns.values[at];
  // What an event holds must not outlive it here.
  columns.values.fill(undefined, 0, size);
  return record;
}

function templateOf(): Template {
  const list = templates.get(size) ?? [];
  for (let at = 0; at < list.length; at++) {
    const template = list[at] as Template;
    if (!hasNames(template)) continue;
    // The usual ones come to the front.
    if (at > 0) [list[at - 1], list[at]] = [template, list[at - 1] as Template];
    return template;
  }
  const names = columns.names.slice(0, size);
  const made = { names, record: emptyRecord(names) };
  templates.set(size, [...list.slice(0, MOST_ALIKE - 1), made]);
  return made;
}

function hasNames({ names }: Template): boolean {
  for (let at = 0; at < size; at++) if (names[at] !== columns.names[at]) return false;
  return true;
}

/** Parsed, it is kept as a parsed record is; every field has held both a number and an object, so that it may hold anything. */
function emptyRecord(names: readonly string[]): Record<string, unknown> {
  const record = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:{}`).join(',')}}`) as Record<
    string,
    unknown
  >;
  for (const name of names) record[name] = 0;
  for (const name of names) record[name] = undefined;
  return record;
}
