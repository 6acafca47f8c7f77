// SPDX-License-Identifier: Apache-2.0
// Windows events as JSON (`{Event: {System, EventData}}`, as evtx_dump and Winlogbeat exports write them) become flat
// records with the field names that Sigma uses (rules specification 2.0.0, "Field Usage").
import type { EventRecord } from '../sigma/match/record.ts';

type Section = Record<string, unknown>;

/** The flat record; the record itself when it is no Windows event. */
export function flattenWindowsEvent(record: EventRecord): EventRecord {
  const event = sectionAt(record, 'Event');
  const system = event === undefined ? undefined : sectionAt(event, 'System');
  if (event === undefined || system === undefined) return record;
  const flat: Section = {};
  addSystem(flat, system);
  for (const name of ['EventData', 'UserData', 'RenderingInfo']) {
    const section = sectionAt(event, name);
    if (section !== undefined) addData(flat, section, 0);
  }
  return flat;
}

function addSystem(flat: Section, system: Section): void {
  for (const [name, value] of Object.entries(system)) {
    const own = isSection(value) ? (value['#text'] ?? value['value'] ?? undefined) : value;
    if (own !== undefined && own !== null) flat[name] = own;
    for (const [attribute, text] of Object.entries(attributesOf(value))) flat[`${name}_${attribute}`] = text;
  }
}

const MAX_DEPTH = 8;

/** `Data` elements by their name; elements of other names as they are, whatever section they stand in. */
function addData(flat: Section, section: Section, depth: number): void {
  for (const [name, value] of Object.entries(section)) {
    if (isAttributes(name) || name === 'xmlns') continue;
    if (name === 'Data') addNamed(flat, value);
    else if (isSection(value) && value['#text'] === undefined) {
      if (depth < MAX_DEPTH) addData(flat, value, depth + 1);
    } else flat[name] ??= isSection(value) ? value['#text'] : value;
  }
}

function addNamed(flat: Section, data: unknown): void {
  const unnamed: unknown[] = [];
  for (const each of Array.isArray(data) ? data : [data]) {
    const name = attributesOf(each)['Name'];
    const text = isSection(each) ? each['#text'] : each;
    if (typeof name === 'string') flat[name] = text;
    else if (isSection(each) && Array.isArray(text)) unnamed.push(...text);
    else unnamed.push(text);
  }
  if (unnamed.length > 0) flat['Data'] = unnamed.length === 1 ? unnamed[0] : unnamed;
}

function attributesOf(value: unknown): Section {
  if (!isSection(value)) return {};
  const attributes = value['#attributes'] ?? value['@attributes'];
  return isSection(attributes) ? attributes : {};
}

function isAttributes(name: string): boolean {
  return name === '#attributes' || name === '@attributes';
}

function sectionAt(section: Section | EventRecord, key: string): Section | undefined {
  const value = Object.hasOwn(section, key) ? section[key] : undefined;
  return isSection(value) ? value : undefined;
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
