// SPDX-License-Identifier: Apache-2.0
// Sentences of a pack with `{expression}` in them.

import { textOf } from '../sigma/match/value.ts';
import { spokenDuration } from './duration.ts';
import { type CompiledExpression, compileExpression } from './expression/compile.ts';
import type { Names } from './expression/names.ts';
import type { Fault } from './expression/node.ts';
import type { Scope, Value } from './expression/value.ts';

export interface Template {
  /** What the sentence says of these events. */
  readonly fill: (scope: Scope) => string;
  readonly expressions: readonly CompiledExpression[];
}

const MAX_VALUE = 80;

export function compileTemplate(
  text: string,
  names: Names,
): { readonly value: Template } | { readonly fault: Fault } {
  const parts: (string | CompiledExpression)[] = [];
  let from = 0;
  for (const found of text.matchAll(/\{([^{}]*)\}/g)) {
    const compiled = compileExpression(found[1] as string, names);
    if ('fault' in compiled)
      return { fault: { ...compiled.fault, offset: compiled.fault.offset + found.index + 1 } };
    parts.push(text.slice(from, found.index), compiled.value);
    from = found.index + found[0].length;
  }
  parts.push(text.slice(from));
  return {
    value: {
      expressions: parts.filter((part) => typeof part !== 'string'),
      fill: (scope) =>
        parts.map((part) => (typeof part === 'string' ? part : written(part, part.run(scope)))).join(''),
    },
  };
}

/** A value for people. Money is kept in minor units and told in major ones. */
function written({ type, unit }: CompiledExpression, value: Value): string {
  if (value === undefined) return 'unknown';
  if (typeof value !== 'number')
    return cut(
      typeof value === 'object' ? value.map((each) => textOf(each) ?? '…').join(', ') : String(value),
    );
  if (type === 'duration') return spokenDuration(value);
  if (type === 'time') return Math.abs(value) <= 8.64e15 ? new Date(value).toISOString() : 'unknown';
  if (unit === 'cent') return (value / 100).toFixed(2);
  return String(Number(value.toFixed(3)));
}

function cut(text: string): string {
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE).toWellFormed()}…` : text;
}
