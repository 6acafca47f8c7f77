// SPDX-License-Identifier: Apache-2.0
// What the search of each workflow of a model says, as facts: which checks hold which invariant against whom.
import type { Model, Pack, WorkflowUse } from '../../model/index.ts';
import { compileWorkflows } from '../workflow/compile.ts';
import { search } from '../workflow/search.ts';
import { createRoom, type Room } from '../workflow/store.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { FactSink, Path } from './fact.ts';

/** Searches for facts stop here; a workflow of a pack is proved with fewer (test/workflows.test.ts). */
const MAX_STATES = 300_000;

/**
 * Facts of the workflows in use. A weakness is an invariant that breaks without one check, or without two of which one
 * is not made by the model: pairs of checks that are both made are asked by `flow check` only.
 */
export function workflowFacts(model: Model, pack: Pack, sink: FactSink): void {
  if (model.workflows === undefined) return;
  const compiled = compiledOf(pack);
  const room = createRoom();
  model.workflows.forEach((use, at) => {
    const workflow = compiled.find(({ id }) => id === use.workflow);
    if (workflow !== undefined) useFacts(use, workflow, ['workflows', at], model, { sink, room });
  });
}

const COMPILED = new WeakMap<Pack, readonly Workflow[]>();

function compiledOf(pack: Pack): readonly Workflow[] {
  const known = COMPILED.get(pack) ?? compileWorkflows(pack).value ?? [];
  COMPILED.set(pack, known);
  return known;
}

function useFacts(
  use: WorkflowUse,
  workflow: Workflow,
  path: Path,
  model: Model,
  { sink, room }: { readonly sink: FactSink; readonly room: Room },
): void {
  const add = (predicate: string, args: readonly string[], place: Path = path) =>
    sink.add(predicate, args, place, use.source);
  for (const [party, asset] of Object.entries(use.parties))
    add('takes-part', [use.id, party, asset], [...path, 'parties', party]);
  for (const [check, { at, measure }] of Object.entries(workflow.source.checks)) {
    const asset = use.parties[at];
    const stated = use.checks?.[check];
    const isMeasured = stated === undefined && measure !== undefined;
    if (asset !== undefined && (stated === true || isMeasured)) add('workflow-check', [use.id, check, asset]);
    if (asset !== undefined && isMeasured) add('measured-check', [use.id, check, asset, measure]);
    if (stated === false || (stated === undefined && (asset === undefined || measure === undefined)))
      add('check-missing', [use.id, check], stated === false ? [...path, 'checks', check] : path);
  }
  for (const { invariant, harms } of workflow.source.holds)
    for (const [harm, party] of Object.entries(harms ?? {})) {
      const asset = use.parties[party];
      if (asset !== undefined) add('harm-at', [use.id, invariant, harm, asset]);
    }
  const absent = absentChecks(use, workflow, model);
  for (const { invariant, by, reach, first, second } of weaknessesOf(workflow, absent, room)) {
    const off = first === second ? `${first} is off` : `${first} and ${second} are off`;
    const asset = reach === undefined ? undefined : use.parties[reach];
    const id = asset === undefined ? off : `${off} for ${by}`;
    // A party that the model does not name may be anywhere, so it counts as reached.
    if (asset === undefined) add('weakness', [id, use.id, invariant, by]);
    else add('weakness-at', [id, use.id, invariant, asset]);
    if (asset !== undefined) add('weakness-by', [id, by]);
    add('weakness-needs', [id, first, second]);
  }
}

/** Checks of a workflow that nobody makes: stated so, or neither stated nor installed as a measure. */
export function absentChecks(use: WorkflowUse, { source }: Workflow, model: Model): ReadonlySet<string> {
  const made = (check: string): boolean => {
    const { at, measure } = source.checks[check] as (typeof source.checks)[string];
    const asset = use.parties[at];
    const installed = asset !== undefined && measure !== undefined && hasMeasure(model, asset, measure);
    return use.checks?.[check] ?? installed;
  };
  return new Set(Object.keys(source.checks).filter((check) => !made(check)));
}

function hasMeasure(model: Model, asset: string, measure: string): boolean {
  const own = model.assets?.find(({ id }) => id === asset)?.measures ?? [];
  const bundled = (model.measures ?? []).filter(
    ({ status, on }) => status === 'installed' && on.includes(asset),
  );
  return (
    own.some((each) => (typeof each === 'string' ? each : each.id) === measure) ||
    bundled.some((each) => each.measure === measure)
  );
}

interface Weak {
  readonly invariant: string;
  /** Identity class that can play the attackers. */
  readonly by: string;
  /** Party that they must get at. */
  readonly reach: string | undefined;
  readonly first: string;
  readonly second: string;
}

const KNOWN = new WeakMap<Workflow, Map<string, readonly Weak[]>>();

function weaknessesOf(workflow: Workflow, absent: ReadonlySet<string>, room: Room): readonly Weak[] {
  const known = KNOWN.get(workflow) ?? new Map<string, readonly Weak[]>();
  KNOWN.set(workflow, known);
  const key = [...absent].sort().join();
  const found = known.get(key) ?? searchAll(workflow, absent, room);
  known.set(key, found);
  return found;
}

function searchAll(workflow: Workflow, absent: ReadonlySet<string>, room: Room): readonly Weak[] {
  const groups = new Map<string, Set<string>>();
  for (const [id, { class: by, reach = '' }] of Object.entries(workflow.source.attackers)) {
    const key = `${by} ${reach}`;
    groups.set(key, (groups.get(key) ?? new Set()).add(id));
  }
  return [...groups].flatMap(([key, attackers]) => {
    const [by = '', reach = ''] = key.split(' ');
    return weakBy(workflow, absent, { by, reach: reach === '' ? undefined : reach, attackers, room });
  });
}

/** Attackers of one class who must get at the same party. */
interface Group extends Pick<Weak, 'by' | 'reach'> {
  readonly attackers: ReadonlySet<string>;
  readonly room: Room;
}

function weakBy(
  workflow: Workflow,
  absent: ReadonlySet<string>,
  { by, reach, attackers, room }: Group,
): readonly Weak[] {
  const { checks, properties } = workflow;
  const weak: Weak[] = [];
  const ask = (first: string, second: string): void => {
    const open = properties.reduce((bits, { invariant }, at) => {
      const isKnown = weak.some(
        (each) =>
          each.invariant === invariant &&
          [first, second].includes(each.first) &&
          [first, second].includes(each.second),
      );
      return isKnown ? bits : bits | (1 << at);
    }, 0);
    if (open === 0) return;
    const { found } = search(workflow, {
      missing: new Set([first, second]),
      attackers,
      wanted: open,
      maxStates: MAX_STATES,
      room,
    });
    for (const { property } of found)
      weak.push({
        invariant: (properties[property] as (typeof properties)[number]).invariant,
        by,
        reach,
        first,
        second,
      });
  };
  for (const check of checks) ask(check, check);
  for (const [at, first] of checks.entries())
    for (const second of checks.slice(at + 1))
      if (absent.has(first) || absent.has(second)) ask(first, second);
  return weak;
}
