// SPDX-License-Identifier: Apache-2.0
import type { AnalysisInput } from '../analyse/index.ts';
import type { Call } from './command.ts';
import type { Subject } from './input.ts';
import { assumedAtom, idOf } from './select.ts';

/**
 * What the options --attacker, --target and --assume select, and the attacks that were typed.
 *
 * @throws Failure 2 on an unknown id.
 */
export function selectionOf(
  { options, io }: Call,
  { loaded, pack, compiled }: Subject,
  attacks: readonly string[],
): Omit<AnalysisInput, 'onPhase'> {
  const assets = (loaded.model.assets ?? []).map((asset) => asset.id);
  const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);
  const targets = options.list('target');
  return {
    loaded,
    pack,
    compiled,
    today: io.today(),
    attacks: attacks.map((typed) => idOf(typed, ids(pack.attacks), 'attack', pack.id)),
    attackers: options.list('attacker').map((typed) => idOf(typed, ids(pack.attackers), 'attacker', pack.id)),
    ...(targets.length === 0 ? {} : { targets: targets.map((typed) => idOf(typed, assets, 'asset')) }),
    assumed: options.list('assume').map((typed) => assumedAtom(typed, compiled, loaded.model)),
  };
}
