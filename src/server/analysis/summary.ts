// SPDX-License-Identifier: Apache-2.0
// What a report says in one sentence, and link by link along the chain of the pack.
import type { Report } from '../../analyse/index.ts';

type Verdict = Report['verdicts'][number];

export interface Link {
  readonly stage: string;
  /** All its attacks come from a pack that the model's pack builds on: it carries the chain and is no link of it. */
  readonly beneath: boolean;
  readonly outcome: Verdict['verdict'];
  readonly insecure: number;
  readonly unknown: number;
  /** Attacks in question, of any outcome. */
  readonly attacks: number;
}

const RANK: Readonly<Record<Verdict['severity'], number>> = { critical: 0, high: 1, medium: 2 };

/** The attack to speak of first: the most severe that succeeds, and of those the one with the fewest steps. */
export function worst({ verdicts }: Pick<Report, 'verdicts'>): Verdict | undefined {
  return verdicts
    .filter(({ verdict }) => verdict === 'INSECURE')
    .toSorted((a, b) => RANK[a.severity] - RANK[b.severity] || a.steps.length - b.steps.length)[0];
}

/** Attacks by outcome: one succeeds when it does for any attacker on any target. */
export function chain({ verdicts, pack }: Pick<Report, 'verdicts' | 'pack'>): readonly Link[] {
  const stages = new Map<string, Map<string, Verdict['verdict']>>();
  for (const { stage, attack, verdict } of verdicts) {
    const attacks = stages.get(stage) ?? new Map<string, Verdict['verdict']>();
    const known = attacks.get(attack);
    if (known !== 'INSECURE' && !(known === 'UNKNOWN' && verdict === 'SECURE')) attacks.set(attack, verdict);
    stages.set(stage, attacks);
  }
  return [...stages].map(([stage, attacks]) => {
    const count = (outcome: Verdict['verdict']): number =>
      [...attacks.values()].filter((one) => one === outcome).length;
    const [insecure, unknown] = [count('INSECURE'), count('UNKNOWN')];
    const outcome = insecure > 0 ? 'INSECURE' : unknown > 0 ? 'UNKNOWN' : 'SECURE';
    const beneath = [...attacks.keys()].every((id) => !id.startsWith(`${pack.id}/`));
    return { stage, beneath, outcome, insecure, unknown, attacks: attacks.size };
  });
}

/** How many different attacks succeed or are undecided, and of how many that were asked. */
export function attacksIn(links: readonly Link[]): {
  readonly insecure: number;
  readonly unknown: number;
  readonly all: number;
} {
  const sum = (of: (link: Link) => number): number => links.reduce((total, link) => total + of(link), 0);
  return {
    insecure: sum((link) => link.insecure),
    unknown: sum((link) => link.unknown),
    all: sum((link) => link.attacks),
  };
}
