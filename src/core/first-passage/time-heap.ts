// SPDX-License-Identifier: Apache-2.0

/** A binary heap of nodes by time, on plain number arrays that keep their room from run to run. */
export interface TimeHeap {
  push(time: number, node: number): void;
  /** The node with the least time, or -1. */
  pop(): number;
  clear(): void;
}

export function createTimeHeap(): TimeHeap {
  let times = new Float64Array(1_024);
  let nodes = new Int32Array(1_024);
  let size = 0;
  const grow = (): void => {
    const moreTimes = new Float64Array(size * 2);
    const moreNodes = new Int32Array(size * 2);
    moreTimes.set(times);
    moreNodes.set(nodes);
    times = moreTimes;
    nodes = moreNodes;
  };
  return {
    push(time, node) {
      if (size === times.length) grow();
      let at = size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if ((times[parent] as number) <= time) break;
        times[at] = times[parent] as number;
        nodes[at] = nodes[parent] as number;
        at = parent;
      }
      times[at] = time;
      nodes[at] = node;
    },
    pop() {
      if (size === 0) return -1;
      const top = nodes[0] as number;
      const time = times[--size] as number;
      const node = nodes[size] as number;
      let at = 0;
      for (let child = 1; child < size; child = at * 2 + 1) {
        if (child + 1 < size && (times[child + 1] as number) < (times[child] as number)) child++;
        if ((times[child] as number) >= time) break;
        times[at] = times[child] as number;
        nodes[at] = nodes[child] as number;
        at = child;
      }
      times[at] = time;
      nodes[at] = node;
      return top;
    },
    clear() {
      size = 0;
    },
  };
}
