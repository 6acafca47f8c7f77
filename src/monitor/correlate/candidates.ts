// SPDX-License-Identifier: Apache-2.0
// Which incidents could an alert belong to? Those that share a key, lie next to it, or are on one of its paths.
import { type Generations, recall, remember } from './generations.ts';
import type { Group } from './group.ts';
import { isName, type Subject } from './subject.ts';

/** Tag: ids of incidents that have it, the latest last. */
export type CandidateIndex = Generations<Set<string>>;

const MAX_TAGS = 100_000;
const MAX_PER_TAG = 16;
const MAX_CANDIDATES = 64;

export function candidatesOf(
  index: CandidateIndex,
  subject: Subject,
  groups: ReadonlyMap<string, Group>,
): readonly Group[] {
  const found = new Map<string, Group>();
  for (const tag of askedTags(subject))
    for (const id of recall(index, tag) ?? []) {
      const group = groups.get(id);
      if (group === undefined) recall(index, tag)?.delete(id);
      else if (found.size < MAX_CANDIDATES) found.set(id, group);
    }
  return [...found.values()];
}

/** Makes the incident findable by all that `subject` brought to it. */
export function indexSubject(index: CandidateIndex, subject: Subject, id: string): void {
  for (const tag of ownTags(subject)) indexTag(index, tag, id);
}

/** Lets the incident be found wherever `old` was. */
export function indexGroup(index: CandidateIndex, group: Group, id: string): void {
  for (const key of group.keys.keys()) indexTag(index, `k${key}`, id);
  for (const event of group.events.keys()) indexTag(index, `w${event}`, id);
  for (const element of group.elements.keys()) indexTag(index, `e${element}`, id);
  for (const name of group.names.keys()) indexTag(index, `n${name}`, id);
  for (const { attack, target } of group.steps.values()) indexTag(index, `p${attack} ${target}`, id);
}

function indexTag(index: CandidateIndex, tag: string, id: string): void {
  const ids = recall(index, tag) ?? new Set<string>();
  remember(index, tag, ids, MAX_TAGS);
  ids.delete(id);
  ids.add(id);
  if (ids.size > MAX_PER_TAG) ids.delete(ids.values().next().value as string);
}

function ownTags({ keys, events, elements, marks, rule }: Subject): readonly string[] {
  return [
    ...keys.flatMap(({ id, value }) => [`k${id}`, ...(isName(value) ? [`n${value}`] : [])]),
    ...events.map((event) => `w${event}`),
    ...[...elements].map((element) => `e${element}`),
    ...marks.map(({ path }) => `p${path.attack} ${path.target}`),
    ...(keys.length === 0 ? [`r${rule.id}`] : []),
  ];
}

function askedTags(subject: Subject): readonly string[] {
  return [...ownTags(subject), ...[...subject.neighbours.keys()].map((element) => `e${element}`)];
}
