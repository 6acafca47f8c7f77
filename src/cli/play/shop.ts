// SPDX-License-Identifier: Apache-2.0
// The shop of a game with a cascade: an example of the program, its scenario, and the measures that a player chooses from.
import { dirname, join } from 'node:path';
import {
  type Frame,
  installedMeasures,
  type Measure,
  possibleMeasures,
  scenarioOn,
  servicesOf,
  systemOf,
  withMeasures,
} from '../../cascade/index.ts';
import { type Domino, type GameSource, loadModel, type Model, type Pack } from '../../model/index.ts';
import { type Layout, layoutOf, type Picture, servicesIn } from '../../replay/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { builtInPacks, MODEL_FILE, readBytes } from '../input.ts';

/** What a game with a cascade is played on. Names are those of the model, in English. */
export interface Shop {
  readonly game: string;
  readonly domino: Domino;
  readonly frame: Frame;
  /** Ids are words of the pack, such as `tested-backup`. */
  readonly measures: readonly Measure[];
  readonly layout: Layout;
  readonly services: Picture['services'];
}

/** The same fate for all players, so that what they choose can be compared. */
const SEED = 1;

/** The shops of all games of the pack that have one. @throws Failure 3, 6 when a model cannot be read or used. */
export function shopsOf(call: Call, pack: Pack): Shop[] {
  return pack.games.flatMap((game) =>
    game.domino === undefined ? [] : [shopOf(call, pack, game, game.domino)],
  );
}

function shopOf(call: Call, pack: Pack, { id }: GameSource, domino: Domino): Shop {
  const file = join(dirname(builtInPacks()), 'examples', domino.model, MODEL_FILE);
  const { value, problems } = loadModel(readBytes(call, file), file, pack);
  const source = pack.scenarios.find((each) => each.id === domino.scenario);
  if (value === undefined || source === undefined)
    throw new Failure(
      EXIT.invalid,
      `Cannot play ${id}: ${problems[0]?.message ?? 'its scenario is not there'}`,
    );
  const { model } = value;
  const numbers = new Map((model.assets ?? []).map((asset, index) => [asset.id, index]));
  const on = scenarioOn(source, systemOf(model, pack), model, pack);
  const frame: Frame = {
    setting: withMeasures({ system: on.system, scenario: on.scenario }, [installedMeasures(model, pack, on)]),
    services: servicesOf(model, (asset) => numbers.get(asset) as number),
    seed: SEED,
    startHour: on.startHour,
  };
  const assets = (model.assets ?? []).map((asset) => asset.id);
  const possible = possibleMeasures(model, pack, on, assets);
  return {
    game: id,
    domino,
    frame,
    measures: domino.measures.map((each) => chosenFrom(each, possible, model)),
    services: servicesIn(frame),
    layout: drawnIn(layoutOf(assets, model, pack)),
  };
}

/** A phone has no room for seven columns: what takes orders is one, and what stands in the store is another. */
const COLUMNS: Readonly<Record<string, string>> = { order: 'presentation', '': 'fulfilment' };

function drawnIn({ assets, stages, lanes }: Shop['layout']): Shop['layout'] {
  return {
    assets: assets.map((each) => ({ ...each, stage: COLUMNS[each.stage] ?? each.stage })),
    stages: stages.filter(({ id }) => COLUMNS[id] === undefined),
    lanes,
  };
}

/** One measure on all its assets; without any change when it would change nothing, which is an answer too. */
function chosenFrom(
  { measure, on }: Domino['measures'][number],
  possible: readonly Measure[],
  { assets = [] }: Model,
): Measure {
  const parts = on.flatMap((asset) => possible.find(({ id }) => id === `${measure}@${asset}`) ?? []);
  const names = on.map((id) => assets.find((asset) => asset.id === id)?.name ?? id);
  return {
    id: measure,
    name: `${measure}: ${names.join(', ')}`,
    cost: parts.reduce((sum, { cost }) => sum + cost, 0),
    changes: parts.flatMap(({ changes }) => changes),
  };
}
