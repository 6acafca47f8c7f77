// SPDX-License-Identifier: Apache-2.0
// Secrets by name. What was taken is known from then on, and is cut out of everything that is written down.
import type { SecretPlace } from './operator.ts';
import type { Secrets } from './ports.ts';

/** Shorter ones are words of ordinary texts. */
const MIN_REDACTED = 4;

/** @param read From the environment or a file. @throws Error when there is none. */
export function operatorSecrets(
  places: Readonly<Record<string, SecretPlace>>,
  read: (place: SecretPlace) => string,
): Secrets {
  const taken = new Map<string, string>();
  return {
    has: (name) => Object.hasOwn(places, name),
    take: (name) => {
      const place = Object.hasOwn(places, name) ? places[name] : undefined;
      if (place === undefined) throw new Error(`The operator has no secret ${name}`);
      const value = taken.get(name) ?? read(place);
      taken.set(name, value);
      return value;
    },
    redact: (text) => {
      let clean = text;
      for (const [name, value] of taken)
        if (value.length >= MIN_REDACTED)
          for (const form of formsOf(value)) clean = clean.replaceAll(form, `[secret ${name}]`);
      return clean;
    },
  };
}

/** As services give it back: as it is, in a URL, in JSON, and in base64 with anything around it; the longest first. */
function formsOf(value: string): readonly string[] {
  const forms = [
    value,
    Buffer.from(value).toString('base64'),
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    ...[0, 1, 2].map((before) => base64Inside(Buffer.from(value), before)),
  ];
  return [...new Set(forms)]
    .filter(({ length }) => length >= MIN_REDACTED)
    .toSorted((a, b) => b.length - a.length);
}

/** The characters of base64 that are of the bytes alone, when so many others (modulo 3) stand before them (RFC 4648 §4). */
function base64Inside(bytes: Uint8Array, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const whole = Math.floor((before + bytes.length) / 3) * 4;
  return text.slice(before === 0 ? 0 : before + 1, whole);
}
