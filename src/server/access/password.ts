// SPDX-License-Identifier: Apache-2.0
// Passwords: Argon2id (RFC 9106) with the parameters that OWASP's cheat sheet on password storage states: 19 MiB, 2 passes.
import { hash, verify } from '@node-rs/argon2';
import { HttpRefusal } from '../../platform/index.ts';

/** NIST SP 800-63B-4 §3.1.1.2: 15 characters for a password that stands alone, and at least 64 allowed. */
const LEAST = 15;
const MOST = 256;
/** Hashes at once, 19 MiB each, and how many may wait. */
const AT_ONCE = 2;
const WAITING = 32;

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What is wrong with a password that is to be set; undefined: nothing. */
export function weakness(password: string, name: string): string | undefined {
  const length = [...password].length;
  if (length < LEAST)
    return `A password has at least ${LEAST} characters: several words are easy to remember`;
  if (length > MOST) return `A password has at most ${MOST} characters`;
  if (new Set(password).size < 6) return 'A password has at least six different characters';
  if (password.toLowerCase().replaceAll(name.toLowerCase(), '').length < LEAST / 2)
    return 'A password is more than the name of its owner';
  return undefined;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long when there is no hash: an answer does not tell whether somebody exists. */
  verify(hashed: string | undefined, password: string): Promise<boolean>;
}

/** A bounded number of hashes at once. @throws HttpRefusal 429 from its calls when too many wait. */
export function createPasswords(): Passwords {
  const nobody = hash('nobody has this password', COST);
  let running = 0;
  const waiting: (() => void)[] = [];
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING) throw new HttpRefusal(429, 'Too many sign in at the moment', 2000);
      await new Promise<void>((go) => waiting.push(go));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
  return {
    hash: (password) => inTurn(() => hash(password.normalize('NFC'), COST)),
    verify: (hashed, password) =>
      inTurn(async () => {
        const fits = await verify(hashed ?? (await nobody), password.normalize('NFC'));
        return fits && hashed !== undefined;
      }),
  };
}
