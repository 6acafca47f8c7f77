// SPDX-License-Identifier: Apache-2.0
// A playbook that calls another one (CACAO 2.0 §4.5): variables go in and come out by name.
import type { Step } from '../shape/steps.ts';
import type { Work } from './adapter.ts';
import { carryOut } from './effect.ts';
import type { End, Place, Walk } from './place.ts';
import type { RunState } from './state.ts';
import { changesOf, type Frame, lookupIn, outArgsOf } from './variables.ts';
import { adapterFor } from './work.ts';

/** Playbooks that call each other; one that calls itself ends here. */
const MAX_CALLS = 10;

type CallStep = Extract<Step, { type: 'playbook-action' }>;
type WalkFrom = (walk: Walk, place: Place, first: string) => Promise<End>;

export async function callPlaybook(
  walk: Walk,
  place: Place,
  id: string,
  step: CallStep,
  path: string,
  walkFrom: WalkFrom,
): Promise<End> {
  const { recorder } = walk;
  const { state } = recorder;
  const found = playbookOf(state, step);
  if (found === undefined || place.frame.depth >= MAX_CALLS) return byHand(walk, place, id, step, path);
  const outer = lookupIn(state, place.frame, step, path);
  if (!state.calls.has(path)) {
    const given = Object.entries(state.started?.values ?? {}).filter(
      ([name]) => state.playbooks.get(found)?.playbook_variables?.[name]?.external === true,
    );
    const passed = Object.fromEntries(
      (step.in_args ?? []).flatMap((name) => {
        const value = outer(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
    // What was given from outside holds for every playbook of the run that asks for it; who calls knows better.
    const values = { ...Object.fromEntries(given), ...passed };
    await recorder.record({ kind: 'called', path, playbook: found, values });
  }
  const digest = state.calls.get(path)?.playbook ?? found;
  const playbook = state.playbooks.get(digest);
  if (playbook === undefined) return byHand(walk, place, id, step, path);
  const frame: Frame = { playbook, scope: `${path}>`, prefix: `${path}>/`, depth: place.frame.depth + 1 };
  const end = await walkPlaybook(
    walk,
    { ...place, frame, prefix: frame.prefix, depth: place.depth + 1 },
    walkFrom,
  );
  if (end === 'waiting' || state.returned.has(path)) return end;
  const inner = lookupIn(state, frame, { type: 'end' }, path);
  const results = Object.fromEntries(
    (step.out_args ?? []).flatMap((name) => {
      const value = inner(name);
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
  await recorder.record({
    kind: 'returned',
    path,
    changes: changesOf(outArgsOf(place.frame, step, path), results),
  });
  return end;
}

/** A playbook from its start. When it fails its exception step runs (§3.1, workflow_exception), and it has failed all the same. */
export async function walkPlaybook(walk: Walk, place: Place, walkFrom: WalkFrom): Promise<End> {
  const { playbook, prefix } = place.frame;
  const end = await walkFrom(walk, { ...place, prefix }, playbook.workflow_start);
  const exception = playbook.workflow_exception;
  if (end !== 'failure' || exception === undefined) return end;
  // Who cleans up is not bound by the time that ran out.
  const cleaned = await walkFrom(walk, { ...place, prefix: `${prefix}!/`, deadline: undefined }, exception);
  return cleaned === 'waiting' ? cleaned : 'failure';
}

/** By its id and, where the step states one, its version: the time of its last change. */
function playbookOf({ playbooks }: RunState, step: CallStep): string | undefined {
  const fitting = [...playbooks].filter(
    ([, { id, modified }]) =>
      id === step.playbook_id &&
      (step.playbook_version === undefined || Date.parse(modified) === Date.parse(step.playbook_version)),
  );
  return fitting.toSorted(([, a], [, b]) => Date.parse(b.modified) - Date.parse(a.modified))[0]?.[0];
}

/** A playbook that is not here, or calls that do not end: a person runs it and says how it went. */
async function byHand(
  { recorder, ports }: Walk,
  { frame, deadline }: Place,
  id: string,
  step: CallStep,
  path: string,
): Promise<End> {
  const text = `Run the playbook ${step.playbook_id}${step.playbook_version === undefined ? '' : ` of ${step.playbook_version}`}, which this run does not have`;
  const work = (): Work => ({
    step: id,
    name: step.name ?? id,
    command: { type: 'manual', text },
    agent: { id: '', type: 'individual', name: 'Operator', address: {} },
    targets: [],
    outArgs: outArgsOf(frame, step, path),
    risk: 'none',
  });
  const end = await carryOut(
    {
      key: `${recorder.state.run}:${path}/c0`,
      adapter: adapterFor(ports.adapters, 'manual'),
      draft: work,
      bare: work,
      deadline,
    },
    recorder,
    ports,
  );
  if (end === 'waiting') return end;
  return end === 'done' ? 'success' : 'failure';
}
