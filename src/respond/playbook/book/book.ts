// SPDX-License-Identifier: Apache-2.0
import type { Parsed } from '../../../core/problem.ts';
import type { Pack } from '../../../model/index.ts';
import { type CompiledPlaybook, compilePlaybook } from './compile.ts';

/** All playbooks of a pack and those it uses, in order of their ids, with everything that is wrong with any. */
export function packPlaybooks(pack: Pack, language: string): Parsed<readonly CompiledPlaybook[]> {
  const value = pack.playbooks
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((source) => compilePlaybook(source, pack, language));
  return { value, problems: value.flatMap(({ problems }) => problems) };
}
