// SPDX-License-Identifier: Apache-2.0
// Statistics over streams and small samples.
export { binomialTail } from './binomial.ts';
export { type CountMinState, createCountMin } from './count-min.ts';
export { createDistinctCounter, type DistinctCounter } from './hyper-log-log.ts';
export { deviation, median, quantile } from './quantile.ts';
export { createQuantileSketch, type QuantileSketch, type SketchState } from './quantile-sketch.ts';
export { wilsonInterval } from './wilson.ts';
