// SPDX-License-Identifier: Apache-2.0
// Whether a word of a PowerShell script goes to a program. Commands of PowerShell itself take a quoted text that begins with a
// dash for a value; a program sees no quotes, and takes it for an option. Whoever is in doubt takes it for a program.

/** Escapes, quoted texts (the typographic quotes too: language specification §2.3.5.2), brackets, and what is between. */
const PIECE =
  /`\r?\n|`.|['\u2018-\u201B](?:[^'\u2018-\u201B]|['\u2018-\u201B]{2})*['\u2018-\u201B]|["\u201C-\u201E](?:[^"\u201C-\u201E`]|`.|["\u201C-\u201E]{2})*["\u201C-\u201E]|[^`'"\u2018-\u201E(){}]+|./gs;
/** `$a =`, `[int]$a =`, `$a, $b =`, `$a = $b =`. */
const ASSIGNMENTS = /^(?:\s*(?:\[[^=$]*)?\$[^=]*=)+/;
const KEYWORD = /^\s*(?:return|throw|exit)(?=\s)/i;
/** What has a condition in brackets after it. */
const CONDITION = /(?:^|[)}\s])(?:if|elseif|while|until|switch|foreach|for|catch|param)\s*$/i;
/** After a command `&` sends it to the background; `>&` joins what a program says. */
const BACKGROUND = /(?<=[^\s>]\s*)&/;
const CALL = /^(?:&|\.(?=[\s'"$]))\s*/;
/** Verb-Noun (about_Command_Syntax), as PowerShell itself writes it: `apt-get` and `ssh-keygen` are programs. */
const OWN = /^[A-Z][A-Za-z]*-[A-Z]\w*$/;
/** Everything else that begins a statement is an expression (about_Parsing), as numbers are. */
const COMMAND = /^[\p{L}\p{N}_.\\/~]/u;
const NUMBER = /^(?:\.?\d[\d.]*(?:e[+-]?\d+)?|0x[\da-f]+)[dlun]*(?:[kmgtp]b)?$/i;

/** What an open bracket holds so far; brackets that are closed are empty, and so are quoted texts. */
interface Level {
  readonly opened: string;
  code: string;
}

/** @param before The script up to the word. */
export function isProgramCall(before: string): boolean {
  const levels = levelsOf(before);
  for (let at = levels.length - 1; at >= 0; at--) {
    const { opened, code } = levels[at] as Level;
    const called = calledIn(code);
    if (called !== 'nothing') return called === 'program';
    // What an expression in brackets gives goes to who is called outside of them. Methods take values.
    if (opened !== '(' || /[.:]\w+$/.test(levels[at - 1]?.code ?? '')) return false;
  }
  return false;
}

function levelsOf(script: string): readonly Level[] {
  const levels: Level[] = [{ opened: '', code: '' }];
  const add = (text: string): void => {
    (levels.at(-1) as Level).code += text;
  };
  for (const [piece] of script.matchAll(PIECE)) {
    if (piece === '(' || piece === '{') levels.push({ opened: piece, code: '' });
    else if (piece === ')' || piece === '}') {
      if (levels.length > 1) levels.pop();
      add('()');
    } else if (piece.startsWith('`')) add(piece.endsWith('\n') ? ' ' : 'x');
    else add(piece.length > 1 && /^['"\u2018-\u201E]/.test(piece) ? "''" : piece);
  }
  return levels;
}

function calledIn(code: string): 'program' | 'own' | 'nothing' {
  const last = code.split(/&&|[\r\n;|]/).at(-1) ?? '';
  const parts = last.replace(ASSIGNMENTS, '').replace(KEYWORD, '').trim().split(BACKGROUND);
  const statement = (parts.at(-1) ?? '').trim();
  if (CONDITION.test(statement)) return 'own';
  const isCalled = parts.length > 1 || CALL.test(statement);
  const [command = '', ...words] = statement.replace(CALL, '').split(/\s+/);
  if (command === '') return 'nothing';
  if (words.includes('--') || OWN.test(command)) return 'own';
  return isCalled || (COMMAND.test(command) && !NUMBER.test(command)) ? 'program' : 'nothing';
}
