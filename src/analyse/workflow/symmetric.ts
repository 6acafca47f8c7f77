// SPDX-License-Identifier: Apache-2.0
// Which members of a set may change places: those without a name of their own whose constants and first values agree.
import type { WorkflowSource } from '../../model/index.ts';
import type { Scope } from './expression/resolve.ts';
import type { Workflow } from './workflow.ts';

/** Sets whose members a constant or a first value names keep their places. */
export function symmetricMembers(source: WorkflowSource, scope: Scope): Workflow['symmetric'] {
  const named = new Set(
    [
      ...scope.constants.values(),
      ...[...scope.state.values()].filter(
        ({ type, starts }) => type.kind === 'set' && starts.some((start) => start < type.size),
      ),
    ].flatMap(({ type }) => (type.kind === 'set' ? [type.name] : [])),
  );
  return [...scope.sets.values()]
    .filter(({ name }) => typeof source.sets[name] === 'number' && !named.has(name))
    .flatMap(({ name, size }) => {
      const groups = new Map<string, number[]>();
      for (let member = 0; member < size; member++) {
        const fixed = [
          ...[...scope.constants.values()]
            .filter(({ of }) => of === name)
            .map(({ values }) => values[member]),
          ...[...scope.state.values()].filter(({ of }) => of === name).map(({ starts }) => starts[member]),
        ].join();
        groups.set(fixed, [...(groups.get(fixed) ?? []), member]);
      }
      return [...groups.values()]
        .filter((group) => group.length > 1)
        .map((members) => ({ set: name, members }));
    });
}
