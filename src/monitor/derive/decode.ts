// SPDX-License-Identifier: Apache-2.0
// Ways in which text is written so that a filter does not see it, undone. Each takes time linear in the text.

/** Encodings inside one another are undone so often. */
const MAX_ROUNDS = 3;

/** Percent-encoding (RFC 3986 §2.1), `%uXXXX` of IIS, and `+` for a space; undone until nothing changes. */
export function decodePercent(text: string): string {
  let decoded = text.includes('+') ? text.replaceAll('+', ' ') : text;
  for (let round = 0; round < MAX_ROUNDS && decoded.includes('%'); round++) {
    const next = decodeBytes(decoded.replace(/%u([0-9a-f]{4})/gi, (_, hex: string) => charOf(hex)));
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

/** Runs of percent-encoded bytes are UTF-8; what is none, and what is longer than it need be, is read leniently. */
function decodeBytes(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    const decoded = bytes.toString('utf8');
    return decoded.includes('\ufffd') ? lenient(bytes) : decoded;
  });
}

/** Overlong forms such as C0 AE for a dot are what they mean; other bytes are Latin-1. */
function lenient(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    const next = bytes[at + 1] ?? 0;
    if ((byte === 0xc0 || byte === 0xc1) && (next & 0xc0) === 0x80) {
      text += String.fromCharCode(((byte & 1) << 6) | (next & 0x3f));
      at++;
    } else text += String.fromCharCode(byte);
  }
  return text;
}

function charOf(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
  tab: '\t',
  newline: '\n',
  nbsp: ' ',
  colon: ':',
  semi: ';',
  lpar: '(',
  rpar: ')',
  lbrace: '{',
  lcub: '{',
  rbrace: '}',
  rcub: '}',
  lbrack: '[',
  lsqb: '[',
  rbrack: ']',
  rsqb: ']',
  dollar: '$',
  sol: '/',
  bsol: '\\',
  num: '#',
  equals: '=',
  excl: '!',
  comma: ',',
  period: '.',
  percnt: '%',
  grave: '`',
  lowbar: '_',
  plus: '+',
  ast: '*',
  commat: '@',
  quest: '?',
  vert: '|',
};

/** Character references of HTML, numbered and the named ones that attacks use; browsers read them without `;`, too. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,7})|#([0-9]{1,7})|([a-z]{2,10}));?/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED[(name as string).toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** `\x41`, `\u0041`, `\u{41}` of program texts, and UTF-7 as old browsers guess it. */
export function decodeEscapes(text: string): string {
  const plain = text.includes('\\')
    ? text.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]{1,4})\})/gi, (_, x, u, braced) =>
        charOf((x ?? u ?? braced) as string),
      )
    : text;
  return plain
    .replace(/\\[nrt](?![a-z\d])/gi, ' ')
    .replaceAll(/[+ ]adw-/gi, '<')
    .replaceAll(/[+ ]ad4-/gi, '>');
}

const QUOTES: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '。': '.',
};

/** Full-width and other compatible forms as plain letters (Unicode NFKC), typographic quotes as plain ones. */
export function foldUnicode(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return text.normalize('NFKC').replace(/[‘’ʼ“”。]/g, (char) => QUOTES[char] as string);
}
