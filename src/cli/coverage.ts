// SPDX-License-Identifier: Apache-2.0
// What a pack does about each of its threats, counted from what loads. Nothing here is typed by hand.
import type { Pack } from '../model/index.ts';

export const COVERAGE_SCHEMA = 'ensuresec/coverage/1';

export type Covered = 'proved' | 'detected' | 'advised';

interface Counts {
  readonly proved: number;
  readonly detected: number;
  readonly advised: number;
  readonly total: number;
}

export interface Coverage {
  readonly schema: typeof COVERAGE_SCHEMA;
  readonly pack: {
    readonly id: string;
    readonly version: string;
    readonly sha256: string;
    readonly rules: number;
    readonly attacks: number;
  };
  readonly counts: Counts;
  readonly stages: readonly (Counts & { readonly stage: string; readonly name: string })[];
  readonly threats: readonly {
    readonly number: number;
    readonly id: string;
    readonly stage: string;
    readonly title: string;
    readonly covered: Covered;
    /** Rules and attacks that cite the threat. */
    readonly rules: readonly string[];
    readonly attacks: readonly string[];
  }[];
}

/**
 * A threat is proved when a rule cites it, or an attack that rules can reach; detected when a detection of the pack does
 * (packs hold none yet, so none is), else only advised: its text and controls are all there is.
 */
export function coverageOf(pack: Pack): Coverage {
  const reachable = reachableAttacks(pack);
  const threats = [...pack.threats]
    .sort((a, b) => a.number - b.number)
    .map((threat) => {
      const rules = pack.rules.filter((rule) => rule.threats?.includes(threat.number)).map((rule) => rule.id);
      const attacks = pack.attacks
        .filter((attack) => reachable.has(attack.id) && attack.threats.includes(threat.number))
        .map((attack) => attack.id);
      const covered: Covered = rules.length + attacks.length > 0 ? 'proved' : 'advised';
      return {
        number: threat.number,
        id: threat.id,
        stage: threat.stage,
        title: threat.title['en'] ?? threat.id,
        covered,
        rules,
        attacks,
      };
    });
  const stages = [...new Set(threats.map((threat) => threat.stage))].map((stage) => ({
    stage,
    name: pack.words.stage.get(stage)?.name['en'] ?? stage,
    ...count(threats.filter((threat) => threat.stage === stage)),
  }));
  const { id, version, sha256 } = pack;
  return {
    schema: COVERAGE_SCHEMA,
    pack: { id, version, sha256, rules: pack.rules.length, attacks: pack.attacks.length },
    counts: count(threats),
    stages,
    threats,
  };
}

/** Attacks of which every derived premise is what some rule concludes; others are words without a proof. */
function reachableAttacks(pack: Pack): ReadonlySet<string> {
  const nameOf = (atom: string): string => atom.split('(', 1)[0] as string;
  const declared = new Set(pack.predicates.map(({ id }) => id));
  const concluded = new Set(pack.rules.map(({ then }) => nameOf(then)));
  const isReachable = (when: readonly string[]): boolean =>
    when.map(nameOf).every((predicate) => !declared.has(predicate) || concluded.has(predicate));
  return new Set(pack.attacks.filter(({ when }) => isReachable(when)).map(({ id }) => id));
}

function count(threats: Coverage['threats']): Counts {
  const of = (covered: Covered): number => threats.filter((threat) => threat.covered === covered).length;
  return { proved: of('proved'), detected: of('detected'), advised: of('advised'), total: threats.length };
}
