// SPDX-License-Identifier: Apache-2.0
// Candidates that wait for a person, and what was said about them. What was rejected is not offered again.
import { z } from 'zod';
import type { Json } from '../core/canonical-json.ts';
import { digestJson } from '../core/digest.ts';
import type { Parsed } from '../core/problem.ts';
import { readDocuments, shapeProblems } from '../model/index.ts';
import { ShelfItem } from './shelf-item.ts';

export const SHELF_SCHEMA = 'ensuresec/candidates/1';
/** Id of the pack that approved candidates make. */
export const LEARNT_PACK = 'learnt';

export const Shelf = z.strictObject({
  schema: z.literal(SHELF_SCHEMA),
  pack: z.string().describe('Pack whose events the candidates speak of'),
  candidates: z.array(ShelfItem),
});
export type Shelf = z.infer<typeof Shelf>;

export function emptyShelf(pack: string): Shelf {
  return { schema: SHELF_SCHEMA, pack, candidates: [] };
}

export function readShelf(bytes: Uint8Array, file: string): Parsed<Shelf> {
  const { value: documents, problems } = readDocuments(bytes, file);
  const [document] = documents ?? [];
  if (document === undefined) return { problems };
  const shape = Shelf.safeParse(document.value);
  if (!shape.success)
    return { problems: [...problems, ...shapeProblems(shape.error.issues, Shelf, document, 'LEARN')] };
  return { value: shape.data, problems };
}

/** Adds what is new; what somebody decided about stays as it is, what waits is told with the latest figures. */
export function addToShelf(shelf: Shelf, items: readonly ShelfItem[]): Shelf {
  const byId = new Map(shelf.candidates.map((item) => [item.id, item]));
  for (const item of items)
    if ((byId.get(item.id)?.state ?? 'waiting') === 'waiting') byId.set(item.id, item);
  return { ...shelf, candidates: [...byId.values()] };
}

/** @throws RangeError when there is no such candidate. */
export function decide(
  shelf: Shelf,
  id: string,
  state: 'approved' | 'rejected',
  reason: string | undefined,
): Shelf {
  if (!shelf.candidates.some((item) => item.id === id)) throw new RangeError(`There is no candidate ${id}`);
  const candidates = shelf.candidates.map((item) =>
    item.id === id ? { ...item, state, ...(reason === undefined ? {} : { reason }) } : item,
  );
  return { ...shelf, candidates };
}

/** Two candidates that say the same have the same mark, whenever and from whatever they were learnt. */
export function markOf(content: unknown): string {
  return digestJson(content as Json).slice('sha256:'.length, 'sha256:'.length + 8);
}
