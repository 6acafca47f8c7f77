// SPDX-License-Identifier: Apache-2.0
// Fenced blocks of a Markdown file.

export interface Block {
  readonly language: string;
  readonly lines: readonly string[];
  /** 1-based line of the fence. */
  readonly line: number;
}

/** `sh` is run, `text` is an excerpt of what the last `sh` printed, `yaml` is written to the file it names, `diff` changes one. */
export const LANGUAGES: readonly string[] = ['sh', 'text', 'yaml', 'diff'];

/** Blocks with a language; a block without one is a drawing. */
export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] as string,
    lines: (match[2] as string).trimEnd().split('\n'),
    line: text.slice(0, match.index).split('\n').length,
  }));
}
