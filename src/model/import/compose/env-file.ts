// SPDX-License-Identifier: Apache-2.0
// Files of variables (`.env`, `env_file`), by the Compose Specification ("env_file": format).

import { type Reporter, report } from '../container/tree.ts';
import type { ImportInput } from '../importer.ts';
import { interpolate } from './variables.ts';

/** A variable, and the line that sets it. */
export interface EnvLine {
  readonly value: string;
  readonly line: number;
}

/** More lines than this are not read. */
const MAX_LINES = 100_000;
const LINE = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:[=:](.*))?$/;

/** True for files that hold variables. */
export function isEnvFile(file: string): boolean {
  return /(?:^|[/\\])(?:\.env(?:\.[\w.-]+)?|[\w.-]+\.env)$/i.test(file);
}

/** The variables of a file, later lines first in force. A variable without a value is left out: it comes from the shell. */
export function readEnvFile(
  input: ImportInput,
  known: ReadonlyMap<string, string>,
  to: Reporter,
): ReadonlyMap<string, EnvLine> {
  const found = new Map<string, EnvLine>();
  const values = new Map(known);
  const lines = new TextDecoder().decode(input.bytes).split(/\r?\n/).slice(0, MAX_LINES);
  lines.forEach((text, index) => {
    if (/^\s*(?:#|$)/.test(text)) return;
    const [, name, raw] = LINE.exec(text) ?? [];
    if (name === undefined) {
      const at = { file: input.file, line: index + 1, column: 1 };
      report(to, 'warning', 'BAD_ENV_LINE', 'Cannot read the line as a variable: expected `NAME=value`', at);
    } else if (raw !== undefined) {
      const value = unquoted(raw.trim(), values);
      found.set(name, { value, line: index + 1 });
      values.set(name, value);
    }
  });
  return found;
}

/** Single quotes keep the text as it is; double quotes and none interpolate; ` #` ends a value without quotes. */
function unquoted(raw: string, values: ReadonlyMap<string, string>): string {
  const single = /^'([^']*)'/.exec(raw)?.[1];
  if (single !== undefined) return single;
  const text =
    /^"((?:[^"\\]|\\.)*)"/.exec(raw)?.[1]?.replace(/\\(.)/g, '$1') ?? raw.replace(/(?:^|\s)#.*$/, '').trim();
  const result = interpolate(text, values);
  return 'bad' in result ? text : result.text;
}
