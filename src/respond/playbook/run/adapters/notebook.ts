// SPDX-License-Identifier: Apache-2.0
// The words of a jupyter command: a notebook, and parameters as papermill(1) takes them.

export interface NotebookCall {
  /** The name of its file. */
  readonly name: string;
  /** JSON, which is YAML; undefined without parameters. */
  readonly parameters?: string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}\.ipynb$/;
/** A name that every language of notebooks takes. */
const PARAMETER = /^[A-Za-z_][A-Za-z0-9_]{0,100}$/;
const BEFORE = [['jupyter', 'execute'], ['papermill'], []];
/** `-p` reads numbers and the three words of Python, `-r` takes all as text. */
const TYPED = new Set(['-p', '--parameters']);
const RAW = new Set(['-r', '--parameters_raw']);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const WORDS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };

/** Undefined for what is no such command. */
export function notebookCall(words: readonly string[]): NotebookCall | undefined {
  const before = BEFORE.find((each) => each.every((word, at) => words[at] === word)) ?? [];
  const [name = '', ...more] = words.slice(before.length);
  if (!NAME.test(name) || more.length % 3 !== 0) return undefined;
  if (more.length === 0) return { name };
  const members: string[] = [];
  for (let at = 0; at < more.length; at += 3) {
    const [option = '', parameter = '', value = ''] = more.slice(at, at + 3);
    if (!PARAMETER.test(parameter) || !(TYPED.has(option) || RAW.has(option))) return undefined;
    members.push(`"${parameter}":${TYPED.has(option) ? typed(value) : quoted(value)}`);
  }
  return { name, parameters: `{${members.join(',')}}` };
}

function typed(value: string): string {
  if (NUMBER.test(value)) return value;
  return Object.hasOwn(WORDS, value) ? (WORDS[value] as string) : quoted(value);
}

/** YAML 1.2 §5.1 takes fewer characters as they are than JSON does. */
function quoted(value: string): string {
  return JSON.stringify(value).replaceAll(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
