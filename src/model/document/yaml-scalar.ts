// SPDX-License-Identifier: Apache-2.0
// The core schema of YAML 1.2.2, §10.3.2: what a plain scalar means.

/** Marks a scalar that does not fit its explicit tag. */
export const UNFIT = Symbol('UNFIT');

const NULL = /^(?:~|null|Null|NULL)?$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const INTEGER = /^[-+]?[0-9]+$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const SPECIAL = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The value of an untagged plain scalar: null, boolean, number or the text itself. */
export function resolvePlain(source: string): unknown {
  const first = source.charCodeAt(0);
  // Numbers start with + - . or a digit; `+` is 0x2b and `9` is 0x39.
  if (first >= 0x2b && first <= 0x39) return resolveNumber(source) ?? source;
  if (source.length > 5) return source;
  if (NULL.test(source)) return null;
  return BOOLEAN.test(source) ? source[0] === 't' || source[0] === 'T' : source;
}

function resolveNumber(source: string): number | undefined {
  if (INTEGER.test(source) || FLOAT.test(source)) return Number(source);
  if (OCTAL.test(source) || HEXADECIMAL.test(source)) return Number(source);
  if (!SPECIAL.test(source)) return undefined;
  if (source.toLowerCase() === '.nan') return Number.NaN;
  return source.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const CORE = 'tag:yaml.org,2002:';

/** The value of a scalar with an explicit tag (full name); UNFIT when the text does not fit, undefined for an unknown tag. */
export function resolveTagged(tag: string, source: string): unknown {
  switch (tag) {
    case '!':
    case `${CORE}str`:
      return source;
    case `${CORE}null`:
      return NULL.test(source) ? null : UNFIT;
    case `${CORE}bool`:
      return BOOLEAN.test(source) ? resolvePlain(source) : UNFIT;
    case `${CORE}int`:
      return INTEGER.test(source) || OCTAL.test(source) || HEXADECIMAL.test(source) ? Number(source) : UNFIT;
    case `${CORE}float`:
      return resolveNumber(source) ?? UNFIT;
    default:
      return undefined;
  }
}

/** True when `tag` (full name) may stand on a list or section of that kind. */
export function fitsCollection(tag: string, kind: 'seq' | 'map'): boolean {
  return tag === '!' || tag === `${CORE}${kind}`;
}

/** Full name of a tag as written: `!!str`, `!<…>`, `!e!x` (YAML 1.2.2 §6.8.2, §6.9.1). */
export function fullTag(written: string, handles: ReadonlyMap<string, string>): string {
  if (written === '!') return '!';
  if (written.startsWith('!<')) return written.slice(2, -1);
  const end = written.indexOf('!', 1);
  const handle = end === -1 ? '!' : written.slice(0, end + 1);
  return `${handles.get(handle) ?? (handle === '!!' ? CORE : handle)}${written.slice(handle.length)}`;
}
