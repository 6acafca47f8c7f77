// SPDX-License-Identifier: Apache-2.0
// What playbooks mention is there, what they ask for is used, and what they close they open again.
import type { Problem } from '../../core/problem.ts';
import type { Path } from '../document/index.ts';
import { didYouMean } from '../issues.ts';
import { nearest } from '../nearest.ts';
import { quoted } from '../words.ts';
import type { PackItems, Placed } from './pack.ts';
import type { PlaybookSource } from './playbook.ts';
import { actsOf, eachStep } from './playbook-walk.ts';

export function playbookProblems(all: PackItems, own: PackItems): Problem[] {
  const known = {
    responder: all.responders.map(({ id }) => id),
    playbook: all.playbooks.map(({ id }) => id),
    threat: all.threats.map(({ number }) => String(number)),
    'asset type': all.words.flatMap(({ kind, id }) => (kind === 'asset' ? [id] : [])),
    measure: all.words.flatMap(({ kind, id }) => (kind === 'measure' ? [id] : [])),
  };
  return own.playbooks.flatMap((playbook) => [
    ...mentionsIn(playbook).flatMap(({ kind, id, path }) =>
      known[kind].includes(id) ? [] : [unknown(playbook, path, kind, id, known[kind])],
    ),
    ...inputProblems(playbook),
    ...stepProblems(playbook),
    ...controlProblems(playbook),
    ...systemProblems(playbook, all),
  ]);
}

interface Mention {
  readonly kind: 'responder' | 'playbook' | 'threat' | 'asset type' | 'measure';
  readonly id: string;
  readonly path: Path;
}

function mentionsIn({ threats, steps }: PlaybookSource): readonly Mention[] {
  const mention = (kind: Mention['kind'], id: string, path: Path): Mention => ({ kind, id, path });
  return [
    ...threats.map((number, at) => mention('threat', String(number), ['threats', at])),
    ...eachStep(steps).flatMap(({ step, path }) => {
      if ('run' in step) return [mention('playbook', step.run, [...path, 'run'])];
      if (!('say' in step)) return [];
      return [
        ...(step.by === undefined ? [] : [mention('responder', step.by, [...path, 'by'])]),
        ...(step.on ?? []).map((id, at) => mention('asset type', id, [...path, 'on', at])),
        ...(step.measures ?? []).map((id, at) => mention('measure', id, [...path, 'measures', at])),
      ];
    }),
  ];
}

function unknown(
  item: Placed<PlaybookSource>,
  path: Path,
  kind: Mention['kind'],
  id: string,
  known: readonly string[],
): Problem {
  const article = kind === 'asset type' ? 'an' : 'a';
  return {
    code: 'PACK_UNKNOWN_WORD',
    severity: 'error',
    message: `Cannot find ${quoted(id)}: expected ${article} ${kind} that this pack or one it uses defines`,
    at: item.locate(path),
    ...didYouMean(nearest(id, known)),
  };
}

function bad(item: Placed<PlaybookSource>, path: Path, message: string): Problem {
  return { code: 'PACK_BAD_PLAYBOOK', severity: 'error', message, at: item.locate(path) };
}

const USE = /\{([^{}]*)\}/g;

/** Inputs that a text, a control or a condition stands for as `{input}`. */
function usedIn(text: string): readonly string[] {
  return [...text.matchAll(USE)].map((match) => match[1] as string);
}

interface Use {
  readonly name: string;
  readonly path: Path;
  /** The step finds the value out; else it needs one. */
  readonly isAsked: boolean;
}

/** In the order of a run: a step needs values before it finds out others. */
function usesOf({ steps }: PlaybookSource): readonly Use[] {
  return eachStep(steps).flatMap(({ step, path }): Use[] => {
    const needed = Object.entries(step).flatMap(([key, value]): Use[] => {
      const said = key === 'say' || key === 'undo' ? Object.values(value as object).join('\n') : value;
      if (typeof said !== 'string') return [];
      const names = key === 'switch' ? [said] : usedIn(said);
      return names.map((name) => ({ name, path: [...path, key], isAsked: false }));
    });
    const asked = 'asks' in step ? (step.asks ?? []) : [];
    return [...needed, ...asked.map((name, at) => ({ name, path: [...path, 'asks', at], isAsked: true }))];
  });
}

