// SPDX-License-Identifier: Apache-2.0
// XML (1.0, fifth edition) → elements that know where they are written. No document type declares anything here: an
// internal subset could define entities that grow without bound, or that read other files, so it is refused.
import { SaxesParser } from 'saxes';
import type { Parsed, Position } from '../../core/problem.ts';
import { positionsIn } from '../document/lines.ts';
import { decodeUtf8 } from '../document/utf8.ts';
import { quoted } from '../words.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text right inside it, all pieces joined. */
  readonly text: string;
  readonly at: Position;
}

/** 64 MiB, a million elements, 64 levels: ten times a scan of a class B network. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_ELEMENTS = 1_000_000;
const MAX_DEPTH = 64;

/** The root element of an XML text. Never throws. */
export function readXml(bytes: Uint8Array, file: string): Parsed<XmlElement> {
  const refused = (code: string, message: string, at: Position): Parsed<XmlElement> => ({
    problems: [{ code, severity: 'error', message, at }],
  });
  const start = { file, line: 1, column: 1 };
  if (bytes.length > MAX_BYTES) {
    return refused(
      'XML_TOO_LARGE',
      `The file has ${bytes.length} bytes: expected at most ${MAX_BYTES}`,
      start,
    );
  }
  const decoded = decodeUtf8(bytes);
  if ('invalidAt' in decoded) {
    const at = positionsIn(decoded.before, file)(decoded.before.length);
    return refused('XML_NOT_UTF8', `Byte ${decoded.invalidAt} is not UTF-8: expected XML in UTF-8`, at);
  }
  const position = positionsIn(decoded.text, file);
  try {
    return { value: parse(decoded.text, position), problems: [] };
  } catch (error) {
    if (error instanceof XmlRefusal) return refused(error.code, error.message, position(error.offset));
    throw error;
  }
}

class XmlRefusal extends Error {
  readonly code: string;
  readonly offset: number;
  constructor(code: string, message: string, offset: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

function parse(text: string, position: (offset: number) => Position): XmlElement {
  const parser = new SaxesParser();
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  let tagStart = 0;
  parser.on('error', (error) => {
    const offset = Math.max(0, Math.min(parser.position, text.length) - 1);
    throw new XmlRefusal('XML_SYNTAX', `The XML ends or breaks here: ${reasonOf(error)}`, offset);
  });
  parser.on('doctype', (doctype) => {
    if (!doctype.includes('[')) return;
    throw new XmlRefusal(
      'XML_ENTITIES',
      'The document type declares its own entities: expected a plain `<!DOCTYPE name>` or none',
      text.indexOf('<!DOCTYPE'),
    );
  });
  parser.on('opentagstart', () => {
    tagStart = text.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    if (++count > MAX_ELEMENTS)
      throw new XmlRefusal(
        'XML_TOO_MANY_ELEMENTS',
        `More than ${MAX_ELEMENTS} elements: expected at most that many`,
        tagStart,
      );
    if (open.length >= MAX_DEPTH)
      throw new XmlRefusal(
        'XML_TOO_DEEP',
        `More than ${MAX_DEPTH} elements inside one another: expected at most that many`,
        tagStart,
      );
    const element: OpenElement = {
      name: tag.name,
      attributes: new Map(Object.entries(tag.attributes)),
      children: [],
      text: '',
      at: position(tagStart),
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  if (root === undefined) throw new XmlRefusal('XML_SYNTAX', 'The XML has no element', 0);
  return root;
}

/** `1:7: unclosed tag: a.` without the position, which the problem gives, and without the full stop. */
function reasonOf(error: Error): string {
  const reason = error.message.replace(/^(?:.*?:)?\d+:\d+: /, '').replace(/\.$/, '');
  return /[<>&\n]|.{80}/.test(reason) ? quoted(reason) : reason;
}
