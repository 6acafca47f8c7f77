// SPDX-License-Identifier: Apache-2.0
// What both exercises stand on: the ways of the attackers that end at an asset, and the cascade of that asset.
import { createOpponent, type Opponent, type Way } from '../../analyse/index.ts';
import { type Frame, frameOf, type ScenarioOnModel, systemOf } from '../../cascade/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import type { Subject } from '../input.ts';
import { idOf } from '../select.ts';
import { orFailure } from '../simulate/request.ts';

export interface Ground {
  readonly opponent: Opponent;
  /** Ways of attackers to assets, with nothing more installed. */
  readonly ways: readonly Way[];
  readonly nameOf: (asset: string) => string;
  readonly attackerName: (id: string) => string;
}

/** @throws Failure 4 when no attack succeeds: there is nothing to play. */
export function groundOf(call: Call, { loaded, pack, compiled }: Subject): Ground {
  const typed = call.options.text('attack');
  const known = pack.attacks.map(({ id }) => id);
  const attacks = typed === undefined ? [] : [idOf(typed, known, 'attack', pack.id)];
  call.progress.step('Deriving all that each attacker can do');
  const opponent = createOpponent({ loaded, pack, compiled, today: call.io.today(), attacks });
  const names = new Map((loaded.model.assets ?? []).map(({ id, name }) => [id, name ?? id]));
  const ways = opponent.ways([]).filter(({ target }) => names.has(target));
  if (ways.length === 0)
    throw new Failure(
      EXIT.nothing,
      'Nothing to play: no attack on an asset of this model succeeds',
      'ensuresec check says what holds, and what is only unknown',
    );
  return {
    opponent,
    ways,
    nameOf: (asset) => names.get(asset) ?? asset,
    attackerName: (id) => pack.attackers.find((each) => each.id === id)?.title['en'] ?? id,
  };
}

/** A frame in which nothing happens yet. `stated`: assets that are attacked on purpose, so that spares do not replace them. */
export function quietFrame(
  { loaded, pack }: Subject,
  {
    seed,
    startHour,
    horizon,
    target,
  }: {
    readonly seed: number;
    readonly startHour: number;
    readonly horizon: number;
    readonly target?: string;
  },
): { readonly frame: Frame; readonly on: ScenarioOnModel } {
  const on: ScenarioOnModel = {
    system: systemOf(loaded.model, pack),
    scenario: { happenings: [], horizon },
    hits: target === undefined ? [] : [{ asset: target, happening: -1, stoppedBy: [] }],
    stated: new Set(target === undefined ? [] : [target]),
    startHour,
  };
  return { frame: orFailure(() => frameOf(loaded.model, pack, on, seed)), on };
}
