// SPDX-License-Identifier: Apache-2.0
// The frontier of a closed set: the rule instances that one premise holds back, i.e. the controls that hold the line.
import type { Closure } from '../closure/close.ts';
import type { InputFact } from '../facts/index.ts';
import type { GroundFact } from '../ground/encode.ts';
import { instanceOf, nodeOf, type System } from '../ground/system.ts';
import type { Atom } from '../rules/atom.ts';
import type { Rule } from '../rules/rule.ts';
import { absentPremises } from './absent.ts';

export interface FrontierInstance {
  readonly rule: Rule;
  readonly then: GroundFact;
  /** Node of `then`, or -1 when this system never met it. */
  readonly head: number;
  readonly when: readonly (GroundFact | null)[];
  readonly missing: { readonly predicate: string; readonly args: readonly (string | undefined)[] };
  readonly kind: 'control' | 'absent';
  /** The fact of the control that holds, for `control`. */
  readonly control?: InputFact;
  readonly bindings: ReadonlyMap<string, string>;
  readonly facts: readonly InputFact[];
}

/** The frontier of one attacker's closed set. */
export function frontierOf(system: System, closure: Closure): readonly FrontierInstance[] {
  return [...heldByControls(system, closure), ...heldByAbsence(system, closure)];
}

/** Heads that only an absent fact holds back: what a second grounding tries out. */
export function absentHeads(system: System, closure: Closure): readonly GroundFact[] {
  return absentPremises(system, closure.member).map((premise) => premise.then);
}

function heldByControls(system: System, { member }: Closure): readonly FrontierInstance[] {
  const { graph } = system;
  const found: FrontierInstance[] = [];
  const seen = new Set<string>();
  for (let instance = 0; instance < graph.violated.length; instance++) {
    if (graph.violated[instance] !== 1 || member[graph.heads[instance] as number] === 1) continue;
    if (!premisesHold(system, instance, member)) continue;
    const { rule, code, then, when, bindings, facts } = instanceOf(system, instance);
    // What a thing is rules an instance out for good: it does not hold by a control.
    if (rule.unless.some((atom) => !CONTROLS.has(atom.predicate) && holdsFor(system, atom, bindings)))
      continue;
    code.negated.forEach((atom, place) => {
      const source = rule.unless[place];
      if (source === undefined) return;
      const args = source.terms.map((term) =>
        term.kind === 'constant' ? term.value : (bindings.get(term.name) as string),
      );
      const node = nodeOf(system, source.predicate, args);
      if (node < 0) return;
      const control = system.encoded.facts[atom.relation]?.[node - (graph.offsets[atom.relation] as number)];
      const key = `${rule.id} ${then.args.join(' ')} ${source.predicate} ${args.join(' ')}`;
      if (control === undefined || seen.has(key)) return;
      seen.add(key);
      found.push({
        rule,
        then,
        head: graph.heads[instance] as number,
        when,
        missing: { predicate: source.predicate, args },
        kind: 'control',
        control,
        bindings,
        facts,
      });
    });
  }
  return found;
}

/** Base predicates that an operator can change by installing something. */
const CONTROLS = new Set(['measure', 'denied']);

function holdsFor(system: System, atom: Atom, bindings: ReadonlyMap<string, string>): boolean {
  const args = atom.terms.map((term) =>
    term.kind === 'constant' ? term.value : (bindings.get(term.name) as string),
  );
  return nodeOf(system, atom.predicate, args) >= 0;
}

function premisesHold({ graph }: System, instance: number, member: Uint8Array): boolean {
  for (
    let at = graph.premiseStart[instance] as number;
    at < (graph.premiseStart[instance + 1] as number);
    at++
  ) {
    if (member[graph.premises[at] as number] !== 1) return false;
  }
  return true;
}

function heldByAbsence(system: System, closure: Closure): readonly FrontierInstance[] {
  return absentPremises(system, closure.member).map(({ rule, then, when, missing, bindings }) => {
    const head = nodeOf(system, then.predicate, then.args);
    return {
      rule,
      then,
      head,
      when,
      missing,
      kind: 'absent' as const,
      bindings,
      facts: factsBehind(system, when),
    };
  });
}

function factsBehind(system: System, when: readonly (GroundFact | null)[]): readonly InputFact[] {
  return when.flatMap((premise) => {
    if (premise === null) return [];
    const number = system.encoded.relationOf.get(premise.predicate) as number;
    const node = nodeOf(system, premise.predicate, premise.args);
    return system.encoded.facts[number]?.[node - (system.graph.offsets[number] as number)] ?? [];
  });
}
