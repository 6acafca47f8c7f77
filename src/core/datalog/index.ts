// SPDX-License-Identifier: Apache-2.0
/** A Datalog grounder on typed arrays: facts and rules in, every rule instance out. */
export { DEFAULT_LIMITS, ground, GroundLimitError, type GroundLimits, type GroundProgram } from './ground.ts';
export type { Instances } from './generate.ts';
export { constant, type AtomCode, type ProgramCode, type RelationCode, type RuleCode } from './program.ts';
export { createRelation, findRow, indexOn, insertRow, relationOf, type Relation } from './relation.ts';
export { createSymbols, type Symbols } from './symbols.ts';
