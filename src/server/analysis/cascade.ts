// SPDX-License-Identifier: Apache-2.0
// What an outage or a proved attack would cost, on the model of the operator: as `ensuresec simulate` says, to the last bit.
import { type AnalysisInput, analyse } from '../../analyse/index.ts';
import {
  type Prepared,
  type ProvedPath,
  pathRequest,
  quickestPath,
  type Simulation,
  SimulationError,
  scenarioOn,
  scenarioRequest,
  simulate,
  systemOf,
} from '../../cascade/index.ts';
import { type Picture, pictureOf } from '../../replay/index.ts';

/** Scenario or attack by its whole id. */
export type Play =
  | { readonly scenario: string }
  | {
      readonly attack: string;
      /** Mean hours until somebody notices; absent: nobody does in time. */
      readonly detect?: number;
    };

export interface Question {
  readonly play: Play;
  /** Ids; none: the measure that avoids most. */
  readonly measures: readonly string[];
  readonly runs: number;
  readonly seed: number;
}

export interface Played {
  readonly answer: Simulation;
  readonly picture: Picture;
  /** All that could be tried, also what avoids nothing here. */
  readonly offered: readonly { readonly id: string; readonly name: string; readonly cost: number }[];
}

/** `wrong`: there is nothing like it to simulate in this model. */
export type Simulated = Played | { readonly wrong: string };

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Names of the assets that it hits; none: it cannot happen here. */
  readonly hits: readonly string[];
}

type Input = AnalysisInput & { readonly loaded: { readonly sha256: string } };

/** The scenarios of the pack, and what each hits in the model. */
export function scenariosIn({ loaded: { model }, pack }: Input): readonly Scenario[] {
  const system = systemOf(model, pack);
  const names = new Map((model.assets ?? []).map(({ id, name }) => [id, name ?? id]));
  return pack.scenarios.map((source) => ({
    id: source.id,
    title: source.title['en'] ?? source.id,
    text: source.text['en'] ?? '',
    hits: [...new Set(scenarioOn(source, system, model, pack).hits.map(({ asset }) => asset))].map(
      (asset) => names.get(asset) ?? asset,
    ),
  }));
}

/** Proofs that were asked for lately: a chip that is pressed asks for the same one again. */
const MOST_PATHS = 8;

export type Simulate = (input: Input, question: Question, onProgress?: (part: number) => void) => Simulated;

export function createSimulations(): Simulate {
  const paths = new Map<string, ProvedPath | undefined>();
  const pathOf = (input: Input, attack: string): ProvedPath | undefined => {
    const key = JSON.stringify([input.loaded.sha256, input.today, attack]);
    if (!paths.has(key)) {
      const { report } = analyse({ ...input, attacks: [attack], attackers: [], assumed: [] });
      const [oldest] = paths.keys();
      if (paths.size >= MOST_PATHS && oldest !== undefined) paths.delete(oldest);
      paths.set(key, quickestPath(report.verdicts, attack));
    }
    return paths.get(key);
  };
  return (input, question, onProgress) => {
    try {
      const prepared = preparedFor(input, question, pathOf);
      if (prepared === undefined) return { wrong: 'No path proves this attack in the model' };
      return played(input, prepared, question.runs, onProgress);
    } catch (error) {
      if (error instanceof SimulationError)
        return { wrong: [error.message, error.hint ?? []].flat().join('. ') };
      throw error;
    }
  };
}

function preparedFor(
  input: Input,
  { play, measures, seed }: Question,
  pathOf: (input: Input, attack: string) => ProvedPath | undefined,
): Prepared | undefined {
  const { loaded, pack } = input;
  if ('scenario' in play) {
    const source = pack.scenarios.find(({ id }) => id === play.scenario);
    if (source === undefined)
      throw new SimulationError('nothing', `There is no scenario \`${play.scenario}\` in the pack`);
    return scenarioRequest(source, loaded.model, pack, { seed, measures });
  }
  if (!pack.attacks.some(({ id }) => id === play.attack))
    throw new SimulationError('nothing', `There is no attack \`${play.attack}\` in the pack`);
  const path = pathOf(input, play.attack);
  const detect = play.detect === undefined ? {} : { detect: play.detect };
  return path && pathRequest(path, loaded.model, pack, { seed, measures, ...detect }).prepared;
}

function played(
  { loaded, pack }: Input,
  prepared: Prepared,
  runs: number,
  onProgress?: (part: number) => void,
): Played {
  const answer = simulate({ ...prepared, runs, ...(onProgress === undefined ? {} : { onProgress }) });
  return {
    answer,
    picture: pictureOf(answer, prepared, loaded.model, pack),
    offered: prepared.measures.map(({ id, name, cost }) => ({ id, name, cost })),
  };
}
