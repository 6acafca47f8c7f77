// SPDX-License-Identifier: Apache-2.0
// A command is data: its help, its completion and its parser are made from the same description.
import type { Io } from './io.ts';
import type { Progress } from './render/progress.ts';
import type { Style } from './render/style.ts';

export interface OptionSpec {
  /** As commander writes them: `--pack <id>`, `-q, --quiet`. */
  readonly flags: string;
  readonly text: string;
  /** May be given several times. */
  readonly repeat?: boolean;
  readonly choices?: readonly string[];
  readonly preset?: string;
  /** What shells complete after it. */
  readonly completes?: 'file' | 'folder';
}

export interface CommandSpec {
  readonly name: string;
  /** As commander writes them: `[model]`, `<file...>`. */
  readonly operands: readonly { readonly name: string; readonly text: string }[];
  readonly summary: string;
  /** Shown first in the help: command lines that work. */
  readonly examples: readonly string[];
  readonly options: readonly OptionSpec[];
  readonly run: (call: Call) => number | Promise<number>;
}

/** One run of a command. */
export interface Call {
  readonly io: Io;
  readonly operands: readonly string[];
  readonly options: Options;
  /** Style of stdout. */
  readonly style: Style;
  /** Style of stderr. */
  readonly aside: Style;
  /** Writes a line for the person to stderr; silent with --quiet. */
  readonly say: (line: string) => void;
  readonly progress: Progress;
}

/** Options by long name; commander has checked their shape. */
export interface Options {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
}

/** Options that every command takes. */
export const COMMON_OPTIONS: readonly OptionSpec[] = [
  { flags: '-q, --quiet', text: 'Nothing on stderr but errors' },
  { flags: '--no-color', text: 'No colours (also: NO_COLOR=1)' },
  { flags: '--no-input', text: 'Never ask; only `play` asks, all others never do' },
];

/** The option of every command that answers. */
export const JSON_OPTION: OptionSpec = { flags: '--json', text: 'The answer as JSON on stdout' };

/** Of commands that write a report as a page. */
export const PAGE_LANGUAGE_OPTION: OptionSpec = {
  flags: '--language <code>',
  text: 'Language of the page that --html writes: en, de, el, es or fr',
  preset: 'en',
};

export const PACK_OPTION: OptionSpec = {
  flags: '--pack <id or folder>',
  text: 'Pack to use instead of the one that the model names',
  completes: 'folder',
};
