// SPDX-License-Identifier: Apache-2.0
// Candidates that wait for a person, and what was said about them. What was rejected is not offered again.
import { z } from 'zod';
import type { Json } from '../core/canonical-json.ts';
import { digestJson } from '../core/digest.ts';
import type { Parsed } from '../core/problem.ts';
import { PolicySource, readDocuments, shapeProblems } from '../model/index.ts';
import type { Invariant } from './invariants.ts';
import type { Candidate } from './rules.ts';

export const SHELF_SCHEMA = 'ensuresec/candidates/1';
/** Id of the pack that approved candidates make. */
export const LEARNT_PACK = 'learnt';

const Share = z.strictObject({
  hits: z.int().min(0),
  of: z.int().min(0),
  interval: z.tuple([z.number(), z.number()]),
});
const Score = z.strictObject({
  right: z.int().min(0),
  wrong: z.int().min(0),
  precision: Share,
  recall: Share,
  wrongPerDay: z.number().min(0),
});

export const ShelfItem = z.strictObject({
  id: z.string().max(200).describe('Id of the policy'),
  kind: z.enum(['rule', 'invariant']),
  from: z.string().max(200).describe('Attack that it was learnt from, or template of the statement'),
  state: z.enum(['waiting', 'approved', 'rejected']),
  reason: z.string().max(2000).optional(),
  policy: PolicySource,
  learnt: Score.optional().describe('Over the events that it was learnt from'),
  held: Score.optional().describe('Over the events kept aside'),
  support: z.int().optional().describe('Events that a statement was asked of'),
  bits: z.number().optional().describe('How surprising it is that a statement always held'),
  threats: z.array(z.int()),
  impliedBy: z.array(z.string()).describe('Policies that fire on nearly all of the same events'),
  contradicts: z.array(z.string()).describe('Policies whose usual story it takes for an attack'),
});
export type ShelfItem = z.infer<typeof ShelfItem>;

export const Shelf = z.strictObject({
  schema: z.literal(SHELF_SCHEMA),
  pack: z.string().describe('Pack whose events the policies speak of'),
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

export function ruleItem(candidate: Candidate): ShelfItem {
  const { attack, policy, learnt, held, threats, impliedBy, contradicts } = candidate;
  return {
    ...named(policy, attack),
    kind: 'rule',
    from: attack,
    state: 'waiting',
    learnt: scoreOf(learnt),
    held: scoreOf(held),
    threats: [...threats],
    impliedBy: [...impliedBy],
    contradicts: [...contradicts],
  };
}

export function invariantItem(invariant: Invariant): ShelfItem {
  const { policy, template, support, bits, threats, impliedBy, contradicts } = invariant;
  return {
    ...named(policy, template),
    kind: 'invariant',
    from: template,
    state: 'waiting',
    support,
    bits,
    threats: [...threats],
    impliedBy: [...impliedBy],
    contradicts: [...contradicts],
  };
}

/** Two policies that say the same have the same id, whenever and from whatever they were learnt. */
function named(policy: PolicySource, from: string): Pick<ShelfItem, 'id' | 'policy'> {
  const { on, per, windows = {}, must } = policy;
  const content = { on, per, windows, must: must.map(({ that }) => that) } as unknown as Json;
  const mark = digestJson(content).slice('sha256:'.length, 'sha256:'.length + 8);
  const type = [on.event].flat()[0] ?? '';
  const id = `${LEARNT_PACK}/policy/${slug(from)}-${slug(type)}-${mark}`;
  return { id, policy: { ...policy, id } };
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'events'
  );
}

function scoreOf({
  right,
  wrong,
  precision,
  recall,
  wrongPerDay,
}: Candidate['learnt']): z.infer<typeof Score> {
  const share = ({ hits, of, interval: [low, high] }: typeof precision): z.infer<typeof Share> => ({
    hits,
    of,
    interval: [low, high],
  });
  return { right, wrong, precision: share(precision), recall: share(recall), wrongPerDay };
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
