// SPDX-License-Identifier: Apache-2.0
// What was learnt is put on the shelf and shown; nothing of it runs before a person approves.
import { addToShelf, type Shelf, type ShelfItem } from '../../learn/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { candidatesText } from './render.ts';
import { folderOf, writeShelf } from './shelf-file.ts';

/** Exit 1: there is something that a person has to decide. */
export function offer(call: Call, shelf: Shelf, items: readonly ShelfItem[]): number {
  const next = addToShelf(shelf, items);
  writeShelf(call, next);
  const ids = new Set(items.map(({ id }) => id));
  const waiting = next.candidates.filter(({ id, state }) => ids.has(id) && state === 'waiting');
  const settled = ids.size - waiting.length;
  if (settled > 0) call.say(`${settled} of ${ids.size} were decided about before and are not offered again`);
  show(call, { ...next, candidates: waiting });
  call.say(
    `${waiting.length} candidates wait in ${call.aside.safe(folderOf(call))}: ensuresec learn approve ID, or learn reject ID`,
  );
  return waiting.length > 0 ? EXIT.findings : EXIT.secure;
}

export function show(call: Call, shelf: Shelf): void {
  const text = call.options.flag('json')
    ? forJson(shelf)
    : candidatesText(call, shelf.candidates, call.options.flag('all'));
  call.io.stdout.write(text);
}

export function needed(operands: readonly string[]): readonly string[] {
  if (operands.length > 0) return operands;
  throw new Failure(EXIT.usage, 'Name at least one', 'ensuresec learn --help shows examples');
}
