// SPDX-License-Identifier: Apache-2.0
// A run that is stopped before and after its writes, and the person who goes on with it each time.
import type { EventLog } from '../../src/core/ports/index.ts';
import type { Certainty } from '../../src/respond/playbook/certainty.ts';
import { idOf, wholePlaybook } from '../../src/respond/playbook/playbook.fixture.ts';
import {
  simulatedAdapter,
  type World,
  type WorldStore,
} from '../../src/respond/playbook/run/adapters/simulated.ts';
import { answerEffect, approveEffect, waitOf } from '../../src/respond/playbook/run/answer.ts';
import { EFFECT_EXTENSION } from '../../src/respond/playbook/run/effect-properties.ts';
import { type RunPorts, Stopped } from '../../src/respond/playbook/run/ports.ts';
import { readRuns } from '../../src/respond/playbook/run/recorder.ts';
import { jumpingClock, playbookFrom, portsOf } from '../../src/respond/playbook/run/run.fixture.ts';
import { beginRun, goOn } from '../../src/respond/playbook/run/run.ts';
import type { Effect, RunState } from '../../src/respond/playbook/run/state.ts';
import { undoEffect } from '../../src/respond/playbook/run/undo.ts';

/** Where a run is kept between two processes. */
export interface Disk {
  open(): Promise<EventLog>;
  readonly world: WorldStore;
}

const AGENT = idOf('individual', 1);
const http = (command: string, more: object = {}) => ({ commands: [{ type: 'http-api', command }], ...more });
const HELD = {
  step_extensions: { [EFFECT_EXTENSION]: { undo: { type: 'http-api', command: 'DELETE /c' } } },
};
const EXTENSION = {
  [EFFECT_EXTENSION]: {
    type: 'extension-definition',
    name: 'effect',
    created_by: idOf('identity', 1),
    schema: 'x',
    version: '1',
  },
};

/** All eight kinds of step, with effects in each place, two commands in one step, a delay, a timeout and an undo. */
function playbooks() {
  const whole = wholePlaybook();
  const set = (digit: number, more: object) =>
    Object.assign(whole.workflow[idOf('action', digit)] as object, more);
  set(1, { commands: [...http('POST /a').commands, ...http('POST /a2').commands] });
  set(2, http('POST /b', { delay: 1000 }));
  set(3, http('POST /c', { ...HELD, timeout: 3_600_000 }));
  set(4, http('POST /d/__left__:value'));
  const called = {
    ...wholePlaybook(),
    id: idOf('playbook', 2),
    name: 'Called',
    workflow: {
      [idOf('start', 1)]: { type: 'start', on_completion: idOf('action', 5) },
      [idOf('action', 5)]: {
        type: 'action',
        agent: AGENT,
        on_completion: idOf('end', 1),
        ...http('POST /e'),
      },
      [idOf('end', 1)]: { type: 'end' },
    },
  };
  return [playbookFrom({ ...whole, extension_definitions: EXTENSION }), playbookFrom(called)] as const;
}

const [PLAYBOOK, CALLED] = playbooks();
export const ANSWERS: World['answers'] = { [idOf('action', 4)]: [{ __left__: '1' }, { __left__: '0' }] };
const UNDONE = idOf('action', 3);

/** Counts writes; the process dies at the points that are named, and everything that it still tries then fails. */
export interface Points {
  readonly passed: number;
  readonly died: boolean;
  at(): void;
}

export function pointsUntil(deadly: number): Points {
  let passed = 0;
  let died = false;
  return {
    get passed() {
      return passed;
    },
    get died() {
      return died;
    },
    at: () => {
      if (!died) passed++;
      died ||= passed === deadly;
      if (died) throw new Stopped('the process was stopped');
    },
  };
}

export function portsAt(
  log: EventLog,
  disk: Disk,
  certainty: Certainty,
  points: Points,
  approvals: number,
): RunPorts {
  const world: WorldStore = {
    read: disk.world.read,
    write: (next) => {
      points.at();
      disk.world.write(next);
      points.at();
    },
  };
  return portsOf({
    log: {
      ...log,
      append: async (batch) => {
        points.at();
        const appended = await log.append(batch);
        points.at();
        return appended;
      },
    },
    clock: jumpingClock(),
    adapters: [simulatedAdapter(world, () => certainty)],
    policy: { ...portsOf({}).policy, approvals: { none: 0, change: approvals, destructive: approvals } },
  });
}

export interface Life {
  readonly state: RunState | undefined;
  /** Effects that had begun and had no outcome when this process began. */
  readonly doubtful: readonly string[];
  readonly parked: readonly string[];
}

/** One process: goes on with the run, says what persons say, until the run is over and one effect undone, or it dies. */
export async function live(disk: Disk, certainty: Certainty, points: Points, approvals = 0): Promise<Life> {
  const log = await disk.open();
  const before = (await readRuns(log)).get('r');
  const doubtful = [...(before?.effects.values() ?? [])]
    .filter(({ intent, outcome }) => intent !== undefined && outcome === undefined)
    .map(({ key }) => key);
  const parked = new Set<string>();
  try {
    const ports = portsAt(log, disk, certainty, points, approvals);
    const state =
      before?.started === undefined
        ? await beginRun(
            { run: 'r', playbook: PLAYBOOK, library: [CALLED], values: {}, simulated: true },
            ports,
          )
        : before;
    while ((await goOn(state, ports)) === 'waiting')
      for (const effect of state.effects.values()) await say(state, effect, ports, disk, parked);
    const undone = [...state.effects.values()].find(({ work }) => work.step === UNDONE) as Effect;
    // A person who finds an undo in doubt looks, and says it again.
    while ((await undoEffect(state, undone, ports)) !== 'done');
    return { state, doubtful, parked: [...parked] };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { state: undefined, doubtful, parked: [...parked] };
  } finally {
    await log.close();
  }
}

/** What a person does about an effect: approves it, or looks at the world and says what is there. */
async function say(
  state: RunState,
  effect: Effect,
  ports: RunPorts,
  disk: Disk,
  parked: Set<string>,
): Promise<void> {
  const wait = waitOf(effect);
  if (wait === 'approval')
    for (const actor of ['maria', 'jon'])
      if (waitOf(effect) === 'approval' && !effect.approvedBy.has(actor))
        await approveEffect(state, effect, { ...ports, actor });
  if (wait !== 'answer') return;
  parked.add(effect.key);
  const { effects } = disk.world.read();
  const isThere = effects.some(({ key }) => key === effect.key);
  const visit = effects.filter(({ step }) => step === effect.work.step).length - 1;
  const values = (isThere ? ANSWERS[effect.work.step]?.[visit] : undefined) ?? {};
  await answerEffect(state, effect, { answer: isThere ? 'done' : 'again', values, note: '' }, ports);
}
