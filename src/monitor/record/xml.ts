// SPDX-License-Identifier: Apache-2.0
// XML elements as JSON, by the ways converters write attributes and text: `#attributes` and `#text` (evtx), `@Name` and
// `#text` (xmltodict), `$` and `_` (xml2js), `@_Name` (fast-xml-parser), plain keys beside `Value` or `content`.

export type Section = Record<string, unknown>;

const ATTRIBUTE_SECTIONS = ['#attributes', '@attributes', '$', 'attributes'];
const TEXTS = ['#text', '_', '$t'];
/** Keys that are the text only where nothing but a text and attributes can be. */
const PLAIN_TEXTS = [...TEXTS, 'Value', 'value', 'text', 'content', ''];

export function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of one is its item: some converters make a list of every element. */
export function only(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** Whether a key holds attributes, or is one. */
export function isAttribute(key: string): boolean {
  const first = key.charCodeAt(0);
  return first === 64 || key === '#attributes' || key === '$';
}

/**
 * Text of an element; undefined when it holds none, null when the text is stated to be nothing.
 * @param isLeaf Whether the element cannot hold others, so that plain keys are its text or its attributes.
 */
export function textIn(element: Section, isLeaf: boolean): unknown {
  for (const key of isLeaf ? PLAIN_TEXTS : TEXTS)
    if (Object.hasOwn(element, key)) {
      const text = element[key];
      if (!isSection(text)) return text;
    }
  return undefined;
}

/** Attributes of an element that is nothing else, as evtx_dump writes it; what most are, and quick to tell. */
export function soleAttributes(element: Section): Section | undefined {
  for (const key in element) if (key !== '#attributes') return undefined;
  const attributes = element['#attributes'];
  return isSection(attributes) ? attributes : undefined;
}

/** Attributes of an element, by their names. */
export function attributesOf(element: Section): Section {
  for (const key of ATTRIBUTE_SECTIONS) {
    const attributes = element[key];
    if (isSection(attributes)) return attributes;
  }
  const found: Section = {};
  for (const key in element) {
    if (PLAIN_TEXTS.includes(key)) continue;
    const value = element[key];
    if (typeof value !== 'object') found[key.replace(/^@_?/, '')] = value;
  }
  return found;
}
