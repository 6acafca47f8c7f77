// SPDX-License-Identifier: Apache-2.0
// A world that is played: a service with resources, hosts that get commands, and persons who answer. It keeps what was done
// with the key, as a well-made service does, so that a run can be tried without touching anything.
import { z } from 'zod';
import type { Certainty } from '../../certainty.ts';
import type { Adapter, Did, Resolved, Work } from '../adapter.ts';
import { answerValues } from './answer-values.ts';

const Answer = z.union([z.string(), z.record(z.string(), z.string())]);
type Answer = z.infer<typeof Answer>;

export const World = z.strictObject({
  /** Path → JSON of what is there. */
  resources: z.record(z.string(), z.json()).default({}),
  /** Step id or name → what a person or service answers at each visit; the last one stays. */
  answers: z.record(z.string(), z.array(z.record(z.string(), z.string())).min(1)).default({}),
  /** What was done, the oldest first. */
  effects: z
    .array(
      z.strictObject({
        key: z.string(),
        step: z.string(),
        type: z.string(),
        text: z.string(),
        undone: z.boolean(),
        /** What it gave back; the same key gets it again. */
        answer: Answer,
      }),
    )
    .default([]),
});
export type World = z.infer<typeof World>;

export const EMPTY_WORLD: World = { resources: {}, effects: [], answers: {} };

export interface WorldStore {
  read(): World;
  /** Returns when it is on disk. */
  write(world: World): void;
}

/**
 * @param certainty What the world promises of a command: an idempotent one is done once a key, a blind or probeable one as
 *   often as it is asked.
 */
export function simulatedAdapter(
  store: WorldStore,
  certainty: (work: Work) => Certainty = () => 'idempotent',
): Adapter {
  return {
    takes: () => true,
    plan: (work) => ({
      text: `would ${doing(work)}`,
      certainty: certainty(work),
      touches: work.targets.map(({ name }) => name),
      ...(work.undo === undefined ? {} : { undo: 'idempotent' as const }),
    }),
    do: async (key, work) => {
      const world = store.read();
      const known = world.effects.find((each) => each.key === key);
      if (known !== undefined && certainty(work) === 'idempotent') return doneWith(work, known.answer);
      const { resources, answer } = play(world, work);
      const { step, command } = work;
      const effect = { key, step, type: command.type, text: command.text, undone: false, answer };
      store.write({ ...world, resources, effects: [...world.effects, effect] });
      return doneWith(work, answer);
    },
    probe: async (key, work) => {
      const known = store.read().effects.find((each) => each.key === key);
      return known === undefined
        ? { seen: 'absent' }
        : { seen: 'done', values: valuesOf(work, known.answer) };
    },
    undo: async (key, work) => {
      const world = store.read();
      const { undo } = work;
      if (undo === undefined) return { status: 'failed', reason: 'Nothing says how it is undone' };
      const { resources } = serve(world.resources, undo);
      if (world.effects.some((each) => each.key === key && each.undone)) return { status: 'done' };
      const effects = world.effects.map((each) => (each.key === key ? { ...each, undone: true } : each));
      store.write({ ...world, resources, effects });
      return { status: 'done', note: undo.text };
    },
  };
}

function doing({ command, targets }: Work): string {
  const on = targets.length === 0 ? '' : ` on ${targets.map(({ name }) => name).join(', ')}`;
  return command.type === 'manual'
    ? `ask a person: ${command.text}`
    : `run ${command.type}${on}: ${command.text}`;
}

interface Played {
  readonly resources: World['resources'];
  readonly answer: Answer;
}

function play(world: World, work: Work): Played {
  const { command, step, name } = work;
  const scripted = world.answers[step] ?? world.answers[name];
  const visits = world.effects.filter((each) => each.step === step).length;
  const answer = scripted?.[Math.min(visits, scripted.length - 1)];
  // A query changes nothing, although it is sent with POST.
  const served =
    command.request === undefined || command.type === 'elastic'
      ? { resources: world.resources, answer: '' }
      : serve(world.resources, command);
  return { resources: served.resources, answer: answer ?? served.answer };
}

function doneWith(work: Work, answer: Answer): Did {
  return { status: 'done', values: valuesOf(work, answer), note: 'Simulated' };
}

function valuesOf({ outArgs }: Work, answer: Answer): Readonly<Record<string, string>> {
  return typeof answer === 'string' ? answerValues(outArgs, answer) : answer;
}

/** Resources as most services keep them: PUT sets, PATCH and POST change or add, DELETE removes, GET finds. */
function serve(
  resources: World['resources'],
  { request }: Resolved,
): { readonly resources: World['resources']; readonly answer: string } {
  if (request === undefined) return { resources, answer: '' };
  const { method, body } = request;
  const path = request.path.split('?')[0] as string;
  const held = Object.hasOwn(resources, path) ? resources[path] : undefined;
  const sent = body === undefined ? {} : jsonOr(body);
  if (method === 'DELETE') {
    const { [path]: _, ...rest } = resources;
    return { resources: rest, answer: '' };
  }
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return { resources, answer: textOf(held) };
  const next = method === 'PUT' ? sent : changed(held, sent);
  return { resources: { ...resources, [path]: next }, answer: textOf(next) };
}

type Held = World['resources'][string];

/** A list grows, an object gets the fields that were sent, anything else is replaced. */
function changed(held: Held | undefined, sent: Held): Held {
  if (Array.isArray(held)) return [...held, sent];
  return isObject(held) && isObject(sent) ? { ...held, ...sent } : sent;
}

function isObject(value: Held | undefined): value is Readonly<Record<string, Held>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonOr(text: string): Held {
  try {
    return JSON.parse(text) as Held;
  } catch {
    return text;
  }
}

function textOf(value: Held | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
