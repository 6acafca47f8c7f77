// SPDX-License-Identifier: Apache-2.0
// How values stay values in the languages that commands are written in.
import { isProgramCall } from './powershell-call.ts';
import { type Language, NEVER } from './quoted.ts';

/** Characters that no shell, and no command line of a network device, reads as anything but themselves. */
const PLAIN = /^[A-Za-z0-9@+:,./_-]+$/;

/** Programs that read their words as code once more. */
const POSIX_READERS =
  '(?:eval|let|trap|alias|su|ssh|(?:a|ba|c|da|fi|k|mk|pw|tc|z)?sh|[a-z]?awk|sed|perl|ruby|php|node|python[0-9.]*)';

/** POSIX Shell Command Language §2.2: what the login shell of an account reads that is reached with ssh. */
export const POSIX: Language = {
  name: 'the shell',
  skip: /\\./sy,
  // XBD Utility Syntax Guideline 10: after `--` nothing is an option.
  takesOptions: (before) => !/\s--\s[^;&|()\n]*$/.test(before),
  // Old substitutions, texts in place, quotes of other shells, sums (which expand what is quoted in them), comments, and
  // whatever reads its words as code once more.
  unclear: new RegExp(
    `\`|<<|\\$'|\\$[{[]|\\(\\(|\\[\\[|(?<=^|[\\s;&|()<>])#|(?<=^|[\\s;&|()/])${POSIX_READERS}(?=\\s)|['"](?:[^'"\\s]*/)?${POSIX_READERS}['"](?=\\s)`,
    'y',
  ),
  write: (value) =>
    PLAIN.test(value) ? value : withoutNul(value, (each) => `'${each.replaceAll("'", `'\\''`)}'`),
  quotes: [
    {
      open: /'/y,
      close: /'/y,
      skip: NEVER,
      unclear: NEVER,
      write: (value) => withoutNul(value, (each) => each.replaceAll("'", `'\\''`)),
    },
    {
      open: /"/y,
      close: /"/y,
      skip: /\\./sy,
      unclear: /\$\(|\$\{|`/y,
      write: (value) => withoutNul(value, (each) => each.replaceAll(/[\\"$`]/g, '\\$&')),
    },
  ],
};

// PowerShell takes typographic quotes for quotes (language specification §2.3.5.2).
const SINGLE = '\u0027\u2018\u2019\u201A\u201B';
const DOUBLE = '\u0022\u201C\u201D\u201E';

const POWERSHELL_READERS =
  '(?:iex|invoke-expression|add-type|start-process|saps|start|cmd|powershell|pwsh|wsl|ssh|(?:ba)?sh)(?:\\.exe)?';

