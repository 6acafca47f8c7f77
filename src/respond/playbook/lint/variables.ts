// SPDX-License-Identifier: Apache-2.0
// Variables are defined where they are used (CACAO 2.0 §10.18), conditions can be read, and while steps can end.
import { parseCondition, variablesOf } from '../condition/parse.ts';
import { reachableFrom } from '../graph.ts';
import { commandText } from '../shape/commands.ts';
import type { Playbook } from '../shape/playbook.ts';
import type { Step } from '../shape/steps.ts';
import { type Finding, found, type Lint } from './finding.ts';

const USE = /(__[a-zA-Z_][a-zA-Z0-9_-]{0,199}?__):value/g;

/** Names of the variables that a text refers to as `__name__:value`. */
export function usedIn(text: string): readonly string[] {
  return [...text.matchAll(USE)].map((match) => match[1] as string);
}

export const lintVariables: Lint = (playbook) =>
  Object.entries(playbook.workflow).flatMap(([id, step]) => ofStep(playbook, id, step));

function ofStep(playbook: Playbook, id: string, step: Step): Finding[] {
  const at = ['workflow', id];
  const known = { ...playbook.playbook_variables, ...step.step_variables };
  const use = (names: readonly string[], path: Finding['path']) =>
    names
      .filter((name) => !Object.hasOwn(known, name))
      .map((name) => found('VARIABLE', [...at, ...path], `Cannot find the variable \`${name}\``));
  if (step.type === 'action' || step.type === 'playbook-action') {
    const written = (step.out_args ?? []).flatMap((name, place) =>
      known[name]?.constant === true
        ? [found('CONSTANT', [...at, 'out_args', place], `The variable \`${name}\` is constant`)]
        : [],
    );
    const args = [
      ...(step.in_args ?? []).flatMap((name, place) => use([name], ['in_args', place])),
      ...(step.out_args ?? []).flatMap((name, place) => use([name], ['out_args', place])),
    ];
    const commands = step.type === 'action' ? step.commands : [];
    const texts = commands.flatMap((command, place) =>
      use(usedIn(`${commandText(command)}\n${command.content ?? ''}`), ['commands', place]),
    );
    return [...written, ...args, ...texts];
  }
  if (step.type === 'switch-condition')
    return use([step.switch.replace(/^\$+/, '').replace(/:value$/, '')], ['switch']);
  if (step.type !== 'if-condition' && step.type !== 'while-condition') return [];
  const parsed = parseCondition(step.condition);
  if ('wrong' in parsed)
    return [
      found(
        'CONDITION',
        [...at, 'condition'],
        `Cannot read the condition at character ${parsed.at + 1}: ${parsed.wrong}`,
      ),
    ];
  const names = variablesOf(parsed.condition);
  const loop = step.type === 'while-condition' ? loops(playbook, at, step.on_true, names) : [];
  return [...use(names, ['condition']), ...loop];
}

/** A loop ends only when something in it can change what is asked. */
function loops(playbook: Playbook, at: Finding['path'], body: string, names: readonly string[]): Finding[] {
  const changed = [...reachableFrom(playbook, [body])].flatMap((inside) => {
    const step = playbook.workflow[inside];
    return step?.type === 'action' || step?.type === 'playbook-action' ? (step.out_args ?? []) : [];
  });
  if (names.some((name) => changed.includes(name))) return [];
  return [
    found(
      'LOOP',
      [...at, 'condition'],
      'Unbounded: no step of its branch has a variable of the condition in out_args',
    ),
  ];
}
