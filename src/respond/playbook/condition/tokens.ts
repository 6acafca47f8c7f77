// SPDX-License-Identifier: Apache-2.0
// Tokens of a condition: the comparison part of the STIX 2.1 patterning grammar (§9), over variables of CACAO.

export interface Token {
  readonly kind: 'word' | 'variable' | 'text' | 'number' | 'sign' | 'wrong';
  readonly text: string;
  /** Offset in the condition, in UTF-16 code units. */
  readonly at: number;
}

const PATTERN =
  /\s*(?:(?<variable>\$?\$?__[A-Za-z_][A-Za-z0-9_-]{0,199}__(?::value)?)|(?<text>t?'(?:\\.|[^'\\])*')|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z_]+)|(?<sign>==|!=|<>|<=|>=|[=<>()[\],])|(?<wrong>\S))/gy;

/** Never throws: what is no token becomes one of the kind `wrong`. */
export function tokensOf(condition: string): readonly Token[] {
  return [...condition.matchAll(PATTERN)].map((match) => {
    const [kind, text] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) as [
      Token['kind'],
      string,
    ];
    return { kind, text, at: match.index + match[0].length - text.length };
  });
}
