// SPDX-License-Identifier: Apache-2.0
// Every playbook of every pack, carried out in a played world: with answers of persons that lead into all of its branches,
// approved by different persons, stopped somewhere in the middle, and undone afterwards.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../src/core/ports/index.ts';
import { createRandom, type Random } from '../src/core/random.ts';
import { resolvePack } from '../src/model/index.ts';
import { packIds, packReader } from '../src/platform/index.ts';
import { type Playbook, packPlaybooks, readRuns } from '../src/respond/index.ts';
import { parseCondition } from '../src/respond/playbook/condition/parse.ts';
import { simulatedAdapter, type World } from '../src/respond/playbook/run/adapters/simulated.ts';
import { approveEffect, waitOf } from '../src/respond/playbook/run/answer.ts';
import { DEFAULT_POLICY } from '../src/respond/playbook/run/policy.ts';
import { Stopped } from '../src/respond/playbook/run/ports.ts';
import { memoryLog, memoryWorld, portsOf } from '../src/respond/playbook/run/run.fixture.ts';
import { beginRun, goOn, runFaults } from '../src/respond/playbook/run/run.ts';
import type { RunState } from '../src/respond/playbook/run/state.ts';
import { undoEffect } from '../src/respond/playbook/run/undo.ts';
import { pointsUntil } from './fault/playbook-crash.ts';

const folder = join(import.meta.dirname, '../packs');

/** Runs of one playbook until each of its steps was taken; branches that hang on several answers need some. */
const MAX_RUNS = 60;
/** Writes after which the first process of a run is stopped, at most. */
const MAX_WRITES = 80;

for (const id of packIds(folder)) {
  const { value: pack } = resolvePack(id, packReader(folder));
  const book = pack === undefined ? [] : (packPlaybooks(pack, 'en').value ?? []);
  const own = book.filter(({ source }) => source.pack === id);
  const library = book.map(({ playbook }) => playbook);
  describe.runIf(own.length > 0)(`playbooks of the pack ${id}`, () => {
    test.each(own.map(({ source, playbook }) => [source.id, playbook] as const))(
      '%s',
      async (name, playbook) => {
        const random = createRandom(1, name);
        const steps = Object.entries(playbook.workflow).flatMap(([step, { type }]) =>
          type === 'action' ? [step] : [],
        );
        const taken = new Set<string>();
        for (let runs = 0; runs < MAX_RUNS && (runs < 3 || taken.size < steps.length); runs++)
          for (const { work } of (await carriedOut(playbook, library, random)).effects.values())
            if (steps.includes(work.step)) taken.add(work.step);
        expect(
          steps.filter((step) => !taken.has(step)),
          'steps that no answer leads to',
        ).toEqual([]);
      },
    );
  });
}

/** Values that make a difference to a variable: what conditions and cases of any playbook compare it with, and another. */
function candidates(playbooks: readonly Playbook[]): (name: string) => readonly string[] {
  const known = new Map<string, Set<string>>();
  const add = (name: string, value: string) =>
    known.set(name, (known.get(name) ?? new Set(['other'])).add(value));
  for (const { workflow } of playbooks)
    for (const step of Object.values(workflow)) {
      if (step.type === 'switch-condition')
        for (const key of Object.keys(step.cases)) add(step.switch.replace(/:value$/, ''), key);
      if (step.type !== 'if-condition' && step.type !== 'while-condition') continue;
      const parsed = parseCondition(step.condition);
      const open = 'condition' in parsed ? [parsed.condition] : [];
      for (const part of open) {
        if (part.kind === 'and' || part.kind === 'or') open.push(...part.parts);
        else if (part.kind === 'not') open.push(part.part);
        else if (part.kind === 'compare' && part.left.kind === 'variable')
          for (const right of part.right)
            if (right.kind === 'literal') for (const value of around(right.value)) add(part.left.name, value);
      }
    }
  return (name) => [...(known.get(name) ?? ['other'])];
}

