// SPDX-License-Identifier: Apache-2.0
// A chain of encodings on one value: `utf16le|base64offset|contains` and its like.
import { type Bytes, base64, base64Offsets, binary, utf8, utf16 } from './encode.ts';
import type { Modifiers } from './modifiers.ts';
import { plainText } from './text.ts';

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];
const MAX_DASHES = 4;

/** All texts that the value may look like once encoded. */
export function encodeAll(
  value: string,
  { encodings, dash }: Modifiers,
): readonly string[] | { readonly refused: string } {
  const plain = plainText(value);
  if (plain === undefined) return { refused: `encodes \`${value}\`, which has a wildcard` };
  const variants = dash ? dashVariants(plain) : [plain];
  if (variants === undefined)
    return { refused: `has more than ${MAX_DASHES} dashes to permute before it is encoded` };
  return variants.flatMap((text) => encode(text, encodings));
}

function encode(text: string, encodings: Modifiers['encodings']): readonly string[] {
  let forms: readonly (string | Bytes)[] = [text];
  for (const encoding of encodings)
    forms = forms.flatMap((form): readonly (string | Bytes)[] => {
      const bytes = typeof form === 'string' ? utf8(form) : form;
      if (encoding === 'base64') return [base64(bytes)];
      if (encoding === 'base64offset') return base64Offsets(bytes);
      return [
        utf16(typeof form === 'string' ? form : binary(form), encoding === 'wide' ? 'utf16le' : encoding),
      ];
    });
  return forms.map((form) => (typeof form === 'string' ? form : binary(form)));
}

function dashVariants(text: string): readonly string[] | undefined {
  const parts = text.split(/[-/\u2013-\u2015]/);
  if (parts.length - 1 > MAX_DASHES) return undefined;
  return parts
    .slice(1)
    .reduce<readonly string[]>(
      (starts, part) => starts.flatMap((start) => DASHES.map((dash) => start + dash + part)),
      [parts[0] as string],
    );
}
