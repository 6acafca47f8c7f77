// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../command.ts';
import { wrap } from '../render/width.ts';

/** Where a game draws: stdout, or stderr when stdout takes JSON. Texts of packs are escaped here. */
export interface Screen {
  readonly style: Call['style'];
  write(text: string): void;
  /** A label and a text that is broken at the width; `mark` stands before each line. */
  field(label: string, text: string, mark?: string): void;
}

const LABEL = 14;

export function screenOf(call: Call): Screen {
  const isJson = call.options.flag('json');
  const style = isJson ? call.aside : call.style;
  const write = (text: string): void => (isJson ? call.io.stderr : call.io.stdout).write(text);
  return {
    style,
    write,
    field: (label, text, mark = '') => {
      const lines = wrap(style.safe(text), style.columns - LABEL - 3);
      const head = style.safe(label).padEnd(LABEL);
      lines.forEach((line, at) => {
        write(`${mark}${style.dim(at === 0 ? head : ' '.repeat(LABEL))} ${line}\n`);
      });
    },
  };
}
