// SPDX-License-Identifier: Apache-2.0

/** An object made from a document: nothing but its own keys. */
export type BareRecord = Record<string, unknown>;

// The prototype is an empty object without a prototype, so `record['constructor']` is undefined and no key reaches a
// setter. `Object.create(null)` would give the same, but V8 then keeps every object as a hash table, at three times
// the memory.
const Bare = function Bare() {} as unknown as { new (): BareRecord; prototype: unknown };
Bare.prototype = Object.freeze(Object.create(null));

/** A new object that inherits no key. */
export function bareRecord(): BareRecord {
  return new Bare();
}

/** True for the objects of a document; false for arrays and null. */
export function isRecord(value: unknown): value is BareRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Copying this key with `Object.assign` changes the prototype of the copy, so no document may hold it. */
export const FORBIDDEN_KEY = '__proto__';