/** A number and its neighbours, for comparisons. */
function around(value: string): readonly string[] {
  const number = Number(value);
  return Number.isFinite(number) && value !== '' ? [value, String(number - 1), String(number + 1)] : [value];
}

/** One run to its end, with a stop at a random write. Checks what holds of every run. */
async function carriedOut(
  playbook: Playbook,
  library: readonly Playbook[],
  random: Random,
): Promise<RunState> {
  const pick = (all: readonly string[]) => all[random.below(all.length)] as string;
  const values = candidates(library);
  const given = library
    .flatMap((each) => Object.entries(each.playbook_variables ?? {}))
    .filter(([, { external }]) => external === true);
  const request = {
    run: 'r',
    playbook,
    library,
    values: Object.fromEntries(given.map(([name]) => [name, pick(values(name))])),
    simulated: true,
  };
  expect(runFaults(request)).toEqual([]);
  const records: LogRecord[] = [];
  const disk = memoryWorld();
  const answers = answersOf(library, (name) => pick(values(name)));
  for (const deadly of [1 + random.below(MAX_WRITES), Number.POSITIVE_INFINITY]) {
    const points = pointsUntil(deadly);
    const log = memoryLog(records);
    const world = {
      read: (): World => ({ ...disk.read(), answers: answers() }),
      write: (next: World) => {
        points.at();
        disk.write(next);
        points.at();
      },
    };
    const ports = portsOf({
      log: {
        ...log,
        append: async (batch) => {
          points.at();
          return log.append(batch);
        },
      },
      adapters: [simulatedAdapter(world)],
      policy: DEFAULT_POLICY,
    });
    try {
      const before = (await readRuns(log)).get('r');
      const state = before?.started === undefined ? await beginRun(request, ports) : before;
      while ((await goOn(state, ports)) === 'waiting') await approveAll(state, ports);
      await checkEnd(state, disk.read(), ports);
      return state;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }
  throw new Error('The last process was stopped');
}

/** New answers at each look, so that loops come to an end. */
function answersOf(library: readonly Playbook[], pick: (name: string) => string): () => World['answers'] {
  const asked = library.flatMap(({ workflow }) =>
    Object.entries(workflow).flatMap(([id, step]) =>
      step.type === 'action' && step.out_args !== undefined ? [[id, step.out_args] as const] : [],
    ),
  );
  return () =>
    Object.fromEntries(
      asked.map(([id, names]) => [id, [Object.fromEntries(names.map((name) => [name, pick(name)]))]]),
    );
}

async function approveAll(state: RunState, ports: ReturnType<typeof portsOf>): Promise<void> {
  const waiting = [...state.effects.values()].filter((effect) => waitOf(effect) === 'approval');
  expect(waiting.length, 'a run that waits asks somebody').toBeGreaterThan(0);
  for (const effect of waiting)
    for (const actor of ['maria', 'jon'])
      if (waitOf(effect) === 'approval' && !effect.approvedBy.has(actor))
        await approveEffect(state, effect, { ...ports, actor });
}

async function checkEnd(state: RunState, world: World, ports: ReturnType<typeof portsOf>): Promise<void> {
  expect([state.ended?.status, state.ended?.why]).toEqual(['success', '']);
  const effects = [...state.effects.values()];
  expect(world.effects.map(({ key }) => key).toSorted(), 'each effect once').toEqual(
    effects.map(({ key }) => key).toSorted(),
  );
  const approvals = { none: 0, change: 1, destructive: 2 };
  expect(effects.filter(({ work, approvedBy }) => approvedBy.size !== approvals[work.risk])).toEqual([]);
  expect(
    effects.filter(({ work }) => /__\w+__:value/.test(work.command.text)),
    'variables left in a command',
  ).toEqual([]);
  const undoable = effects.filter(({ work }) => work.undo !== undefined);
  for (const effect of undoable) expect(await undoEffect(state, effect, ports)).toBe('done');
}
