// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';

/** SHA-256 as `digestJson` writes it. */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** `true` when two types hold the same values and name the same members, optional ones included; `readonly` is not compared. */
export type Same<A, B> = [Mutual<A, B>, Mutual<Filled<A>, Filled<B>>] extends [true, true] ? true : false;

type Mutual<A, B> = [A, B] extends [B, A] ? true : false;

/** The type with every optional member made required: assignability alone does not see an optional member too many. */
type Filled<T> = T extends readonly (infer Item)[]
  ? readonly Filled<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Filled<T[Key]> }
    : T;

/** Compiles only when its type argument is `true`. */
export function same<T extends true>(holds: T): T {
  return holds;
}
