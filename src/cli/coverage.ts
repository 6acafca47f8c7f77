// SPDX-License-Identifier: Apache-2.0
// What a pack does about each of its threats, counted from what loads. Nothing here is typed by hand.
import type { Pack } from '../model/index.ts';
import { compilePolicies, packRules } from '../monitor/index.ts';

export const COVERAGE_SCHEMA = 'ensuresec/coverage/3';

/** A threat may be proved and detected; advised is what is neither. */
export const COVERED = ['proved', 'detected', 'advised'] as const;
export type Covered = (typeof COVERED)[number];

interface Counts {
  readonly proved: number;
  readonly detected: number;
  readonly advised: number;
  /** Those with a playbook, whatever else covers them. */
  readonly answered: number;
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
    readonly detections: number;
    readonly playbooks: number;
  };
  readonly counts: Counts;
  readonly stages: readonly (Counts & { readonly stage: string; readonly name: string })[];
  readonly threats: readonly {
    readonly number: number;
    readonly id: string;
    readonly stage: string;
    readonly title: string;
    readonly covered: readonly Covered[];
    /** What cites the threat: rules and attacks of the analysis, detections of the monitor. */
    readonly rules: readonly string[];
    readonly attacks: readonly string[];
    readonly detections: readonly string[];
    /** Playbooks that say what to do once it has happened. */
    readonly playbooks: readonly string[];
  }[];
}

/**
 * A threat is proved when a rule cites it, or an attack that rules can reach; detected when something that watches
 * events cites it; else only advised: its text and controls are all there is.
 */
export function coverageOf(pack: Pack): Coverage {
  const reachable = reachableAttacks(pack);
  const watching = watchers(pack);
  const threats = [...pack.threats]
    .sort((a, b) => a.number - b.number)
    .map((threat) => {
      const rules = pack.rules.filter((rule) => rule.threats?.includes(threat.number)).map((rule) => rule.id);
      const attacks = pack.attacks
        .filter((attack) => reachable.has(attack.id) && attack.threats.includes(threat.number))
        .map((attack) => attack.id);
      const detections = watching.filter((each) => each.threats.includes(threat.number)).map(({ id }) => id);
      return {
        number: threat.number,
        id: threat.id,
        stage: threat.stage,
        title: threat.title['en'] ?? threat.id,
        covered: coveredBy(rules.length + attacks.length > 0, detections.length > 0),
        rules,
        attacks,
        detections,
        playbooks: pack.playbooks.filter((each) => each.threats.includes(threat.number)).map(({ id }) => id),
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
    pack: {
      id,
      version,
      sha256,
      rules: pack.rules.length,
      attacks: pack.attacks.length,
      detections: watching.length,
      playbooks: pack.playbooks.length,
    },
    counts: count(threats),
    stages,
    threats,
  };
}

function coveredBy(proved: boolean, detected: boolean): readonly Covered[] {
  if (!proved && !detected) return ['advised'];
  return [...(proved ? (['proved'] as const) : []), ...(detected ? (['detected'] as const) : [])];
}

/** What of a pack watches events, and can therefore see a threat happen. Only what loads counts. */
function watchers(pack: Pack): readonly { readonly id: string; readonly threats: readonly number[] }[] {
  const loaded = packRules(pack).value;
  const policies = (compilePolicies(pack).value ?? []).map(({ head }) => ({
    id: head.id,
    threats: head.threats ?? [],
  }));
  return [...pack.detections.filter(({ id }) => loaded?.byReference.has(id)), ...policies];
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
  const of = (covered: Covered): number =>
    threats.filter((threat) => threat.covered.includes(covered)).length;
  return {
    proved: of('proved'),
    detected: of('detected'),
    advised: of('advised'),
    answered: threats.filter(({ playbooks }) => playbooks.length > 0).length,
    total: threats.length,
  };
}
