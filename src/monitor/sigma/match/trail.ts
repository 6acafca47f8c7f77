// SPDX-License-Identifier: Apache-2.0
// Ways through the keys of events. Events of a kind have the same keys in the same order: which key comes next is nearly
// always what came next before, and to compare it is much faster than to look it up.

/** What is known after some keys in a certain order. */
export interface Stop<T> {
  readonly of: T;
  /** The key that came first after these, and where it led. */
  key: string | undefined;
  next: Stop<T> | undefined;
  others: Map<string, Stop<T>> | undefined;
  /** Where keys of another kind begin. */
  turn: Stop<T> | undefined;
}

/** @param make What is known after this key, too; undefined: it leads nowhere. */
export function follow<T>(
  stop: Stop<T>,
  key: string,
  make: (of: T, key: string) => T | undefined,
): Stop<T> | undefined {
  if (stop.key === key) return stop.next;
  return stop.others?.get(key) ?? open(stop, key, make(stop.of, key));
}

function open<T>(stop: Stop<T>, key: string, of: T | undefined): Stop<T> | undefined {
  if (of === undefined) return undefined;
  const made = stopOf(of);
  if (stop.next === undefined) [stop.key, stop.next] = [key, made];
  else {
    stop.others ??= new Map();
    stop.others.set(key, made);
  }
  return made;
}

export function stopOf<T>(of: T): Stop<T> {
  return { of, key: undefined, next: undefined, others: undefined, turn: undefined };
}

/** Where keys of another kind begin, with what is known so far. */
export function turn<T>(stop: Stop<T>): Stop<T> {
  stop.turn ??= stopOf(stop.of);
  return stop.turn;
}
