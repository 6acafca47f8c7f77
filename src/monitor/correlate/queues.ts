// SPDX-License-Identifier: Apache-2.0
// Which incident gives way when there are too many: of the open ones that which is silent longest, of the closed ones the
// least. A flood of alerts asks at each of them, so neither is looked for among all.
import { createHeap } from '../../core/heap.ts';
import type { Group } from './group.ts';
import type { Incident } from './incident.ts';
import { worstFirst } from './view.ts';

export interface Queues {
  opened(group: Group): void;
  /** That without an alert for longest, the one opened first of several; it stays. There must be one. */
  silent(): Group;
  closed(incident: Incident): void;
  /** The least of those that were closed and not taken yet, which is taken. */
  takeLeast(): Incident | undefined;
}

/** An alert may have come since; whoever comes up then goes back into the queue. */
interface Heard {
  readonly group: Group;
  readonly last: number;
  /** The how many-th to be opened. */
  readonly number: number;
}

const SPARE = 64;

/** @param groups Those that are open, kept up to date by the caller. */
export function createQueues(
  groups: ReadonlyMap<string, Group>,
  closed: ReadonlyMap<string, Incident>,
): Queues {
  const makeHeap = () =>
    createHeap<Heard>((left, right) => left.last - right.last || left.number - right.number);
  let heard = makeHeap();
  let opened = 0;
  const isOpen = ({ group }: Heard): boolean => groups.get(group.id) === group;
  const enter = (group: Group): void => heard.push({ group, last: group.last, number: opened++ });
  /** Most incidents fall silent and close, or become part of others, long before they come up. */
  const tidy = (): void => {
    const before = heard;
    heard = makeHeap();
    for (const each of before.items()) if (isOpen(each)) heard.push(each);
  };
  const least = createHeap<Incident>((left, right) => worstFirst(right, left));
  for (const group of groups.values()) enter(group);
  for (const incident of closed.values()) least.push(incident);
  return {
    opened(group) {
      enter(group);
      if (heard.size > 2 * groups.size + SPARE) tidy();
    },
    silent() {
      for (;;) {
        const first = heard.peek() as Heard;
        const { group, last, number } = first;
        if (isOpen(first) && group.last === last) return group;
        heard.pop();
        if (isOpen(first)) heard.push({ group, last: group.last, number });
      }
    },
    closed: least.push,
    takeLeast: least.pop,
  };
}
