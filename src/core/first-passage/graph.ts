// SPDX-License-Identifier: Apache-2.0
import type { AndOr } from '../and-or.ts';

/**
 * An AND/OR graph whose edges, its instances, take time. An edge begins when all its premises are there; a node is
 * there when the first edge into it ends. Only typed arrays, so that it can be posted to a thread.
 */
export interface PassageGraph extends AndOr {
  /** Mean duration of each edge, exponentially distributed; 0 ends at once. In any unit: times have the same. */
  readonly mean: Float64Array;
  /** Name of each edge in keyed draws: the same in every variant of the graph. */
  readonly key: Int32Array;
  /** Nodes that are there at time 0. */
  readonly starts: Int32Array;
  readonly goals: Int32Array;
}
