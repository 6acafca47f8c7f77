// SPDX-License-Identifier: Apache-2.0
// The quick way for Windows events as evtx_dump writes most of them: a body without lists and sections, and a header of
// texts and attributes. What is done with a key of them is known from the last event that had the same keys before it,
// and only the values are new.
import type { EventRecord } from '../sigma/match/record.ts';
import { cutTo, type Row } from '../sigma/match/row.ts';
import { type Shape, shapeOfNames } from '../sigma/match/shape.ts';
import { follow, type Stop, stopOf, turn } from '../sigma/match/trail.ts';
import { isAttribute, isSection, type Section } from './xml.ts';

/** What is done with a key that stands there, and what is known of all up to it. */
interface Step {
  /** The field that its value becomes, and where it stands; undefined: an element, of which the attributes become fields. */
  readonly name: string | undefined;
  readonly place: number;
  /** Whether the field is new, else whether its value counts though there is another. */
  readonly isNew: boolean;
  readonly isLast: boolean;
  readonly element: string;
  /** Fields up to here. */
  readonly size: number;
  readonly before: Step | undefined;
  shape: Shape | undefined;
}

const BEGIN: Omit<Step, 'shape'> = {
  name: undefined,
  place: 0,
  isNew: false,
  isLast: false,
  element: '',
  size: 0,
  before: undefined,
};
/** An event with more fields goes the other way. */
const MOST_FIELDS = 256;
/** Steps that are known at a time; then all are forgotten, and those that still come are learned again. */
const MOST_STEPS = 32_768;

let start = stopOf<Step>({ ...BEGIN, shape: undefined });
let steps = 0;
/** Fields of the event before: most have as many as that. */
let usual = 0;

/** Undefined: the event is not of this kind. */
export function flattenEven(given: Section | EventRecord, system: Section): Row | undefined {
  const body = given['EventData'];
  if (!isSection(body) || (given['UserData'] ?? null) !== null || Object.hasOwn(given, 'RenderingInfo'))
    return undefined;
  if (steps > MOST_STEPS) {
    start = stopOf<Step>({ ...BEGIN, shape: undefined });
    steps = 0;
  }
  // A list of its own, not one that is copied: the engine of JavaScript keeps account of what old lists hold of the young.
  const values = new Array<unknown>(usual);
  const middle = readBody(start, body, values);
  const end = middle && readHeader(turn(middle), system, values);
  if (end === undefined) return undefined;
  end.of.shape ??= shapeOfNames(namesTo(end.of));
  usual = end.of.size;
  return { shape: end.of.shape, values: cutTo(values, usual), record: undefined };
}

type Way = Stop<Step> | undefined;

function readBody(from: Stop<Step>, body: Section, values: unknown[]): Way {
  let stop: Way = from;
  for (const key in body) {
    const value = body[key];
    if (typeof value === 'object' && value !== null) return undefined;
    stop = follow(stop, key, stepOfBody);
    if (stop === undefined) return undefined;
    values[stop.of.place] = value;
  }
  return stop;
}

function readHeader(from: Stop<Step>, system: Section, values: unknown[]): Way {
  let stop: Way = from;
  for (const key in system) {
    const value = system[key];
    if (value === null) continue;
    if (typeof value === 'object') stop = readElement(turn(stop), key, value, values);
    else {
      stop = follow(stop, key, stepOfHeader);
      if (stop !== undefined) put(values, stop.of, value);
    }
    if (stop === undefined) return undefined;
  }
  return stop;
}

function readElement(from: Stop<Step>, key: string, element: object, values: unknown[]): Way {
  if (!isSection(element)) return undefined;
  for (const inner in element) if (inner !== '#attributes') return undefined;
  const attributes = element['#attributes'];
  if (!isSection(attributes)) return undefined;
  let stop: Way = follow(from, key, stepOfElement);
  for (const attribute in attributes) {
    if (stop === undefined) return undefined;
    stop = follow(stop, attribute, stepOfAttribute);
    if (stop !== undefined) put(values, stop.of, attributes[attribute]);
  }
  return stop && turn(stop);
}

function put(values: unknown[], { place, isNew, isLast }: Step, value: unknown): void {
  if (isNew || isLast || (values[place] ?? null) === null) values[place] = value;
}

function stepOfBody(before: Step, key: string): Step | undefined {
  // A channel that the body tells of is not the one that the event stands in.
  const isPlain = isOrdinary(key) && !['Data', 'Channel', 'xmlns'].includes(key) && !key.includes(' ');
  return isPlain ? stepTo(before, key, '') : undefined;
}

function stepOfHeader(before: Step, key: string): Step | undefined {
  return isOrdinary(key) ? stepTo(before, key, '') : undefined;
}

function stepOfElement(before: Step, key: string): Step | undefined {
  if (!isOrdinary(key)) return undefined;
  steps++;
  return { ...BEGIN, element: key, size: before.size, before, shape: undefined };
}

function stepOfAttribute(before: Step, key: string): Step | undefined {
  return stepTo(before, `${before.element}_${key}`, before.element);
}

function isOrdinary(name: string): boolean {
  return name !== '__proto__' && !isAttribute(name) && !name.endsWith('_attributes');
}

/** Rules mean the id and the provider of the header, even when the body has fields of the same name. */
function stepTo(before: Step, name: string, element: string): Step | undefined {
  if (before.size === MOST_FIELDS) return undefined;
  steps++;
  let same: Step | undefined = before;
  while (same !== undefined && same.name !== name) same = same.before;
  const isLast = name === 'EventID' || name === 'Provider_Name';
  const [place, size] = same === undefined ? [before.size, before.size + 1] : [same.place, before.size];
  return { name, place, isNew: same === undefined, isLast, element, size, before, shape: undefined };
}

function namesTo(last: Step): readonly string[] {
  const names: string[] = [];
  for (let at: Step | undefined = last; at !== undefined; at = at.before)
    if (at.isNew) names[at.place] = at.name as string;
  return names;
}
