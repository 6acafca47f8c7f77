// SPDX-License-Identifier: Apache-2.0
// An answer of the server as the drawing wants it: in the reader's language, names of others made visible.
import type { Bands, Picture, ReplayView, Say } from '../../../../src/replay/index.ts';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { visible } from '../../parts/visible.ts';
import { number } from '../../words/format.ts';
import type { Words } from '../../words/index.ts';
import type { Titles } from '../../words/titles.ts';

export type Simulated = Answer<'simulate'>;

export function viewOf(
  { answer, picture }: Simulated,
  words: Words,
  titles: Titles,
  withMeasures: boolean,
): ReplayView {
  const after = withMeasures ? answer.with : undefined;
  const until = answer.scenario.horizon;
  const bands = ({ bands: { p5, p95 } }: Simulated['answer']['without']): Bands => ({
    low: p5,
    high: p95,
    until,
  });
  return {
    picture: spoken(picture, words, titles),
    sides: { without: answer.without.replay, ...(after === undefined ? {} : { with: after.replay }) },
    bands: { without: bands(answer.without), ...(after === undefined ? {} : { with: bands(after) }) },
    say: sayOf(words),
  };
}

export function sayOf({ say, language }: Words): Say {
  const shown = (value: string | number | undefined): string =>
    typeof value === 'number' ? number(language, value, 1) : (value ?? '');
  return (word, n, of) => say(`replay.${word}`, { n: shown(n), of: shown(of) });
}

function spoken(picture: Picture, { named }: Words, titles: Titles): Picture {
  const seen = <T extends { readonly name: string }>(each: T): T => ({ ...each, name: visible(each.name) });
  const measure = <T extends { readonly id: string; readonly name: string }>(each: T): T => ({
    ...each,
    name: titles.measure(each.name),
  });
  return {
    ...picture,
    assets: picture.assets.map(seen),
    stages: picture.stages.map(({ id }) => ({ id, name: id === '' ? '' : visible(named('stage', id)) })),
    lanes: picture.lanes.map(({ id }) => ({ id, name: named('lane', id) })),
    measures: picture.measures.map(measure),
    prevented: Object.fromEntries(
      Object.entries(picture.prevented).map(([asset, found]) => [asset, measure(found)]),
    ),
  };
}
