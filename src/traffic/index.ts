// SPDX-License-Identifier: Apache-2.0
/**
 * Events as they might happen: a seeded simulation of processes and attacks that a file describes, with the truth beside
 * each event. For demonstrations, load and labelled data.
 *
 *     const { value } = readTraffic(bytes, 'traffic.yaml');
 *     for (const { event, attack } of generate(value, { seed: 1, start: 0, days: 1, attacks: [] })) …
 */
export { generate } from './generate.ts';
export { TRAFFIC_CODES } from './problem-codes.ts';
export { readTraffic } from './read.ts';
export type { Traffic } from './schema.ts';
export { TrafficError } from './value.ts';
