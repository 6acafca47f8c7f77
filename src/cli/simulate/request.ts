// SPDX-License-Identifier: Apache-2.0
// From what was typed to what the simulation is asked.
import { analyse } from '../../analyse/index.ts';
import {
  durationOf,
  type Measured,
  type Prepared,
  type PreparedAttack,
  pathRequest,
  quickestPath,
  SimulationError,
  scenarioRequest,
} from '../../cascade/index.ts';
import type { ScenarioSource } from '../../model/index.ts';
import { Time } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import type { Subject } from '../input.ts';
import { idOf } from '../select.ts';

/** A scenario of the pack. @throws Failure 2 unknown id, 3 the dependencies make no system, 4 nothing of it in the model. */
export function requestOf(call: Call, subject: Subject, scenario: string, seed: number): Prepared {
  const { pack, loaded } = subject;
  const id = idOf(
    scenario,
    pack.scenarios.map((each) => each.id),
    'scenario',
    pack.id,
  );
  const source = pack.scenarios.find((each) => each.id === id) as ScenarioSource;
  const choice = { seed, measures: measuresIn(call) };
  return orFailure(() => scenarioRequest(source, loaded.model, pack, choice));
}

/**
 * The path that proves an attack, with the time of its steps, and when somebody notices: as typed, or as measured.
 *
 * @throws Failure 4 when the attack has no path.
 */
export function attackRequest(
  call: Call,
  subject: Subject,
  attack: string,
  seed: number,
  measured?: Measured,
): PreparedAttack {
  const { pack, compiled, loaded } = subject;
  const id = idOf(
    attack,
    pack.attacks.map((each) => each.id),
    'attack',
    pack.id,
  );
  const { report } = analyse({
    loaded,
    pack,
    compiled,
    today: call.io.today(),
    attacks: [id],
    attackers: [],
    assumed: [],
  });
  const proved = quickestPath(report.verdicts, id);
  if (proved === undefined)
    throw new Failure(
      EXIT.nothing,
      `Nothing to simulate: no path proves ${id} in this model`,
      `ensuresec check --attack ${attack} says why`,
    );
  const typed = call.options.text('detect');
  const stated = measured ?? (typed === undefined ? undefined : hours(typed));
  const detect = stated === undefined ? {} : { detect: stated };
  const choice = { seed, measures: measuresIn(call), ...detect };
  return orFailure(() => pathRequest(proved, loaded.model, pack, choice));
}

/** @throws Failure what of the simulation cannot be. */
export function orFailure<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    throw new Failure(EXITS[error.code], error.message, error.hint);
  }
}

const EXITS = { nothing: EXIT.nothing, invalid: EXIT.invalid, measure: EXIT.usage } as const;

function measuresIn(call: Call): readonly string[] {
  return call.options.list('measures').flatMap((each) => each.split(','));
}

function hours(typed: string): number {
  const time = Time.safeParse(typed).data;
  const duration = typeof time === 'string' ? durationOf(time) : undefined;
  if (duration?.kind !== 'fixed' || duration.hours === 0)
    throw new Failure(
      EXIT.usage,
      `Cannot use \`${typed}\` as --detect: expected a length of time such as 8h or 2d`,
    );
  return duration.hours;
}
