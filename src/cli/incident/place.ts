// SPDX-License-Identifier: Apache-2.0
// Where an incident is in the model: the analysis again, from what the attacker has now.
import { analyse, type Cut } from '../../analyse/index.ts';
import type { Incident } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { readSubject } from '../input.ts';
import { selectionOf } from '../selection.ts';

export interface Place {
  readonly model: string;
  readonly has: readonly string[];
  /** Attacks that succeed from here, by mean days. */
  readonly next: readonly {
    readonly attack: string;
    readonly title: string;
    readonly target: string;
    readonly severity: string;
    readonly days: number;
    readonly steps: number;
  }[];
  /** Measures that stop most of them, best first. */
  readonly cuts: readonly Cut[];
}

/** @throws Failure 2 when an asset of the incident is not in the model. */
export function placeOf(call: Call, incident: Incident, model: string): Place {
  const subject = readSubject(call, model);
  const has = incident.timeline.flatMap(({ event }) => (event.name === 'hit' ? [event.body.has] : []));
  const atoms = [...new Set(has)];
  const options = {
    ...call.options,
    list: (name: string) => (name === 'assume' ? atoms : call.options.list(name)),
  };
  const { report } = analyse(selectionOf({ ...call, options }, subject, []));
  call.progress.end();
  const hit = incident.machine.assets;
  return {
    model: subject.loaded.model.name,
    has: atoms,
    next: report.verdicts
      .filter(({ verdict, steps }) => verdict === 'INSECURE' && steps.length > 0)
      .filter(({ target, days }) => !(hit.has(target) && days === 0))
      .map(({ attack, title, target, severity, days, steps }) => ({
        attack,
        title,
        target,
        severity,
        days,
        steps: steps.length,
      }))
      .sort((a, b) => a.days - b.days || (a.attack < b.attack ? -1 : 1)),
    cuts: report.cuts,
  };
}
