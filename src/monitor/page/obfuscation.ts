// SPDX-License-Identifier: Apache-2.0
// Measures of programs that hide what they do. Short names and long lines are no sign: every build makes them.
import { MAX_PROGRAM } from './literals.ts';

interface Sign {
  /** Enough alone. */
  readonly strong: boolean;
  /** What was seen, or undefined. */
  readonly ask: (program: string) => string | undefined;
}

const SIGNS: readonly Sign[] = [
  strong(/\beval\s*\(\s*function\s*\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k/, 'a packed program that unpacks itself'),
  strong(
    /\b(?:eval|Function|setTimeout|setInterval)\s*\(\s*(?:window\s*\.\s*)?(?:atob|unescape|decodeURIComponent|String\s*\.\s*fromCharCode)\b/,
    'it decodes a text and runs it',
  ),
  strong(
    /\[\s*(['"])constructor\1\s*\]\s*\(\s*(['"])return this|\bFunction\s*\(\s*(['"])debugger/,
    'it fights debuggers',
  ),
  {
    strong: true,
    ask: (program) => {
      const names = new Set(program.match(/\b_0x[0-9a-f]{2,}\b/g) ?? []).size;
      return names >= 8 ? `${names} names like _0x1a2b` : undefined;
    },
  },
  {
    strong: true,
    ask: (program) => {
      const marks = program.match(/[[\]()!+{}]/g)?.length ?? 0;
      const share = marks / Math.max(1, program.length);
      return program.length >= 300 && share > 0.7
        ? `${Math.round(100 * share)} % of it are brackets and signs`
        : undefined;
    },
  },
  {
    strong: false,
    ask: (program) => {
      const escapes = program.match(/\\x[2-7][0-9a-f]|\\u00[2-7][0-9a-f]/gi)?.join('').length ?? 0;
      const share = escapes / Math.max(1, program.length);
      return escapes >= 80 && share > 0.08
        ? `${Math.round(100 * share)} % of it are escapes of plain letters`
        : undefined;
    },
  },
  {
    strong: false,
    ask: (program) =>
      /fromCharCode\s*\(\s*(?:\d{2,3}\s*,\s*){15}/.test(program) || /\[(?:\d{2,3},){30}/.test(program)
        ? 'a text as a list of codes'
        : undefined,
  },
  {
    strong: false,
    ask: (program) =>
      /\batob\b/.test(program) && /["'`][A-Za-z0-9+/]{40,}={0,2}["'`]/.test(program)
        ? 'a long text in base64'
        : undefined,
  },
  {
    strong: false,
    ask: (program) =>
      /outer(?:Width|Height)\s*-\s*(?:window\s*\.\s*)?inner(?:Width|Height)/.test(program)
        ? 'it asks whether developer tools are open'
        : undefined,
  },
  {
    strong: false,
    ask: (program) =>
      /\bsetInterval\b[\s\S]{0,200}\bdebugger\b/.test(program) ? 'it stops debuggers' : undefined,
  },
];

function strong(pattern: RegExp, seen: string): Sign {
  return { strong: true, ask: (program) => (pattern.test(program) ? seen : undefined) };
}

/** Why a program seems to hide what it does; empty when it does not. One strong sign is enough, or two weak ones. */
export function obfuscationOf(program: string): readonly string[] {
  const text = program.slice(0, MAX_PROGRAM);
  const seen = SIGNS.flatMap(({ strong: alone, ask }) => {
    const what = ask(text);
    return what === undefined ? [] : [{ alone, what }];
  });
  return seen.some(({ alone }) => alone) || seen.length >= 2 ? seen.map(({ what }) => what) : [];
}
