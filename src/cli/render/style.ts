// SPDX-License-Identifier: Apache-2.0
// Colours and line-drawing characters of one output, decided once.
import pico from 'picocolors';
import type { Io, Output } from '../io.ts';
import { forTerminal } from './escape.ts';

/** Lines longer than this tire the eye; narrower terminals are filled. */
const MAX_COLUMNS = 100;
const MIN_COLUMNS = 40;
/** Width when the output is a file or a pipe. */
const DEFAULT_COLUMNS = 90;

export interface Glyphs {
  readonly line: string;
  readonly bar: string;
  readonly top: string;
  readonly bottom: string;
  readonly arrow: string;
  readonly dot: string;
  readonly secure: string;
  readonly insecure: string;
  readonly unknown: string;
  readonly full: string;
  readonly empty: string;
  readonly ellipsis: string;
}

const UNICODE: Glyphs = {
  line: '─',
  bar: '│',
  top: '╭',
  bottom: '╰',
  arrow: '→',
  dot: '·',
  secure: '✓',
  insecure: '✗',
  unknown: '?',
  full: '━',
  empty: '─',
  ellipsis: '…',
};
const ASCII: Glyphs = {
  line: '-',
  bar: '|',
  top: '+',
  bottom: '+',
  arrow: '->',
  dot: '-',
  secure: 'ok',
  insecure: 'x',
  unknown: '?',
  full: '#',
  empty: '.',
  ellipsis: '...',
};

type Paint = (text: string) => string;

export interface Style {
  readonly columns: number;
  readonly glyphs: Glyphs;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  /** Text of a stranger, safe to show; ASCII when the terminal is dumb. */
  readonly safe: Paint;
}

/** The style of `output`. NO_COLOR (no-color.org), --no-color and TERM=dumb are heard; FORCE_COLOR colours a pipe. */
export function styleOf(output: Output, env: Io['env'], noColor = false): Style {
  const dumb = env['TERM'] === 'dumb';
  const refused = noColor || dumb || (env['NO_COLOR'] ?? '') !== '';
  const forced = !['', '0', undefined].includes(env['FORCE_COLOR']);
  const colors = pico.createColors(!refused && (forced || output.isTerminal));
  return {
    columns: columnsOf(output, env),
    glyphs: dumb ? ASCII : UNICODE,
    bold: colors.bold,
    dim: colors.dim,
    red: colors.red,
    green: colors.green,
    yellow: colors.yellow,
    cyan: colors.cyan,
    safe: dumb ? (text) => asciiOnly(forTerminal(text)) : forTerminal,
  };
}

function columnsOf(output: Output, env: Io['env']): number {
  const wanted = Number(env['COLUMNS'] ?? '') || output.columns || DEFAULT_COLUMNS;
  return Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, wanted));
}

const PLAIN: Readonly<Record<string, string>> = {
  '→': '->',
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '-',
  '€': 'EUR',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '≥': '>=',
  '×': 'x',
};

function asciiOnly(text: string): string {
  return text.replace(
    /[^\u0020-\u007e]/gu,
    (character) => PLAIN[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
