// SPDX-License-Identifier: Apache-2.0
/**
 * Who passes himself off as us. `feed.ts` reads names that were seen; `resemble.ts` says how a name is like one of ours;
 * `judge.ts` weighs the signs of the pack; `events.ts` makes events of it that rules ask for.
 */
export { brandEvent } from './events.ts';
export { readSightings } from './feed.ts';
export { type Judgement, SUSPECT, watchBrand } from './judge.ts';
export { domainParts } from './name.ts';
export { variantsOf } from './variants.ts';
