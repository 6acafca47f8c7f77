// SPDX-License-Identifier: Apache-2.0
// The certificate: what an independent program needs in order to believe a verdict without believing the engine.

export const CERTIFICATE_SCHEMA = 'ensuresec/certificate/1';

/** A ground atom as text: `reaches(dmz, 443/tcp)`. Terms that are not plain words are quoted with `'`, `'` doubled. */
export type GroundAtom = string;

/** One rule instance. `rule` is a rule id, `start:ATTACKER#n` or `attack:ATTACK`; `when` in the order of the rule. */
export interface ProofStep {
  readonly rule: string;
  readonly then: GroundAtom;
  readonly when: readonly GroundAtom[];
}

/**
 * All that one attacker can derive, in an order in which every atom follows by some rule from input facts and atoms
 * before it: so the checker can see that the set is closed (nothing is missing) and supported (nothing is invented).
 */
export interface Closure {
  readonly attacker: string;
  readonly symbols: readonly string[];
  /** Predicate names used by `atoms`. */
  readonly predicates: readonly string[];
  /** Flat: predicate index, then one symbol index for each argument; atoms follow one another. */
  readonly atoms: readonly number[];
}

export interface FrontierClaim {
  readonly rule: string;
  readonly then: GroundAtom;
  /** Positive premises, in the order of the rule; `null` at the one that is missing when it is a positive one. */
  readonly when: readonly (GroundAtom | null)[];
  /** The violated negated premise or the missing positive premise (`_` for a free variable). */
  readonly missing: GroundAtom;
}

export interface VerdictClaim {
  readonly attack: string;
  readonly attacker: string;
  readonly target: string;
  readonly verdict: 'INSECURE' | 'SECURE' | 'UNKNOWN';
  /** INSECURE and UNKNOWN: premises before conclusions; the last step concludes `attack:ATTACK` on the target; no step is unused. */
  readonly steps: readonly ProofStep[];
  /** SECURE: see Closure of the same attacker. */
  readonly frontier: readonly FrontierClaim[];
  /** UNKNOWN: gap ids that `steps` use as if they were so, sorted. */
  readonly gaps: readonly string[];
}

export interface Certificate {
  readonly schema: typeof CERTIFICATE_SCHEMA;
  readonly model: { readonly name: string; readonly sha256: string };
  readonly pack: { readonly id: string; readonly version: string; readonly sha256: string };
  /** Derived atoms taken as given (assume breach), sorted. */
  readonly assumed: readonly GroundAtom[];
  /** Ids of the assumptions that every verdict rests on, sorted. */
  readonly assumptions: readonly string[];
  readonly closures: readonly Closure[];
  readonly verdicts: readonly VerdictClaim[];
  /** SHA-256 of the canonical JSON (RFC 8785) of the certificate without this member. */
  readonly digest: string;
}
