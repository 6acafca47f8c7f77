// SPDX-License-Identifier: Apache-2.0
// Alerts wait until no older one is expected, so that the order in which they come does not matter.
import type { Alert } from '../alert.ts';

export interface Waiting {
  readonly time: number;
  /** Decides between equal times. */
  readonly key: string;
  readonly alert: Alert;
}

/** Alerts that wait at once; beyond, the oldest go on early. */
const MAX_WAITING = 10_000;

export function waitingOf(alert: Alert, time: number): Waiting {
  const { rule, at } = alert;
  const keys = JSON.stringify(Object.entries(alert.keys).sort());
  const key = `${rule.id}\0${at.file}\0${String(at.line).padStart(12, '0')}\0${keys}`;
  return { time, key, alert };
}

/** Puts `item` into its place in `list`, which is in order. */
export function enqueue(list: Waiting[], item: Waiting): void {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(item, list[middle] as Waiting)) high = middle;
    else low = middle + 1;
  }
  list.splice(low, 0, item);
}

/** Takes what is at or before `until`, and what is too much. */
export function dequeue(list: Waiting[], until: number): readonly Waiting[] {
  let count = Math.max(0, list.length - MAX_WAITING);
  while (count < list.length && (list[count] as Waiting).time <= until) count++;
  return list.splice(0, count);
}

function isBefore(left: Waiting, right: Waiting): boolean {
  return left.time !== right.time ? left.time < right.time : left.key < right.key;
}