function inputProblems(item: Placed<PlaybookSource>): Problem[] {
  const inputs = item.inputs ?? {};
  const uses = usesOf(item);
  const everAsked = new Set(uses.filter(({ isAsked }) => isAsked).map(({ name }) => name));
  const known = new Set<string>();
  const wrong = uses.flatMap(({ name, path, isAsked }): Problem[] => {
    if (isAsked) known.add(name);
    if (!Object.hasOwn(inputs, name)) {
      const missing = bad(item, path, `Cannot find the input ${quoted(name)}: expected one of \`inputs\``);
      return [{ ...missing, ...didYouMean(nearest(name, Object.keys(inputs))) }];
    }
    const hasValue = known.has(name) || !everAsked.has(name) || inputs[name]?.value !== undefined;
    return hasValue
      ? []
      : [bad(item, path, `Nobody knows ${quoted(name)} yet: expected a step before that asks for it`)];
  });
  const used = new Set(uses.map(({ name }) => name));
  const idle = Object.keys(inputs)
    .filter((name) => !used.has(name))
    .map((name) =>
      bad(item, ['inputs', name], `Nothing uses the input ${quoted(name)}: expected a step that does`),
    );
  return [...wrong, ...idle];
}

function stepProblems(item: Placed<PlaybookSource>): Problem[] {
  const seen = new Set<string>();
  const acts = actsOf(item.steps);
  const each = acts.flatMap(({ act, path }) => {
    const isTwice = seen.has(act.id);
    seen.add(act.id);
    const isControl = act.put !== undefined || act.lift !== undefined;
    const rules: readonly (readonly [boolean, string])[] = [
      [!isTwice, `Two steps are called ${quoted(act.id)}: expected each id once`],
      [
        isControl || act.by !== undefined,
        `Nobody does ${quoted(act.id)}: expected \`by\`, \`put\` or \`lift\``,
      ],
      [
        !isControl || act.by === undefined,
        `Both a responder and a control do ${quoted(act.id)}: expected one of them`,
      ],
      [
        act.put === undefined || act.lift === undefined,
        `${quoted(act.id)} sets a control and lifts one: expected one of them`,
      ],
      [
        !isControl || act.asks === undefined,
        `A control cannot answer what ${quoted(act.id)} asks: expected \`by\``,
      ],
    ];
    return rules.flatMap(([holds, message]) => (holds ? [] : [bad(item, [...path, 'id'], message)]));
  });
  const lacking = item.threats.length === 0 ? [] : (['contain', 'recover'] as const);
  return [
    ...each,
    ...lacking
      .filter((phase) => !acts.some(({ act }) => act.phase === phase))
      .map((phase) =>
        bad(item, ['steps'], `No step has the phase \`${phase}\`: expected a way in and a way out`),
      ),
  ];
}

/** What a playbook shuts must be opened again by it, or be said to stay. */
function controlProblems(item: Placed<PlaybookSource>): Problem[] {
  const acts = actsOf(item.steps);
  return acts.flatMap(({ act, path }, at) => {
    const { put, lift, stays = false } = act;
    if (put !== undefined) {
      const isLifted = acts.slice(at + 1).some((later) => later.act.lift === put);
      if (isLifted !== stays) return [];
      const message = stays
        ? `The control of ${quoted(act.id)} stays and is lifted: expected one of them`
        : `Nothing lifts the control ${quoted(put)} again: expected a later step with \`lift\`, or \`stays: true\``;
      return [bad(item, [...path, 'put'], message)];
    }
    if (lift === undefined || acts.slice(0, at).some((earlier) => earlier.act.put === lift)) return [];
    return [bad(item, [...path, 'lift'], `No step before sets the control ${quoted(lift)}: expected one`)];
  });
}

/** Controls pass from an orchestrator to an interface, so the pack must name both. */
function systemProblems(item: Placed<PlaybookSource>, { responders }: PackItems): Problem[] {
  const first = actsOf(item.steps).find(({ act }) => act.put !== undefined || act.lift !== undefined);
  if (first === undefined) return [];
  return (['orchestrator', 'http-api'] as const)
    .filter((kind) => responders.filter(({ type }) => type === kind).length !== 1)
    .map((kind) =>
      bad(item, first.path, `Cannot set a control: expected one responder of the type \`${kind}\``),
    );
}
