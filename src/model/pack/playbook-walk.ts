// SPDX-License-Identifier: Apache-2.0
import type { Path } from '../document/index.ts';
import type { Act, BookStep } from './playbook.ts';

/** A step with its place inside `steps` of the playbook. */
export interface PlacedStep {
  readonly step: BookStep;
  readonly path: Path;
}

/** Every step of a playbook in the order of the file, those inside branches after the one that opens them. */
export function eachStep(steps: readonly BookStep[], path: Path = ['steps']): readonly PlacedStep[] {
  return steps.flatMap((step, index) => {
    const here = [...path, index];
    return [
      { step, path: here },
      ...branchesOf(step).flatMap(([branch, keys]) => eachStep(branch, [...here, ...keys])),
    ];
  });
}

/** The lists of steps inside a step, each with the keys that lead to it. */
export function branchesOf(step: BookStep): readonly (readonly [readonly BookStep[], Path])[] {
  if ('together' in step) return step.together.map((branch, index) => [branch, ['together', index]]);
  if ('repeat' in step) return [[step.repeat, ['repeat']]];
  if ('cases' in step) return Object.entries(step.cases).map(([value, branch]) => [branch, ['cases', value]]);
  if (!('then' in step)) return [];
  return [[step.then, ['then']], ...(step.else === undefined ? [] : [[step.else, ['else']] as const])];
}

/** The steps in which somebody does something. */
export function actsOf(steps: readonly BookStep[]): readonly { readonly act: Act; readonly path: Path }[] {
  return eachStep(steps).flatMap(({ step, path }) => ('say' in step ? [{ act: step, path }] : []));
}
