// SPDX-License-Identifier: Apache-2.0
// One `field|modifiers: values` of a detection (rules specification 2.0.0, "Maps", "Value Modifiers").
import type { Expression, Match } from '../rule.ts';
import { readCidr } from './cidr.ts';
import { encodeAll } from './encodings.ts';
import { type Modifiers, readModifiers } from './modifiers.ts';
import { fillPlaceholders, type Placeholders } from './placeholders.ts';
import { readRegex } from './regex.ts';
import { textMatch } from './text.ts';

export type Refused = { readonly refused: string };
type Scalar = string | number | boolean | null;

/** An expression, or why the item cannot be used. An empty field name makes keywords. */
export function readItem(key: string, value: unknown, placeholders: Placeholders): Expression | Refused {
  const [field = '', ...names] = key.split('|');
  const modifiers = readModifiers(names);
  if ('refused' in modifiers) return modifiers;
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (values.length === 0) return { refused: 'has an empty list, expected at least one value' };
  const alternatives: Expression[] = [];
  for (const each of values) {
    if (!isScalar(each))
      return { refused: 'has a list or section as a value, expected text, number or null' };
    const matches = readValue(each, modifiers, field === '', placeholders);
    if ('refused' in matches) return matches;
    alternatives.push(
      join(
        'or',
        matches.map((match) => ({ kind: 'test', field: field || undefined, match })),
      ),
    );
  }
  const joined = join(modifiers.all ? 'and' : 'or', alternatives);
  return modifiers.negated ? { kind: 'not', of: joined } : joined;
}

/** A list of keywords: each may stand anywhere in the event ("Keywords search"). */
export function readKeyword(value: unknown, placeholders: Placeholders): Expression | Refused {
  return readItem('', value, placeholders);
}

export function join(kind: 'and' | 'or', of: readonly Expression[]): Expression {
  return of.length === 1 ? (of[0] as Expression) : { kind, of };
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function readValue(
  value: Scalar,
  modifiers: Modifiers,
  isKeyword: boolean,
  placeholders: Placeholders,
): readonly Match[] | Refused {
  if (value === null)
    return isKeyword ? { refused: 'has a keyword that is null, expected text' } : [{ kind: 'null' }];
  switch (modifiers.kind) {
    case 'exists':
      return typeof value === 'boolean' && !isKeyword
        ? [{ kind: 'exists', value }]
        : { refused: `has \`exists: ${value}\`, expected a field and true or false` };
    case 'number':
    case 'time':
      return readNumber(value, modifiers);
    case 're':
      return one(readRegex(String(value), modifiers.flags));
    case 'fieldref':
      return isKeyword
        ? { refused: 'compares a keyword with a field, expected a field' }
        : [{ kind: 'fieldref', field: String(value), mode: modifiers.mode, ...foldingOf(modifiers) }];
    case 'cidr':
      return each(fillIf(value, modifiers, placeholders), (text) => {
        const block = readCidr(text);
        return block === undefined
          ? { refused: `has \`${text}\`, expected an address block such as 10.0.0.0/8` }
          : { kind: 'cidr', ...block };
      });
    case 'text':
      return readText(value, modifiers, isKeyword, placeholders);
  }
}

function readText(
  value: string | number | boolean,
  modifiers: Modifiers,
  isKeyword: boolean,
  placeholders: Placeholders,
): readonly Match[] | Refused {
  const mode = isKeyword && modifiers.mode === 'equals' ? 'contains' : modifiers.mode;
  const texts = fillIf(value, modifiers, placeholders);
  if ('refused' in texts || modifiers.encodings.length === 0)
    return each(texts, (text) => textMatch(text, mode, foldingOf(modifiers)));
  const encoded = texts.map((text) => encodeAll(text, modifiers));
  const refused = encoded.find((list): list is Refused => 'refused' in list);
  if (refused !== undefined) return refused;
  // What Base64 text means depends on its case, and what raw bytes are does too; the default of Sigma holds even so.
  const folding = { cased: modifiers.cased, dash: false };
  return (encoded as readonly (readonly string[])[])
    .flat()
    .map((text) => textMatch(asPlain(text), mode, folding));
}

/** Encoded text is plain: nothing in it is a wildcard. */
function asPlain(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}

function readNumber(
  value: string | number | boolean,
  { kind, op, part }: Modifiers,
): readonly Match[] | Refused {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number))
    return { refused: `compares with \`${value}\`, expected a number` };
  return kind === 'time' && part !== undefined
    ? [{ kind: 'time', part, op, value: number }]
    : [{ kind: 'number', op, value: number }];
}

function fillIf(
  value: string | number | boolean,
  { expand }: Modifiers,
  placeholders: Placeholders,
): readonly string[] | Refused {
  return expand ? fillPlaceholders(String(value), placeholders) : [String(value)];
}

function each(
  texts: readonly string[] | Refused,
  make: (text: string) => Match | Refused,
): readonly Match[] | Refused {
  if ('refused' in texts) return texts;
  const made = texts.map(make);
  return made.find((match): match is Refused => 'refused' in match) ?? (made as readonly Match[]);
}

function one(match: Match | Refused): readonly Match[] | Refused {
  return 'refused' in match ? match : [match];
}

function foldingOf({ cased, dash }: Modifiers): { readonly cased: boolean; readonly dash: boolean } {
  return { cased, dash };
}