export const POWERSHELL: Language = {
  name: 'PowerShell',
  takesOptions: isProgramCall,
  // A list gives a program each of its items as a word.
  between: /^[\s;&|(){},]$/,
  skip: /`./sy,
  // Comments, texts in place, names in braces, the token that ends parsing, and whatever reads its words as code or as a
  // command line once more.
  unclear: new RegExp(
    `#|@[${SINGLE}${DOUBLE}]|\\$\\{|--%|(?<![\\w-])${POWERSHELL_READERS}(?=\\s)|[${SINGLE}${DOUBLE}](?:[^${SINGLE}${DOUBLE}]*[\\\\/])?${POWERSHELL_READERS}[${SINGLE}${DOUBLE}](?=\\s)|\\[scriptblock\\]|\\[(?:system\\.)?diagnostics\\.process\\]`,
    'iy',
  ),
  write: (value) =>
    withoutNul(value, (each) => `'${each.replaceAll(new RegExp(`[${SINGLE}]`, 'g'), '$&$&')}'`),
  quotes: [
    {
      open: new RegExp(`[${SINGLE}]`, 'y'),
      close: new RegExp(`[${SINGLE}]`, 'y'),
      skip: new RegExp(`[${SINGLE}]{2}`, 'y'),
      unclear: NEVER,
      write: (value) => withoutNul(value, (each) => each.replaceAll(new RegExp(`[${SINGLE}]`, 'g'), '$&$&')),
    },
    {
      open: new RegExp(`[${DOUBLE}]`, 'y'),
      close: new RegExp(`[${DOUBLE}]`, 'y'),
      skip: new RegExp(`\`.|[${DOUBLE}]{2}`, 'sy'),
      unclear: /\$[({]/y,
      write: (value) =>
        withoutNul(value, (each) => each.replaceAll(new RegExp(`[\`$${DOUBLE}]`, 'g'), '`$&')),
    },
  ],
};

/** C0 and C1 (Unicode, general category Cc). */
const CONTROL = /\p{Cc}/gu;

/** Texts of YARA rules: a value stands in double quotes, and nowhere else. */
export const YARA: Language = {
  name: 'YARA',
  // Comments and regular expressions as a whole.
  skip: /\/\/[^\n]*|\/\*.*?\*\/|\/(?:\\[^\n]|[^/\\\n])+\//sy,
  unclear: NEVER,
  write: () => undefined,
  quotes: [
    {
      open: /"/y,
      close: /"/y,
      skip: /\\./sy,
      unclear: /\n/y,
      write: (value) => value.replaceAll(/[\\"]/g, '\\$&').replaceAll(CONTROL, (each) => byteOf(each)),
    },
  ],
};

const KESTREL_QUOTES = ["'", '"'].map((quote) => ({
  open: new RegExp(quote, 'y'),
  close: new RegExp(quote, 'y'),
  skip: /\\./sy,
  unclear: /\n/y,
  write: (value: string) =>
    value.search(CONTROL) !== -1 ? undefined : value.replaceAll(new RegExp(`[\\\\${quote}]`, 'g'), '\\$&'),
}));

/** Hunt flows of Kestrel: quoted anywhere, or bare as a name, a number or an address. */
export const KESTREL: Language = {
  name: 'Kestrel',
  skip: /#[^\n]*/y,
  unclear: NEVER,
  write: (value) => (/^[A-Za-z0-9_.:-]+$/.test(value) ? value : undefined),
  quotes: KESTREL_QUOTES,
};

/** A value in the string of a JSON text (RFC 8259 §7). */
function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** Bodies that are JSON but for their variables: outside of strings a value is a number or one of the three names. */
export const JSON_TEXT: Language = {
  name: 'JSON',
  skip: NEVER,
  unclear: NEVER,
  write: (value) =>
    /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(value) ? value : undefined,
  quotes: [{ open: /"/y, close: /"/y, skip: /\\./sy, unclear: NEVER, write: inJson }],
};

/** Queries of EQL (Elasticsearch, "EQL syntax reference"): in double quotes, or a number. */
export const EQL: Language = {
  name: 'EQL',
  skip: /\/\/[^\n]*|\/\*.*?\*\//sy,
  // Raw strings, old quotes, and names of fields in backquotes.
  unclear: /"""|\?["']|'|`/y,
  write: (value) => (/^-?\d+(?:\.\d+)?$/.test(value) ? value : undefined),
  quotes: [
    {
      open: /"/y,
      close: /"/y,
      skip: /\\./sy,
      unclear: /\n/y,
      write: (value) => value.replaceAll(/[\\"]/g, '\\$&').replaceAll(CONTROL, inBraces),
    },
  ],
};

/** `\u{0a}`. */
function inBraces(character: string): string {
  return `\\u{${character.charCodeAt(0).toString(16).padStart(2, '0')}}`;
}

/** `\x0a`; what is more than a byte in UTF-8 stays as it is. */
function byteOf(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : character;
}

function withoutNul(value: string, write: (value: string) => string): string | undefined {
  return value.includes('\0') ? undefined : write(value);
}
