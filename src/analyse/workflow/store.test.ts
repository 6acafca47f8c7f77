// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { createRoom, createStore, type StateStore } from './store.ts';

/** Adds random states; says which were new, and what is read back. */
function fill(store: StateStore, capacity: readonly number[], seed: number): unknown {
  const random = createRandom(seed);
  const state = new Uint8Array(capacity.length);
  const added: boolean[] = [];
  for (let at = 0; at < 5_000; at++) {
    capacity.forEach((values, slot) => {
      state[slot] = random.below(Math.min(values, 8));
    });
    added.push(store.add(state, at, at * 2));
  }
  const read = Array.from({ length: store.size }, (_, place) => {
    store.read(place, state);
    return [...state, store.parent(place), store.by(place)];
  });
  return { added, read };
}

test('a store in a room that others have used answers as one in a room of its own, whatever the states are like', () => {
  const room = createRoom();
  const shapes = [[8, 8, 8, 8], Array.from({ length: 20 }, () => 200), [8, 8, 8, 8, 8], [2]];
  for (const [seed, shape] of [...shapes, ...shapes].entries())
    expect(fill(createStore(shape, room), shape, seed)).toEqual(fill(createStore(shape), shape, seed));
});
