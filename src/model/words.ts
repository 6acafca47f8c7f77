// SPDX-License-Identifier: Apache-2.0
// How problems name things.
import { isRecord, type Path } from './document/index.ts';

/** What `path` leads to in `root`; undefined when it leads nowhere. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}

/** A value as it may stand in a sentence: short, on one line. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (isRecord(value)) {
    const keys = Object.keys(value);
    return keys.length === 0
      ? 'an empty section'
      : `a section with ${keys.slice(0, 3).map(quoted).join(', ')}${keys.length > 3 ? ' …' : ''}`;
  }
  if (value === null || value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  return typeof value === 'string' && /^(?:[-+.]?\d.*|true|false|null|~)$/.test(value)
    ? `the text ${quoted(value)}`
    : quoted(String(value));
}

/** Text between back quotes, cut at 60 characters, control characters escaped. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `\`${JSON.stringify(short.toWellFormed()).slice(1, -1).replaceAll('\\"', '"')}\``;
}

/** The thing at `path` as a person calls it: `type` of assets `web`, `listens[0]` of …, the file. */
export function subject(path: Path, root: unknown): string {
  if (path.length === 0) return 'the file';
  const [section, index, ...rest] = path;
  if (typeof index !== 'number') return pathText(path);
  const element = valueAt(root, [section as string, index]);
  const id = isRecord(element) ? (element['id'] ?? element['on']) : undefined;
  const name =
    typeof id === 'string' && rest[0] !== 'id'
      ? `${singular(String(section))} ${quoted(id)}`
      : `\`${section}[${index}]\``;
  return rest.length === 0 ? name : `${pathText(rest)} of ${name}`;
}

/** The name of one element of a section of the model or of a pack. */
export function singular(section: string): string {
  if (section === 'people') return 'person';
  return section.endsWith('ies') ? `${section.slice(0, -3)}y` : section.replace(/s$/, '');
}

function pathText(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return `\`${text.replace(/^\./, '')}\``;
}
