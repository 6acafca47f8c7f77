// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../../core/problem.ts';
import type { Path } from '../../model/index.ts';
import type { CompiledExpression } from './expression/compile.ts';
import type { Names } from './expression/names.ts';
import type { Fault } from './expression/node.ts';
import type { ValueType } from './expression/value.ts';

/** Collects what is wrong with one policy, and compiles its expressions. */
export interface Report {
  readonly problems: Problem[];
  add(code: string, message: string, path: Path, hint?: string): undefined;
  expression(text: string, names: Names, path: Path, wanted?: ValueType): CompiledExpression | undefined;
  fault(fault: Fault, text: string, path: Path): undefined;
}
