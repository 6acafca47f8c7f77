// SPDX-License-Identifier: Apache-2.0
// The steps of a playbook, from the first to the last, each time the run goes on (CACAO 2.0 §4). What the log knows of a step
// is taken from it; the first step of which it knows nothing is where the run really goes on.
import { holds } from '../condition/evaluate.ts';
import { parseCondition } from '../condition/parse.ts';
import type { Step } from '../shape/steps.ts';
import { callPlaybook } from './call.ts';
import { carryOut } from './effect.ts';
import type { End, Place, Walk } from './place.ts';
import { lookupIn } from './variables.ts';
import { adapterFor, bareWork, draftsOf, workOf } from './work.ts';

/** Branches in branches; a playbook of a stranger shall not fill the memory. */
const MAX_DEPTH = 50;

/** From a step to the end of its branch. Failure: a step failed, and nothing says how to go on. */
export async function walkFrom(walk: Walk, place: Place, first: string): Promise<End> {
  if (place.depth > MAX_DEPTH) return 'failure';
  let id = first;
  for (;;) {
    const step = place.frame.playbook.workflow[id] as Step;
    const path = `${place.prefix}${id}`;
    if (!(await delayed(walk, step, path))) return 'waiting';
    if (step.type === 'end') return 'success';
    const deadline = await deadlineOf(walk, step, path, place.deadline);
    const end = await perform(walk, { ...place, deadline }, id, step, path);
    if (end === 'waiting') return end;
    const next = nextOf(step, end);
    if (next === undefined) return end;
    id = next;
  }
}

function nextOf(step: Exclude<Step, { type: 'end' }>, end: End): string | undefined {
  if (step.type === 'start') return step.on_completion;
  return step.on_completion ?? (end === 'success' ? step.on_success : step.on_failure);
}

/** False when the delay of a step is not over, and too long to wait for here. */
async function delayed({ recorder, ports }: Walk, { delay }: Step, path: string): Promise<boolean> {
  if (delay === undefined || delay === 0) return true;
  if (!recorder.state.delays.has(path))
    await recorder.record({ kind: 'delay', path, due: ports.clock.now() + delay });
  const due = recorder.state.delays.get(path) as number;
  return ports.clock.now() >= due || ports.clock.until(due);
}

/** The earlier one of its own deadline, which is set when it begins, and of those around it. */
async function deadlineOf(
  { recorder, ports }: Walk,
  { timeout }: Step,
  path: string,
  around: number | undefined,
): Promise<number | undefined> {
  if (timeout === undefined || timeout === 0) return around;
  if (!recorder.state.timeouts.has(path))
    await recorder.record({ kind: 'timeout', path, due: ports.clock.now() + timeout });
  return Math.min(recorder.state.timeouts.get(path) as number, around ?? Number.POSITIVE_INFINITY);
}

type StepOf<Type extends Step['type']> = Extract<Step, { type: Type }>;

function perform(walk: Walk, place: Place, id: string, step: Step, path: string): Promise<End> | End {
  switch (step.type) {
    case 'start':
    case 'end':
      return 'success';
    case 'action':
      return act(walk, place, id, step, path);
    case 'playbook-action':
      return callPlaybook(walk, place, id, step, path, walkFrom);
    case 'parallel':
      return together(walk, place, step, path);
    case 'if-condition':
      return ifCondition(walk, place, step, path);
    case 'while-condition':
      return whileCondition(walk, place, step, path);
    case 'switch-condition':
      return switchCondition(walk, place, step, path);
  }
}

/** Commands one after the other; the first that fails ends the step. */
async function act(
  { recorder, ports }: Walk,
  { frame, deadline }: Place,
  id: string,
  step: StepOf<'action'>,
  path: string,
): Promise<End> {
  const at = { frame, id, step, path };
  for (const draft of draftsOf(step, frame.playbook)) {
    const end = await carryOut(
      {
        key: `${recorder.state.run}:${path}${draft.suffix}`,
        adapter: adapterFor(ports.adapters, draft.command.type),
        draft: () =>
          workOf(at, draft, {
            value: lookupIn(recorder.state, frame, step, path),
            isSecret: ports.secrets.has,
          }),
        bare: () => bareWork(at, draft),
        deadline,
      },
      recorder,
      ports,
    );
    if (end !== 'done') return end === 'failed' ? 'failure' : 'waiting';
  }
  return 'success';
}

/** All branches at the same time; each goes as far as it can, also when another waits or fails. */
async function together(walk: Walk, place: Place, step: StepOf<'parallel'>, path: string): Promise<End> {
  const branches = await Promise.allSettled(
    step.next_steps.map((to, at) => walkFrom(walk, inside(place, `${path}[${at}]/`), to)),
  );
  // Only once all are still may a fault go on: nothing shall act behind the back of who mends it.
  const ends = branches.map((branch) => {
    if (branch.status === 'rejected') throw branch.reason;
    return branch.value;
  });
  if (ends.includes('waiting')) return 'waiting';
  return ends.includes('failure') ? 'failure' : 'success';
}

async function ifCondition(
  walk: Walk,
  place: Place,
  step: StepOf<'if-condition'>,
  path: string,
): Promise<End> {
  const choice = await decided(walk, path, () => String(judge(walk, place, step, path)));
  const to = choice === 'true' ? step.on_true : step.on_false;
  return to === undefined ? 'success' : walkFrom(walk, inside(place, `${path}/`), to);
}

async function whileCondition(
  walk: Walk,
  place: Place,
  step: StepOf<'while-condition'>,
  path: string,
): Promise<End> {
  const { maxIterations } = walk.ports.policy;
  for (let round = 1; round <= maxIterations; round++) {
    const choice = await decided(walk, `${path}#${round}`, () => String(judge(walk, place, step, path)));
    if (choice !== 'true') return 'success';
    const end = await walkFrom(walk, inside(place, `${path}#${round}/`), step.on_true);
    if (end !== 'success') return end;
  }
  return 'failure';
}

async function switchCondition(
  walk: Walk,
  place: Place,
  step: StepOf<'switch-condition'>,
  path: string,
): Promise<End> {
  const name = step.switch.replace(/^\$+/, '').replace(/:value$/, '');
  const choice = await decided(walk, path, () => {
    const value = lookupIn(walk.recorder.state, place.frame, step, path)(name) ?? '';
    return Object.hasOwn(step.cases, value) ? value : 'default';
  });
  const to = Object.hasOwn(step.cases, choice) ? step.cases[choice] : undefined;
  return to === undefined ? 'success' : walkFrom(walk, inside(place, `${path}/`), to);
}

/** A choice is made once: what is written down counts, whatever the variables say later. */
async function decided({ recorder }: Walk, path: string, choose: () => string): Promise<string> {
  if (!recorder.state.decisions.has(path)) await recorder.record({ kind: 'decided', path, choice: choose() });
  return recorder.state.decisions.get(path) as string;
}

function judge(
  { recorder }: Walk,
  { frame }: Place,
  step: StepOf<'if-condition' | 'while-condition'>,
  path: string,
): boolean {
  const parsed = parseCondition(step.condition);
  if ('wrong' in parsed) throw new RangeError(`The linter let a condition pass: ${parsed.wrong}`);
  return holds(parsed.condition, lookupIn(recorder.state, frame, step, path));
}

function inside(place: Place, prefix: string): Place {
  return { ...place, prefix, depth: place.depth + 1 };
}
