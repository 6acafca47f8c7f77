// SPDX-License-Identifier: Apache-2.0
// Formats of texts in statements (xAPI 1.0.3 Data 4, IEEE 9274.1.1 §4.2.7).

/** RFC 4122 in its text form. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** RFC 3987, with a scheme. */
export function isIri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(text);
}

export function isMailbox(text: string): boolean {
  return /^mailto:[^@\s]+@[^@\s]+$/i.test(text);
}

export function isSha1(text: string): boolean {
  return /^[0-9a-f]{40}$/i.test(text);
}

/** SHA-224 to SHA-512, in hexadecimal. */
export function isSha2(text: string): boolean {
  return /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(text);
}

/** RFC 2046: type and subtype, and parameters. */
export function isMediaType(text: string): boolean {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;.*)?$/.test(text);
}

/** Language with its extensions, script, region, variants, extensions, private use (RFC 5646 §2.1); or private use alone. */
const LANGUAGE_TAG =
  /^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?((?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)((?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|i-[a-z]{3,8}|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de))$/i;

/** RFC 5646 §2.2.9, well-formed: without looking the words up, and no variant and no kind of extension comes twice. */
export function isLanguageTag(text: string): boolean {
  const found = LANGUAGE_TAG.exec(text);
  if (found === null) return false;
  const words = (part = ''): readonly string[] => part.toLowerCase().split('-').slice(1);
  const [variants, kinds] = [words(found[1]), words(found[2]).filter(({ length }) => length === 1)];
  return [variants, kinds].every((list) => new Set(list).size === list.length);
}

/** ISO 8601 §4.4.3.2: weeks alone, or years to seconds of which the last may have a fraction. */
export function isDuration(text: string): boolean {
  return (
    /^P\d+(?:[.,]\d+)?W$/.test(text) ||
    /^P(?=.)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?(?:T(?=.)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?$/.test(
      text,
    )
  );
}

/** A duration as it is compared: beyond hundredths of a second nothing counts (xAPI 1.0.3 Data 4.6; IEEE 9274.1.1 §4.2.7). */
export function comparedDuration(text: string): string {
  return text.replace(/[.,](\d{1,2})\d*S$/, (_, part: string) => {
    const counted = part.replace(/0+$/, '');
    return counted === '' ? 'S' : `.${counted}S`;
  });
}

const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(:\d{2}(?:[.,]\d+)?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Milliseconds since 1970 of an RFC 3339 time; undefined when it is none. A time without a zone is UTC. */
export function timeIn(text: string): number | undefined {
  const [, day, clock = '00:00', seconds = ':00', zone = 'Z'] = TIME.exec(text) ?? [];
  // "-00:00" says that the zone is not known, which no time stamp may.
  if (day === undefined || /^-00(?::?00)?$/.test(zone)) return undefined;
  const fraction = seconds.replace(',', '.').replace(/(\.\d{3})\d+$/, '$1');
  const offset = /^z$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
  const time = Date.parse(`${day}T${clock}${fraction}${offset}`);
  return Number.isNaN(time) ? undefined : time;
}
