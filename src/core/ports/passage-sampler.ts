// SPDX-License-Identifier: Apache-2.0
import type { PassageGraph, Runs } from '../first-passage/index.ts';

/** Samples first passages, perhaps on several threads: the answer is that of `samplePassages`, number for number. */
export interface PassageSampler {
  sample(graph: PassageGraph, runs: Runs, disabled?: Uint8Array): Promise<Float64Array>;
}
