// SPDX-License-Identifier: Apache-2.0
// Tests that are decided only when a rule comes to them: comparisons, address blocks, presence, other fields.
import { inCidr, readAddress } from '../parse/cidr.ts';
import { fold } from '../parse/text.ts';
import type { Folding, Match, TextMode } from '../rule.ts';
import type { LazyAtom } from './atoms.ts';
import { matchesGlob } from './glob.ts';
import { compilePattern } from './pattern.ts';
import { eachScalar, everyScalar } from './record.ts';
import { compileRowReader, type Row, type RowReader } from './row.ts';
import { compares, numberOf, textOf, timePartOf } from './value.ts';

export type LazyTest = (row: Row) => boolean;

export function compileLazy({ field, match }: LazyAtom): LazyTest {
  const read = compileRowReader(field ?? '');
  if (match.kind === 'exists') return (row) => (read(row) !== undefined) === match.value;
  if (match.kind === 'null') return (row) => (read(row) ?? null) === null;
  if (match.kind === 'fieldref') return compileReference(read, match);
  const test = compileScalar(match);
  return (row) => {
    let holds = false;
    const visit = (scalar: unknown): void => {
      holds ||= test(scalar);
    };
    if (field === undefined) everyScalar(row.values, visit);
    else eachScalar(read(row), visit);
    return holds;
  };
}

function compileScalar(
  match: Exclude<Match, { kind: 'exists' | 'null' | 'fieldref' }>,
): (scalar: unknown) => boolean {
  switch (match.kind) {
    case 'number':
      return (scalar) => {
        const number = numberOf(scalar);
        return number !== undefined && compares(number, match.op, match.value);
      };
    case 'time':
      return onText((text) => {
        const part = timePartOf(text, match.part);
        return part !== undefined && compares(part, match.op, match.value);
      });
    case 'cidr':
      return onText((text) => {
        const address = readAddress(text);
        return address !== undefined && inCidr(address, match.network, match.prefix);
      });
    case 'regex':
      return onText(compilePattern(match.source, match.flags));
    case 'glob':
      return onText((text) => matchesGlob(fold(text, match), match.tokens));
    case 'text':
      return onText((text) => compareTexts(fold(text, match), match.text, match.mode));
  }
}

function onText(test: (text: string) => boolean): (scalar: unknown) => boolean {
  return (scalar) => {
    const text = textOf(scalar);
    return text !== undefined && test(text);
  };
}

/** `fieldref` (modifiers appendix 2.1.0): any value of one field against any value of the other. */
function compileReference(
  left: RowReader,
  match: { readonly field: string; readonly mode: TextMode } & Folding,
): LazyTest {
  const right = compileRowReader(match.field);
  return (row) => {
    const others = foldedTexts(right(row), match);
    return foldedTexts(left(row), match).some((text) =>
      others.some((other) => compareTexts(text, other, match.mode)),
    );
  };
}

function foldedTexts(value: unknown, folding: Folding): readonly string[] {
  const texts: string[] = [];
  eachScalar(value, (scalar) => {
    const text = textOf(scalar);
    if (text !== undefined) texts.push(fold(text, folding));
  });
  return texts;
}

function compareTexts(text: string, other: string, mode: TextMode): boolean {
  switch (mode) {
    case 'equals':
      return text === other;
    case 'contains':
      return text.includes(other);
    case 'startswith':
      return text.startsWith(other);
    case 'endswith':
      return text.endsWith(other);
  }
}
