// SPDX-License-Identifier: Apache-2.0
/** A Datalog grounder on typed arrays: facts and rules in, every rule instance out. */

export type { Instances } from './generate.ts';
export { GroundLimitError, type GroundLimits, type GroundProgram, ground } from './ground.ts';
export { type AtomCode, constant, type ProgramCode, type RuleCode } from './program.ts';
export { createRelation, findRow, indexOn, insertRow, type Relation, relationOf } from './relation.ts';
export { createSymbols, type Symbols } from './symbols.ts';
