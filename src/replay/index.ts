// SPDX-License-Identifier: Apache-2.0
/**
 * A simulation as a picture that plays: boxes in lanes, the curve, and all of it in words; as data, for the page of
 * `simulate --html`, games and the console alike. Pure: it knows no page, and needs only types of the others at run time.
 *
 *     const view = { picture, sides: { without, with: after }, say };
 *     const drawing = stageOf(view, placesOf(picture), 'without', hour);
 */
export { curveOf, nowOf, xOf } from './curve.ts';
export type { Drawn } from './drawn.ts';
export { legendOf } from './legend.ts';
export { markTitle } from './marks.ts';
export { firstImpacts, keyFrames, momentsOf } from './moments.ts';
export { type Layout, layoutOf, type Picture, pictureOf, servicesIn } from './picture.ts';
export { firstSpot, placesOf } from './places.ts';
export { stageOf } from './stage.ts';
export { STAGE_MARKS } from './stage-mark.ts';
export { DRAWING_STYLE } from './style.ts';
export { outagesIn, outageTitle, rowsOf, toldOf, whyOf } from './told.ts';
export {
  type Bands,
  firstHour,
  momentOf,
  nameIn,
  percent,
  type ReplayView,
  type ReplayWord,
  type Say,
  type SideName,
  spanOf,
  wholeAt,
} from './view.ts';
