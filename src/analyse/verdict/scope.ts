// SPDX-License-Identifier: Apache-2.0
// Which attack, by whom, on what: the questions that the model, the pack and the caller ask together.
import type { LoadedModel, Pack } from '../../model/index.ts';

export interface Question {
  readonly attack: Pack['attacks'][number];
  readonly attacker: string;
  readonly target: string;
}

export interface Selection {
  readonly attacks?: readonly string[];
  readonly attackers?: readonly string[];
  readonly targets?: readonly string[];
}

/** Profile that starts with nothing but what is assumed. */
const ASSUME_BREACH = '/assume-breach';

/**
 * The attackers to ask about: those chosen; else those of the model; else the assume-breach profile when something is
 * assumed; else all profiles of the model's own pack, and those of the packs it uses under a name it does not have itself.
 */
export function selectAttackers(
  loaded: LoadedModel,
  pack: Pack,
  selection: Selection,
  assumed: boolean,
): readonly string[] {
  if (selection.attackers !== undefined && selection.attackers.length > 0) return selection.attackers;
  const all = pack.attackers.map((attacker) => attacker.id);
  if (assumed) return all.filter((id) => id.endsWith(ASSUME_BREACH));
  const { attackers } = loaded.model;
  if (attackers !== undefined && attackers.length > 0) return attackers;
  const own = all.filter((id) => id.startsWith(`${pack.id}/`));
  const names = new Set(own.map(profileName));
  const others = all.filter((id) => !own.includes(id) && !names.has(profileName(id)));
  return [...own, ...others].filter((id) => !id.endsWith(ASSUME_BREACH));
}

function profileName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Every question in scope, by attack, then target, then attacker; and the attacks that have no target here. */
export function questionsOf(
  loaded: LoadedModel,
  pack: Pack,
  selection: Selection,
  attackers: readonly string[],
  targetsOf: (attack: string) => readonly string[],
): { questions: readonly Question[]; notApplicable: readonly string[] } {
  const questions: Question[] = [];
  const notApplicable: string[] = [];
  const scopes = loaded.model.attacks?.map((scope) =>
    typeof scope === 'string' ? { attack: scope } : scope,
  );
  for (const attack of pack.attacks) {
    if (
      selection.attacks !== undefined &&
      selection.attacks.length > 0 &&
      !selection.attacks.includes(attack.id)
    )
      continue;
    const scope = scopes?.find((entry) => entry.attack === attack.id);
    if (scopes !== undefined && scopes.length > 0 && scope === undefined) continue;
    const targets = targetsOf(attack.id).filter(
      (target) => (selection.targets?.includes(target) ?? true) && (scope?.targets?.includes(target) ?? true),
    );
    if (targets.length === 0) notApplicable.push(attack.id);
    for (const target of targets) {
      for (const attacker of attackers) {
        if (scope?.attackers?.includes(attacker) ?? true) questions.push({ attack, attacker, target });
      }
    }
  }
  return { questions, notApplicable };
}
