// SPDX-License-Identifier: Apache-2.0
// What a replay of an attack flow is given.
import type { AnalysisInput } from '../analyse.ts';
import type { SearchOptions } from '../harden/search.ts';
import type { AttackFlow } from './attack-flow.ts';

export interface ReplayInput extends AnalysisInput {
  readonly flow: AttackFlow;
  readonly file: string;
  readonly search: SearchOptions;
}
